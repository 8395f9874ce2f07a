import { describe, expect, test } from 'vitest'
import { validateDraft, type DraftContext } from './validate-draft.ts'
import { specs } from './registry.ts'

type Draft = Parameters<typeof validateDraft>[0]

function issues(
  draft: Partial<Draft> & Pick<Draft, 'spec'>,
  context: Partial<DraftContext> = {},
): string[] {
  return validateDraft({ name: 'Mine', ...draft }, { secrets: {}, ...context }).map(
    (issue) => `${issue.field}: ${issue.message}`,
  )
}

const vllm = { spec: 'openai-chat-completions', baseUrl: 'https://gpu.corp.example/v1' } as const
const azure = { spec: 'azure', resourceName: 'res' } as const
const bedrock = { spec: 'amazon-bedrock', region: 'eu-west-1' } as const
const vertex = { spec: 'google-vertex', projectId: 'p', location: 'global' } as const

describe('validateDraft', () => {
  test('a whole draft has no issues', () => {
    expect(issues(vllm)).toEqual([])
    expect(issues(azure, { secrets: { apiKey: true } })).toEqual([])
    expect(issues(bedrock, { secrets: { apiKey: true } })).toEqual([])
    expect(issues(bedrock, { secrets: { accessKeyId: true, secretAccessKey: 'x' } })).toEqual([])
    expect(issues(vertex, { secrets: { googleCredentials: true } })).toEqual([])
  })

  test('a field or secret of an environment variable counts as there, and is not judged yet', () => {
    const key = { secrets: { apiKey: 'MY_KEY' } }
    expect(issues({ spec: vllm.spec, environment: { fields: { baseUrl: 'MY_BASE' } } })).toEqual([])
    expect(issues({ ...azure, environment: key })).toEqual([])
    const resource = { fields: { resourceName: 'R' }, ...key }
    expect(issues({ spec: 'azure', environment: resource })).toEqual([])
    const region = { fields: { region: 'R' }, secrets: { accessKeyId: 'A', secretAccessKey: 'B' } }
    expect(issues({ spec: 'amazon-bedrock', environment: region })).toEqual([])
    const project = { fields: { projectId: 'P' }, secrets: { googleCredentials: 'G' } }
    expect(issues({ ...vertex, projectId: undefined, environment: project })).toEqual([])
    const entra = { fields: { tenantId: 'T', clientId: 'C' }, secrets: { clientSecret: 'S' } }
    expect(issues({ ...azure, environment: entra })).toEqual([])
  })

  test('a key of a variable is not sent over http to another machine without consent either', () => {
    const environment = { secrets: { apiKey: 'MY_KEY' } }
    expect(issues({ ...vllm, baseUrl: 'http://far.example/v1', environment })).toEqual([
      expect.stringMatching(/^baseUrl: Over http/),
    ])
  })

  test.each(specs.map((spec) => spec.id))('%s: an empty draft names what is missing', (spec) => {
    expect(issues({ spec }).length).toBeGreaterThan(0)
  })

  test('shape first: name, header and mapping faults carry their path', () => {
    expect(issues({ ...vllm, name: ' ' })).toEqual(['name: Give it a name.'])
    expect(issues({ ...vllm, modelMapping: { a: ' ' } })).toEqual([
      'modelMapping.a: Name the id that the endpoint expects.',
    ])
  })

  test('a taken name is refused whatever its case', () => {
    expect(
      validateDraft({ name: 'vllm ', ...vllm }, { secrets: {}, takenNames: ['VLLM'] }),
    ).toMatchObject([{ field: 'name', code: 'name-taken' }])
  })

  test('region and project missing', () => {
    expect(issues({ spec: 'amazon-bedrock' }, { secrets: { apiKey: true } })).toEqual([
      'region: Choose the AWS region, such as eu-central-1.',
    ])
    expect(
      issues(
        { spec: 'google-vertex', location: 'global' },
        { secrets: { googleCredentials: true } },
      ),
    ).toEqual([expect.stringMatching(/^projectId: Type the project ID/)])
  })

  test('credentials missing', () => {
    expect(issues(azure)).toEqual([
      'secrets.apiKey: Type the API key, or choose Entra application or bearer token.',
    ])
    expect(issues(bedrock)).toEqual([
      'secrets.accessKeyId: Type the access key ID, or choose API key, named profile or default chain.',
      'secrets.secretAccessKey: Type the secret access key, or choose API key, named profile or default chain.',
    ])
    expect(issues(bedrock, { secrets: { accessKeyId: true } })).toEqual([
      'secrets.secretAccessKey: Type the secret access key.',
    ])
    expect(issues(vertex)).toEqual([
      'secrets.googleCredentials: Paste the Google credentials, or choose default credentials or express key.',
    ])
  })

  test('an auth header of the user takes the place of credentials', () => {
    expect(issues({ ...azure, headers: { Authorization: 'Bearer entra' } })).toEqual([])
    expect(issues(vertex, { secrets: { 'header:Authorization': true } })).toEqual([])
  })

  test('values that cannot be right are named, never repeated', () => {
    expect(issues(vllm, { secrets: { apiKey: 'sk CANARY' } })).toEqual([
      'secrets.apiKey: A key has no spaces or line breaks in it. Paste it again.',
    ])
    expect(issues(vllm, { secrets: { apiKey: 'sk-CANARY…' } })).toEqual([
      expect.stringMatching(/plain characters/),
    ])
    expect(
      issues(vertex, { secrets: { googleCredentials: '{"type":"authorized_user"}' } }),
    ).toEqual([expect.stringMatching(/^secrets.googleCredentials: .*authorized_user/)])
  })

  test('plain http to a foreign host needs consent, but only with a key', () => {
    const plain = { ...vllm, baseUrl: 'http://gpu.corp.example/v1' }
    const secrets = { apiKey: true } as const
    expect(validateDraft({ name: 'x', ...plain }, { secrets })).toMatchObject([
      { field: 'baseUrl', code: 'plain-http' },
    ])
    expect(issues({ ...plain, headers: { 'x-api-key': 'k' } })).toHaveLength(1)
    expect(issues(plain)).toEqual([])
    expect(issues({ ...plain, allowPlainHttp: true }, { secrets })).toEqual([])
    expect(issues({ ...plain, baseUrl: 'http://localhost:8000/v1' }, { secrets })).toEqual([])
  })

  test('headers of the connection and headers twice are refused', () => {
    expect(issues({ ...vllm, headers: { Host: 'x', 'X-A': '1', 'x-a': '2' } })).toEqual([
      'headers.Host: The header Host is set by the connection itself. Take it out.',
      'headers.x-a: The header x-a is there twice. Keep one.',
    ])
    expect(issues(vllm, { secrets: { 'header:Content-Length': true } })).toHaveLength(1)
  })

  test('names and values that no header can have are refused in words', () => {
    const headers = { 'x y': '1', 'x-ok': 'é' }
    expect(issues({ ...vllm, headers })).toEqual([
      'headers.x y: A header name has letters, digits and - only.',
    ])
    expect(issues({ ...vllm, headers: { 'x-ok': 'é', 'x-a': '✓' } })).toEqual([
      'headers.x-a: A header value has characters of Latin 1 only.',
    ])
    expect(issues({ ...vllm, anthropicVersion: '2023-06-01\nx' })).toEqual([
      'anthropicVersion: A version is one word, such as 2023-06-01.',
    ])
  })
})
