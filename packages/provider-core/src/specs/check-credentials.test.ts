import { describe, expect, test } from 'vitest'
import type { EndpointFields } from '../model/endpoint.ts'
import type { SpecId } from '../model/spec.ts'
import { checkCredentials } from './check-credentials.ts'
import { completeFields } from './describe-address.ts'
import { getSpec } from './registry.ts'
import { resolveCredentialKind, type SecretPresence } from './resolve-credential-kind.ts'

function kindOf(
  spec: SpecId,
  fields: Partial<EndpointFields>,
  secrets: SecretPresence = {},
): string | undefined {
  return resolveCredentialKind(completeFields({ spec, ...fields }), secrets)?.id
}

function issues(
  spec: SpecId,
  fields: Partial<EndpointFields>,
  secrets: SecretPresence = {},
): string[] {
  return checkCredentials(completeFields({ spec, ...fields }), secrets).map(
    ({ field, message }) => `${field}: ${message}`,
  )
}

describe('the credential kind', () => {
  test.each<[SpecId, Partial<EndpointFields>, SecretPresence, string]>([
    ['amazon-bedrock', {}, {}, 'access-keys'],
    ['amazon-bedrock', {}, { apiKey: true }, 'api-key'],
    ['amazon-bedrock', {}, { accessKeyId: 'A', secretAccessKey: 's', apiKey: 'k' }, 'access-keys'],
    ['amazon-bedrock', {}, { secretAccessKey: 's' }, 'access-keys'],
    ['amazon-bedrock', { profile: 'work' }, {}, 'profile'],
    ['amazon-bedrock', { profile: 'work' }, { apiKey: 'k' }, 'api-key'],
    ['azure', {}, { clientSecret: 's' }, 'entra-client'],
    ['azure', { tenantId: 't', clientId: 'c' }, { clientSecret: 's', apiKey: 'k' }, 'api-key'],
    ['azure', {}, { bearerToken: true }, 'bearer-token'],
    ['google-vertex', {}, { apiKey: 'k' }, 'service-account'],
    ['openai-chat-completions', { credentialKind: 'left-over' }, {}, 'api-key'],
  ])('%s %j with %j is %s', (spec, fields, secrets, kind) => {
    expect(kindOf(spec, fields, secrets)).toBe(kind)
  })

  test.each<SpecId>(['azure', 'amazon-bedrock', 'google-vertex'])(
    '%s: every kind holds when it is named, and a name that is none is an issue',
    (spec) => {
      const every = { apiKey: 'k', accessKeyId: 'A', secretAccessKey: 's' }
      for (const { id } of getSpec(spec).credentials) {
        expect(kindOf(spec, { credentialKind: id }, every)).toBe(id)
      }
      expect(kindOf(spec, { credentialKind: 'nonsense' }, every)).toBeUndefined()
      expect(issues(spec, { credentialKind: 'nonsense' }, every)).toEqual([
        expect.stringMatching(/^credentialKind: Choose how to authenticate: /),
      ])
    },
  )

  test("kinds that use this machine's own are never taken unasked", () => {
    for (const secrets of [{}, { apiKey: true }, { accessKeyId: true }] as const) {
      expect(kindOf('amazon-bedrock', {}, secrets)).not.toBe('default-chain')
      expect(kindOf('google-vertex', {}, secrets)).not.toBe('adc')
    }
  })
})

describe('what is missing or cannot be right', () => {
  test('is named for the chosen kind alone', () => {
    const profile = { credentialKind: 'profile' }
    expect(issues('amazon-bedrock', profile)).toEqual(['profile: Type the profile.'])
    expect(issues('amazon-bedrock', { ...profile, profile: 'work' })).toEqual([])
    expect(issues('amazon-bedrock', { credentialKind: 'default-chain' })).toEqual([])
    expect(issues('amazon-bedrock', { credentialKind: 'api-key' }, { accessKeyId: 'A' })).toEqual([
      'secrets.apiKey: Type the API key.',
    ])
    expect(issues('google-vertex', { credentialKind: 'adc' })).toEqual([])
    expect(issues('google-vertex', { credentialKind: 'express-key' })).toEqual([
      'secrets.apiKey: Type the API key.',
    ])
    expect(issues('azure', { credentialKind: 'entra-client' })).toEqual([
      'tenantId: Type the tenant ID.',
      'clientId: Type the client ID.',
      'secrets.clientSecret: Type the client secret.',
    ])
  })

  test('a temporary access key needs its session token', () => {
    const keys = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 's' }
    expect(issues('amazon-bedrock', {}, keys)).toEqual([
      expect.stringMatching(/^secrets.sessionToken: .*ASIA/),
    ])
    expect(issues('amazon-bedrock', {}, { ...keys, sessionToken: true })).toEqual([])
    expect(issues('amazon-bedrock', {}, { ...keys, accessKeyId: 'AKIAEXAMPLE' })).toEqual([])
  })

  test.each<[Partial<EndpointFields>, string]>([
    [{ tenantId: 'https://contoso' }, 'tenantId'],
    [{ clientId: 'my app' }, 'clientId'],
    [{ authority: 'login.microsoftonline.us' }, 'authority'],
    [{ authority: 'http://login.example' }, 'authority'],
    [{ authority: 'https://user:pass@login.example' }, 'authority'],
    [{ tokenScope: 'a b' }, 'tokenScope'],
  ])('of an Entra application: %j', (fields, field) => {
    const whole = { tenantId: 'contoso.example', clientId: 'app-1' }
    const secrets = { clientSecret: 's' }
    expect(issues('azure', whole, secrets)).toEqual([])
    expect(issues('azure', { ...whole, authority: 'http://127.0.0.1:9' }, secrets)).toEqual([])
    const found = issues('azure', { ...whole, ...fields }, secrets)
    expect(found).toEqual([expect.stringMatching(new RegExp(`^${field}: `))])
    expect(found.join()).not.toContain('pass@')
  })
})
