import { beforeEach, describe, expect, test } from 'vitest'
import { endpointSchema, type EndpointFields } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import type { SendRequest, SendResponse } from '../transport/send.ts'
import { createAzure } from './azure.ts'
import { describeCredentials } from './describe-credentials.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'

const v1 = 'https://res.openai.azure.com/openai/v1/chat/completions'
const dated =
  'https://res.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21'
const claude = 'https://res.services.ai.azure.com/anthropic/v1/messages'
const application = {
  credentialKind: 'entra-client',
  tenantId: 'contoso.example',
  clientId: 'app-1',
}
const clientSecret = 'entra~secret value'

let clock: number
let sent: SendRequest[]
let secrets: string[]
let answer: (index: number) => Promise<SendResponse>
let azure: Platform

beforeEach(() => {
  clock = Date.parse('2026-11-21T12:00:00Z')
  sent = []
  secrets = []
  answer = (index) =>
    Promise.resolve(json(200, { access_token: `token-${index}`, expires_in: '3599' }))
  azure = createAzure({ now: () => new Date(clock) })
})

function json(status: number, body: unknown): SendResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: chunks(body) }
}

async function* chunks(body: unknown): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(JSON.stringify(body)))
}

function context(
  fields: Partial<EndpointFields> = application,
  values: SecretValues = { clientSecret },
  savedSecrets: string[] = [],
): AuthContext {
  const endpoint = endpointSchema.parse({
    id: 'e1',
    name: 'Sweden',
    spec: 'azure',
    resourceName: 'res',
    savedSecrets,
    createdAt: '',
    updatedAt: '',
    ...fields,
  })
  return {
    resolved: { endpoint, secrets: values },
    dialect: 'openai-chat',
    send: (request) => {
      sent.push(request)
      return answer(sent.length)
    },
    now: () => new Date(clock),
    signal: new AbortController().signal,
    onSecret: (value) => secrets.push(value),
  }
}

async function headersOf(url: string, auth = context()): Promise<Record<string, string>> {
  const request: UnsignedRequest = {
    method: 'POST',
    url: new URL(url),
    headers: {},
    body: undefined,
  }
  return (await azure.authorize(request, auth)).headers
}

const formOf = (index: number): URLSearchParams =>
  new URLSearchParams(new TextDecoder().decode(sent[index]?.body))

describe('an Entra application', () => {
  test('asks the public sign-in host for a token, and sends it as Bearer', async () => {
    expect(await headersOf(v1)).toEqual({ authorization: 'Bearer token-1' })
    expect(sent[0]?.url.href).toBe(
      'https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token',
    )
    expect(Object.fromEntries(formOf(0))).toEqual({
      grant_type: 'client_credentials',
      client_id: 'app-1',
      client_secret: clientSecret,
      scope: 'https://ai.azure.com/.default',
    })
    expect(sent[0]?.carriesSecret).toBe(true)
    expect(secrets).toContain(clientSecret)
    expect(secrets).toContain('token-1')
  })

  test.each([
    [dated, 'https://cognitiveservices.azure.com/.default'],
    [claude, 'https://ai.azure.com/.default'],
    ['https://gw.example/team/openai/responses', 'https://cognitiveservices.azure.com/.default'],
  ])('the scope follows from what is called: %s', async (url, scope) => {
    await headersOf(url)
    expect(formOf(0).get('scope')).toBe(scope)
  })

  test('another cloud has its own host and scope', async () => {
    const tokenScope = 'https://cognitiveservices.azure.us/.default'
    const us = { ...application, authority: 'https://login.microsoftonline.us/', tokenScope }
    await headersOf(v1, context(us))
    expect(sent[0]?.url.href).toBe(
      'https://login.microsoftonline.us/contoso.example/oauth2/v2.0/token',
    )
    expect(formOf(0).get('scope')).toBe(tokenScope)
  })

  test('its token is kept until five minutes before its end, one for each scope', async () => {
    await headersOf(v1)
    clock += (3599 - 301) * 1000
    expect(await headersOf(v1)).toEqual({ authorization: 'Bearer token-1' })
    expect(await headersOf(dated)).toEqual({ authorization: 'Bearer token-2' })
    clock += 2000
    expect(await headersOf(v1)).toEqual({ authorization: 'Bearer token-3' })
  })

  test('is fetched once for callers at the same time, and anew after a 401 or for another secret', async () => {
    await Promise.all([headersOf(v1), headersOf(v1)])
    expect(sent).toHaveLength(1)
    azure.forgetCredentials?.(context().resolved)
    expect(await headersOf(v1)).toEqual({ authorization: 'Bearer token-2' })
    const other = context(application, { clientSecret: 'other' })
    expect(await headersOf(v1, other)).toEqual({ authorization: 'Bearer token-3' })
  })

  test("a refusal carries Entra's words and no secret", async () => {
    answer = () =>
      Promise.resolve(
        json(401, { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid secret.' }),
      )
    const refused: unknown = await headersOf(v1).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'credentials', status: 401 })
    expect(String(refused)).toContain('AADSTS7000215')
    expect(String(refused)).not.toContain(clientSecret)
    answer = () => Promise.resolve(json(503, {}))
    await expect(headersOf(v1)).rejects.toMatchObject({ code: 'upstream', retryable: true })
  })

  test.each<[Partial<EndpointFields>, SecretValues, RegExp]>([
    [{ credentialKind: 'entra-client' }, { clientSecret }, /no tenant ID and no client ID/],
    [application, {}, /no client secret/],
    [{ ...application, authority: 'http://evil.example' }, { clientSecret }, /sign-in host/],
    [{ ...application, tenantId: 'a/b' }, { clientSecret }, /tenant ID/],
  ])(
    'what is missing or wrong is named, and nothing is sent (%#)',
    async (fields, values, words) => {
      await expect(headersOf(v1, context(fields, values))).rejects.toThrow(words)
      expect(sent).toEqual([])
    },
  )

  test('says where its token comes from and when it ends', async () => {
    const auth = context(application, { clientSecret }, ['clientSecret'])
    expect(describeCredentials(auth.resolved, azure, { now: () => new Date(clock) })).toMatchObject(
      {
        source: 'vault',
        kind: 'entra-client',
        tokenHost: 'login.microsoftonline.com',
        expiry: 'unread',
      },
    )
    await headersOf(dated, auth)
    const told = describeCredentials(auth.resolved, azure, { now: () => new Date(clock) })
    expect(told).toMatchObject({ expiry: 'known', expiresAt: '2026-11-21T12:59:59.000Z' })
    expect(JSON.stringify(told)).not.toContain(clientSecret)
  })
})

describe('the other kinds', () => {
  test('a static token goes out as it is; a key by the header of its format', async () => {
    const bearer = context({ credentialKind: 'bearer-token' }, { bearerToken: ' eyJ ' })
    expect(await headersOf(v1, bearer)).toEqual({ authorization: 'Bearer eyJ' })
    expect(describeCredentials(bearer.resolved, azure, { now: () => new Date(clock) }).expiry).toBe(
      'unknown',
    )
    const key = context({}, { apiKey: 'k' })
    expect(await headersOf(v1, key)).toEqual({ 'api-key': 'k' })
    expect(await headersOf(claude, { ...key, dialect: 'anthropic-messages' })).toEqual({
      'x-api-key': 'k',
    })
  })

  test('the chosen kind decides, even where another has its secret', async () => {
    const both = { apiKey: 'k', bearerToken: 'eyJ' }
    expect(await headersOf(v1, context({ credentialKind: 'bearer-token' }, both))).toEqual({
      authorization: 'Bearer eyJ',
    })
    expect(await headersOf(v1, context({}, both))).toEqual({ 'api-key': 'k' })
    await expect(
      headersOf(v1, context({ credentialKind: 'bearer-token' }, { apiKey: 'k' })),
    ).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringContaining('access token'),
    })
  })

  test("a user's own auth header is left alone", async () => {
    const request: UnsignedRequest = {
      method: 'POST',
      url: new URL(v1),
      headers: { authorization: 'Bearer mine' },
      body: undefined,
    }
    expect((await azure.authorize(request, context())).headers).toEqual(request.headers)
    expect(sent).toEqual([])
  })
})
