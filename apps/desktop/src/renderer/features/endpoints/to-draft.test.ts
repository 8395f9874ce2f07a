import { endpointDraftSchema, endpointSchema } from '@patchbay/provider-core/model'
import { describe, expect, test } from 'vitest'
import { createFormValues, formValuesOf, type FormValues } from './form-values.ts'
import { toDraft, toTrialDraft } from './to-draft.ts'

const form = (changes: Partial<FormValues>): FormValues => ({ ...createFormValues(), ...changes })
const stored = (changes: object) => ({
  ...endpointSchema.parse({
    id: 'e1',
    name: 'Proxy',
    spec: 'anthropic',
    createdAt: '2026-11-21T10:00:00.000Z',
    updatedAt: '2026-11-21T10:00:00.000Z',
    ...changes,
  }),
  host: 'llm.corp.example',
  usedBy: [],
  usedByAliases: [],
})

describe('from the form to a draft', () => {
  test('a saved endpoint that is not touched gives the same fields and leaves its secrets', () => {
    const endpoint = stored({
      baseUrl: 'https://llm.corp.example/?team=a',
      modelMapping: { a: 'b' },
      headers: { 'x-team': 'research' },
      query: { v: '1' },
      extraBody: { top_k: 40, deep: { list: [1] } },
      timeouts: { connectMs: 2500 },
      models: ['one', 'two'],
      supportsSystemMessage: false,
      region: 'eu-central-1',
      savedSecrets: ['apiKey', 'header:x-api-key', 'query:sig'],
      proxy: { url: 'http://proxy.corp.example:3128' },
      tls: { allowSelfSigned: true },
      retry: { attempts: 3 },
    })
    const { draft, issues } = toDraft(formValuesOf(endpoint), endpoint.savedSecrets)
    expect(issues).toEqual([])
    const parsed = endpointDraftSchema.parse(draft)
    expect(parsed).toMatchObject({
      baseUrl: endpoint.baseUrl,
      proxy: endpoint.proxy,
      tls: endpoint.tls,
      retry: endpoint.retry,
      modelMapping: endpoint.modelMapping,
      headers: endpoint.headers,
      query: endpoint.query,
      extraBody: endpoint.extraBody,
      timeouts: { connectMs: 2500 },
      models: endpoint.models,
      supportsSystemMessage: false,
      region: 'eu-central-1',
    })
    const states = Object.values(parsed.secrets).map((change) => change?.state)
    expect(new Set(states)).toEqual(new Set(['unchanged']))
    expect(Object.keys(parsed.secrets)).toEqual(expect.arrayContaining(endpoint.savedSecrets))
  })

  test('the value of a header that is a credential goes to the secrets and nowhere else', () => {
    const { draft } = toDraft(
      form({
        headers: [
          { name: 'X-Api-Key', value: 'canary' },
          { name: 'x-team', value: 'a' },
        ],
      }),
      [],
    )
    expect(draft.headers).toEqual({ 'x-team': 'a' })
    expect(draft.secrets?.['header:X-Api-Key']).toEqual({ state: 'set', value: 'canary' })
  })

  test('a saved credential header is replaced under the name that the vault has', () => {
    const { draft } = toDraft(form({ headers: [{ name: 'x-api-key', value: 'new' }] }), [
      'header:X-Api-Key',
    ])
    expect(draft.secrets).toMatchObject({ 'header:X-Api-Key': { state: 'set', value: 'new' } })
    expect(draft.secrets).not.toHaveProperty('header:x-api-key')
  })

  test('removing the row of a saved credential removes its value', () => {
    const { draft } = toDraft(form({}), ['header:x-api-key', 'query:sig'])
    expect(draft.secrets).toMatchObject({
      'header:x-api-key': { state: 'removed' },
      'query:sig': { state: 'removed' },
    })
  })

  test('a credential row without a value is an issue at that row', () => {
    const { issues } = toDraft(
      form({
        headers: [
          { name: 'a', value: '' },
          { name: 'token', value: '' },
        ],
      }),
      [],
    )
    expect(issues.map((issue) => issue.field)).toEqual(['headers.1.value'])
  })

  test('a header named twice, in any case, is an issue', () => {
    const rows = [
      { name: 'X-Team', value: '1' },
      { name: 'x-team', value: '2' },
    ]
    expect(toDraft(form({ headers: rows }), []).issues).toMatchObject([{ field: 'headers.1.name' }])
    expect(toDraft(form({ query: rows }), []).issues).toEqual([])
  })

  test('an empty row is left out', () => {
    const { draft, issues } = toDraft(form({ headers: [{ name: ' ', value: '' }] }), [])
    expect(draft.headers).toEqual({})
    expect(issues).toEqual([])
  })

  test('a mapping that is not valid is an issue and is not sent', () => {
    const { draft, issues } = toDraft(form({ mappingText: '{"a": 1}' }), [])
    expect(draft.modelMapping).toEqual({})
    expect(issues).toMatchObject([{ field: 'mappingText' }])
  })

  test('time limits are typed in seconds', () => {
    const timeouts = { connectMs: '2.5', firstByteMs: '', idleMs: '4000' }
    const { draft, issues } = toDraft(form({ timeouts }), [])
    expect(draft.timeouts).toEqual({ connectMs: 2500 })
    expect(issues).toMatchObject([{ field: 'timeouts.idleMs' }])
  })

  test('fields of a type that was switched away from are still there', () => {
    const { draft } = toDraft(form({ spec: 'anthropic', resourceName: 'pb-weu' }), [])
    expect(draft.resourceName).toBe('pb-weu')
  })

  test('choosing the other kind of credentials removes the saved ones of the first', () => {
    const values = form({
      spec: 'amazon-bedrock',
      credentialKinds: { 'amazon-bedrock': 'api-key' },
    })
    values.secrets.apiKey = { state: 'set', value: 'k' }
    const { draft } = toDraft(values, ['accessKeyId', 'secretAccessKey'])
    expect(draft.secrets).toMatchObject({
      apiKey: { state: 'set', value: 'k' },
      accessKeyId: { state: 'removed' },
      secretAccessKey: { state: 'removed' },
    })
  })

  test('what was typed for credentials that are not in use is not sent', () => {
    const values = form({ spec: 'anthropic' })
    values.secrets.secretAccessKey = { state: 'set', value: 'canary' }
    expect(JSON.stringify(toDraft(values, []).draft)).not.toContain('canary')
  })
})

describe('settings under Advanced', () => {
  test('a key in an own header is asked for and set, whatever the type would ask for', () => {
    const values = form({ spec: 'amazon-bedrock' })
    values.auth = { ...values.auth, scheme: 'header', headerName: ' X-Corp-Key ' }
    values.secrets.apiKey = { state: 'set', value: 'canary' }
    values.secrets.secretAccessKey = { state: 'set', value: 'typed before' }
    const { draft } = toDraft(values, ['accessKeyId'])
    expect(draft.auth).toEqual({ scheme: 'header', headerName: 'X-Corp-Key' })
    expect(draft.secrets).toMatchObject({ apiKey: { state: 'set', value: 'canary' } })
    expect(draft.secrets).not.toHaveProperty('accessKeyId')
    expect(draft.secrets).not.toHaveProperty('secretAccessKey')
  })

  test('a saved key that the command makes needless stays, unless it is removed', () => {
    const values = form({ spec: 'anthropic' })
    values.auth = { ...values.auth, scheme: 'command', program: 'print-token' }
    expect(toDraft(values, ['apiKey']).draft.secrets?.apiKey).toEqual({ state: 'unchanged' })
    values.secrets.apiKey = { state: 'removed' }
    expect(toDraft(values, ['apiKey']).draft.secrets?.apiKey).toEqual({ state: 'removed' })
    values.secrets.apiKey = { state: 'set', value: 'typed, then not wanted' }
    expect(toDraft(values, []).draft.secrets?.apiKey).toBeUndefined()
  })

  test('certificates are a text or the path of a file', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----'
    const values = form({})
    values.tls = { ...values.tls, ca: ` ${pem}\n`, clientCert: '/etc/ssl/me.pem' }
    expect(toDraft(values, []).draft.tls).toMatchObject({
      caPem: pem,
      clientCertFile: '/etc/ssl/me.pem',
    })
    values.tls.ca = pem.replace('-----END CERTIFICATE-----', '')
    expect(toDraft(values, []).issues).toMatchObject([{ field: 'tls.ca' }])
    values.tls.ca = pem.replace('MAA=', 'A A ä A')
    expect(toDraft(values, []).issues).toMatchObject([{ field: 'tls.ca' }])
  })

  test('numbers that cannot be are told at their fields', () => {
    const values = form({})
    values.auth = { ...values.auth, scheme: 'command', program: 'p', ttlSeconds: '0', refresh: 'x' }
    values.retry = { attempts: '1.5', maxDelay: '601' }
    const { draft, issues } = toDraft(values, [])
    expect(issues.map((issue) => issue.field)).toEqual([
      'auth.ttlSeconds',
      'auth.refresh',
      'retry.attempts',
      'retry.maxDelay',
    ])
    expect(draft.retry).toBeUndefined()
  })
})

test('a request that saves nothing goes out under any name', () => {
  for (const name of ['', '   ', 'long '.repeat(40)]) {
    const draft = toTrialDraft(form({ name, baseUrl: 'https://llm.corp.example' }), [])
    expect(endpointDraftSchema.safeParse(draft).success).toBe(true)
  }
})
