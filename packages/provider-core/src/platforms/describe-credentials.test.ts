import { expect, test } from 'vitest'
import { endpointSchema, type Endpoint } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import { getSpec } from '../specs/registry.ts'
import { describeCredentials } from './describe-credentials.ts'
import { createPlatforms } from './registry.ts'

const now = (): Date => new Date(0)
const platforms = createPlatforms({ now })

function describeOf(fields: Partial<Endpoint> & Pick<Endpoint, 'spec'>, secrets: SecretValues) {
  const endpoint = endpointSchema.parse({
    id: 'e1',
    name: 'Mine',
    createdAt: '',
    updatedAt: '',
    ...fields,
  })
  return describeCredentials({ endpoint, secrets }, platforms[getSpec(fields.spec).platform], {
    now,
  })
}

test('a key is from the vault once it is saved, as typed before', () => {
  const spec = 'openai-chat-completions'
  expect(describeOf({ spec }, {})).toMatchObject({ source: 'none' })
  expect(describeOf({ spec }, { apiKey: 'k' })).toMatchObject({
    source: 'typed',
    expiry: 'fixed',
    detail: 'API key as typed.',
  })
  expect(describeOf({ spec, savedSecrets: ['apiKey'] }, { apiKey: 'k' })).toMatchObject({
    source: 'vault',
    detail: 'API key from the vault.',
  })
})

test('a session token ends at a time that nobody tells', () => {
  const keys = { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't' }
  expect(describeOf({ spec: 'amazon-bedrock' }, keys)).toEqual({
    source: 'typed',
    kind: 'access-keys',
    expiry: 'unknown',
    detail: 'Access keys as typed; the session token does not say when it ends.',
  })
})

test('an own auth header goes before all', () => {
  const own = { headers: { Authorization: 'Bearer x' } }
  const told = describeOf({ spec: 'azure', ...own }, { apiKey: 'k' })
  expect(told).toMatchObject({ source: 'own-header', detail: 'Your own header Authorization.' })
  expect(describeOf({ spec: 'azure' }, { 'header:api-key': 'k' })).toMatchObject({
    source: 'own-header',
  })
})

test('credentials that cannot be read do not break it', () => {
  expect(describeOf({ spec: 'google-vertex' }, { googleCredentials: 'x' }).source).toBe('typed')
  const wrong = { spec: 'azure', credentialKind: 'entra-client', authority: '::' } as const
  expect(describeOf(wrong, { clientSecret: 's' }).source).toBe('typed')
  expect(describeOf({ spec: 'azure', credentialKind: 'nonsense' }, {}).source).toBe('none')
})
