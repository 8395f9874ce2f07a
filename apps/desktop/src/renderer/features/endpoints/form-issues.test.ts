import { describe, expect, test } from 'vitest'
import { findFormIssues, isAdvancedField, placeIssues, type FormContext } from './form-issues.ts'
import { createFormValues, type FormValues } from './form-values.ts'

const form = (changes: Partial<FormValues>): FormValues => ({ ...createFormValues(), ...changes })
const fresh: FormContext = { savedSecrets: [], takenNames: [] }
const fields = (values: FormValues, context = fresh) =>
  findFormIssues(values, context).map((issue) => issue.field)

describe('issues of the form', () => {
  test('an empty form lacks a name and a URL, both told at once', () => {
    expect(fields(createFormValues())).toEqual(['name', 'baseUrl'])
  })

  test('a whole form has none', () => {
    expect(fields(form({ name: 'Local', baseUrl: 'http://127.0.0.1:8000/v1' }))).toEqual([])
  })

  test('a taken name is told at the name, whatever its case', () => {
    const values = form({ name: 'local', baseUrl: 'http://127.0.0.1:8000/v1' })
    expect(fields(values, { savedSecrets: [], takenNames: ['Local'] })).toEqual(['name'])
  })

  test('missing fields of Bedrock come in the order of the form', () => {
    expect(fields(form({ name: 'Bedrock', spec: 'amazon-bedrock' }))).toEqual([
      'region',
      'secrets.accessKeyId',
      'secrets.secretAccessKey',
    ])
  })

  test('saved secrets are not asked for again, removed ones are', () => {
    const values = form({ name: 'Bedrock', spec: 'amazon-bedrock', region: 'eu-central-1' })
    const context = { savedSecrets: ['accessKeyId', 'secretAccessKey'], takenNames: [] }
    expect(findFormIssues(values, context)).toEqual([])
    values.secrets.secretAccessKey = { state: 'removed' }
    expect(fields(values, context)).toEqual(['secrets.secretAccessKey'])
  })

  test('what is asked for is what the chosen kind of credentials shows', () => {
    const values = form({
      name: 'Bedrock',
      spec: 'amazon-bedrock',
      region: 'eu-central-1',
      credentialKinds: { 'amazon-bedrock': 'api-key' },
    })
    const context = { savedSecrets: ['accessKeyId', 'secretAccessKey'], takenNames: [] }
    expect(fields(values, context)).toEqual(['secrets.apiKey'])
    values.secrets.apiKey = { state: 'set', value: 'k' }
    expect(fields(values, context)).toEqual([])
  })

  test('a key over plain http to another host needs consent', () => {
    const values = form({ name: 'Lan', baseUrl: 'http://gpu.lan/v1' })
    values.secrets.apiKey = { state: 'set', value: 'k' }
    expect(findFormIssues(values, fresh)).toMatchObject([{ field: 'baseUrl', code: 'plain-http' }])
    expect(fields({ ...values, allowPlainHttp: true })).toEqual([])
  })

  test('what the host says about a header is placed at its row', () => {
    const values = form({
      headers: [
        { name: 'a', value: '1' },
        { name: 'Host', value: 'x' },
      ],
    })
    const issues = [
      { field: 'headers.Host', message: 'one' },
      { field: 'secrets.apiKey', message: 'two' },
      { field: 'modelMapping.x', message: 'three' },
      { field: 'somethingNew', message: 'four' },
    ]
    expect(placeIssues(issues, values).map((issue) => issue.field)).toEqual([
      'secrets.apiKey',
      'mappingText',
      'headers.1.name',
      'root',
    ])
  })

  test('fields under Advanced are known as such', () => {
    expect(['headers.0.value', 'timeouts.idleMs', 'baseUrl'].map(isAdvancedField)).toEqual([
      true,
      true,
      false,
    ])
  })
})

describe('issues under Advanced', () => {
  const base = { name: 'Mine', baseUrl: 'https://llm.example/v1' }

  test('what an own way to authenticate lacks is told at its fields', () => {
    const values = form(base)
    values.auth = { ...values.auth, scheme: 'header' }
    expect(fields(values)).toEqual(['secrets.apiKey', 'auth.headerName'])
    values.auth = { ...values.auth, scheme: 'command' }
    expect(fields(values)).toEqual(['auth.program'])
    values.auth = { ...values.auth, program: 'p', args: ['ok', 'token=abcdefgh1234'] }
    expect(fields(values)).toEqual(['auth.args.1'])
  })

  test('those of proxy, TLS and their secrets stand in the order of the form', () => {
    const values = form(base)
    values.proxy = { ...values.proxy, url: 'ftp://proxy' }
    values.tls = { ...values.tls, ca: 'corp.pem', serverName: 'a b' }
    values.secrets.clientKey = { state: 'set', value: 'no pem' }
    const found = fields(values)
    expect(found).toEqual([
      'proxy.url',
      'tls.ca',
      'tls.clientCert',
      'tls.serverName',
      'secrets.clientKey',
    ])
    expect(found.every(isAdvancedField)).toBe(true)
    expect(isAdvancedField('secrets.apiKey')).toBe(false)
  })
})
