import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endpointFieldsSchema, type EndpointDraft } from '@patchbay/provider-core/model'
import { cutOperation } from '@patchbay/provider-core/specs'
import { formatAddLink } from './format-add-link.ts'
import { longestLink, parseAddLink } from './parse-add-link.ts'

function read(link: string) {
  const parsed = parseAddLink(link)
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed
}

function fieldsOf(draft: EndpointDraft) {
  return endpointFieldsSchema.parse(draft)
}

const canary = 'sk-canary-0123456789'

describe('a link', () => {
  it('fills a draft, however its parameters are spelled', () => {
    const { draft, notes } = read(
      'patchbay://add?name=My%20server&provider_type=openai&baseUrl=https%3A%2F%2Fllm.example%2Fv1' +
        '&models=a,b/c&model=d&header.X-Team=blue&query.tier=1&system-message=no' +
        '&mapping=%7B%22gpt-5%22%3A%22a%22%7D',
    )
    expect(notes).toEqual([])
    expect(draft).toMatchObject({
      name: 'My server',
      spec: 'openai-chat-completions',
      baseUrl: 'https://llm.example/v1',
      models: ['a', 'b/c', 'd'],
      headers: { 'X-Team': 'blue' },
      query: { tier: '1' },
      supportsSystemMessage: false,
      modelMapping: { 'gpt-5': 'a' },
    })
  })

  it.each([
    ['azure', 'resource=res&api_version=v1', { resourceName: 'res', apiVersion: 'v1' }],
    ['bedrock', 'region=eu-central-1', { spec: 'amazon-bedrock', region: 'eu-central-1' }],
    ['vertex', 'project=p&location=eu', { projectId: 'p', location: 'eu' }],
  ])('for %s fills its own fields', (type, query, fields) => {
    expect(read(`patchbay://add?type=${type}&${query}`).draft).toMatchObject(fields)
  })

  it('takes a name from the host where it has none', () => {
    expect(read('patchbay://add?base_url=https://llm.example/v1').draft.name).toBe('llm.example')
    expect(read('patchbay:add?type=google').draft.name).toBe('Google')
  })

  it('with a pasted operation URL is cut back, and says so', () => {
    const { draft, notes } = read(
      'patchbay://add?type=azure&base_url=' +
        encodeURIComponent(
          'https://r.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21',
        ),
    )
    expect(draft).toMatchObject({
      baseUrl: 'https://r.openai.azure.com',
      apiVersion: '2024-10-21',
      models: ['d'],
    })
    expect(notes).toEqual([expect.stringMatching(/^base_url: Cut back/)])
  })

  it.each([
    ['key', `key=${canary}`, 'apiKey'],
    ['header', `header.Authorization=Bearer+${canary}`, 'header:authorization'],
    ['parameter', `query.code=${canary}`, 'query:code'],
    ['URL', `base_url=https://h.example/v1?sig=${canary}`, 'query:sig'],
    ['exact URL', `exact_url=1&base_url=https://h.example/v1?sig=${canary}`, 'query:sig'],
    ['password in the URL', `base_url=https://u:${canary}@h.example/v1`, undefined],
    ['unknown parameter', `password=${canary}`, undefined],
    ['refused parameter', `env.apiKey=${canary}`, undefined],
    ['unreadable header', `header.b%20d=${canary}`, undefined],
    ['name of a parameter', `${encodeURIComponent(`${canary} x`)}=1`, undefined],
    ['mapping', `mapping=${canary}`, undefined],
    ['type', `type=${canary}`, undefined],
  ])('never shows a key that stands in its %s', (_place, query, secret) => {
    const { draft, notes, source } = read(`patchbay://add?name=x&${query}`)
    const { secrets, ...fields } = draft
    expect(JSON.stringify([fields, notes, source])).not.toContain(canary)
    if (secret === undefined) expect(secrets).toEqual({})
    else expect(Object.keys(secrets)).toEqual([secret])
  })

  it.each([
    'handler=/tmp/x.js',
    'handler.file=/tmp/x.js',
    'auth=command',
    'auth.command=rm',
    'command=rm',
    'tls=off',
    'tls.allowSelfSigned=true',
    'allow_plain_http=true',
    'proxy=http://evil.example',
    'env.apiKey=HOME',
    'environment=HOME',
    'profile=default',
    'credential_kind=default-chain',
    'authority=https://evil.example',
  ])('makes the machine run, read or trust nothing: %s', (query) => {
    const { draft, notes } = read(`patchbay://add?type=bedrock&region=x&${query}`)
    expect(draft).toEqual(read('patchbay://add?type=bedrock&region=x').draft)
    expect(notes).toHaveLength(1)
  })

  it('says which parameters it does not know', () => {
    expect(read('patchbay://add?name=x&colour=blue').notes).toEqual([
      'colour: Patchbay does not know this parameter, so it is left out.',
    ])
  })

  it.each([
    ['https://add?name=x', /not a link/],
    ['patchbay://remove?name=x', /not a link/],
    ['patchbay://add', /says nothing/],
    ['patchbay://add?type=custom-handler&name=x', /would run code/],
    [`patchbay://add?name=${'x'.repeat(longestLink)}`, /too long/],
  ])('is refused in words', (link, message) => {
    expect(parseAddLink(link)).toMatchObject({ ok: false, message: expect.stringMatching(message) })
  })

  it('never fails, whatever stands in it', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'name',
        'type',
        'base_url',
        'mapping',
        'model',
        'auth',
        'header.x',
        'query.',
        'dialect',
      ),
      fc.string({ unit: 'binary' }),
    )
    const value = fc.oneof(fc.webUrl(), fc.json(), fc.string({ unit: 'binary' }))
    fc.assert(
      fc.property(fc.array(fc.tuple(name, value)), (rows) => {
        const query = rows
          .map(([left, right]) => `${encodeText(left)}=${encodeText(right)}`)
          .join('&')
        const parsed = parseAddLink(`patchbay://add?${query}`)
        expect(parsed).not.toHaveProperty('draft.handler')
      }),
    )
  })
})

const encodeText = (text: string) => encodeURIComponent(text.toWellFormed())

describe('an endpoint as a link', () => {
  const text = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
    .map((value) => value.trim())
    .filter((value) => value !== '' && value.isWellFormed())
  const line = fc.stringMatching(/^[!-~]([ -~]{0,10}[!-~])?$/)
  const arbitrary = fc
    .record(
      {
        name: text,
        spec: fc.constantFrom(
          'openai-chat-completions',
          'anthropic',
          'google',
          'azure',
          'amazon-bedrock',
        ),
        baseUrl: fc.webUrl({ withQueryParameters: true }),
        models: fc.uniqueArray(text),
        modelMapping: fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          text,
        ),
        headers: fc.dictionary(fc.constantFrom('x-a', 'X-Team'), line),
        query: fc.dictionary(fc.constantFrom('a', 'B'), line),
        supportsSystemMessage: fc.boolean(),
        exactUrl: fc.boolean(),
        region: text,
        apiVersion: text,
        auth: fc.constantFrom({ scheme: 'bearer' }, { scheme: 'header', headerName: 'x-k' }),
      },
      { requiredKeys: ['name', 'spec'] },
    )
    .map((fields) => endpointFieldsSchema.parse(fields))
    .filter(({ baseUrl = '', spec }) => cutOperation(baseUrl, spec) === undefined)

  it('comes back as it was', () => {
    fc.assert(
      fc.property(arbitrary, (fields) => {
        const formatted = formatAddLink(fields)
        if (!formatted.ok) throw new Error(formatted.message)
        const { draft, notes } = read(formatted.link)
        expect(fieldsOf(draft)).toEqual(fields)
        expect([...notes, ...formatted.leftOut]).toEqual([])
        expect(draft.secrets).toEqual({})
      }),
    )
  })

  it('never carries a key, and says what it leaves out', () => {
    const formatted = formatAddLink(
      endpointFieldsSchema.parse({
        name: 'x',
        spec: 'openai-chat-completions',
        baseUrl: `https://u:${canary}@h.example`,
        headers: { Authorization: canary },
        auth: { scheme: 'command', command: { program: 'print-token' } },
        environment: { secrets: { apiKey: 'MY_KEY' } },
        extraBody: { a: 1 },
      }),
    )
    expect(formatted).toMatchObject({ ok: true })
    expect(JSON.stringify(formatted)).not.toMatch(/canary|print-token|MY_KEY/)
    expect(formatted.ok && formatted.leftOut).toEqual([
      'extra body',
      'environment variables',
      'headers and parameters that hold a key',
      'program that prints a token',
      'base URL, which holds a key',
    ])
  })

  it('leaves a long list of models out before it grows too long', () => {
    const models = Array.from({ length: 1000 }, (_, index) => `model-${index}`)
    const formatted = formatAddLink(
      endpointFieldsSchema.parse({ name: 'x', spec: 'google', models }),
    )
    expect(formatted).toMatchObject({ ok: true, leftOut: ['models', 'model mapping'] })
  })
})
