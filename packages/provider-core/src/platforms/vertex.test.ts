import { importSPKI, jwtVerify } from 'jose'
import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { ProviderError } from '../errors/provider-error.ts'
import { endpointSchema } from '../model/endpoint.ts'
import type { SecretValues } from '../model/secret.ts'
import type { SendRequest, SendResponse } from '../transport/send.ts'
import { describeCredentials } from './describe-credentials.ts'
import type { AuthContext, Platform, UnsignedRequest } from './platform.ts'
import { createVertex } from './vertex.ts'

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})
const account = {
  type: 'service_account',
  private_key: pair.privateKey,
  private_key_id: 'kid-1',
  client_email: 'sa@p1.iam.gserviceaccount.com',
  token_uri: 'http://127.0.0.1:9/token',
}
const endpoint = endpointSchema.parse({
  id: 'e1',
  name: 'Vertex',
  spec: 'google-vertex',
  projectId: 'p1',
  location: 'global',
  createdAt: '',
  updatedAt: '',
})
const request: UnsignedRequest = {
  method: 'POST',
  url: new URL('https://aiplatform.googleapis.com/x'),
  headers: { 'content-type': 'application/json', 'anthropic-version': '2023-06-01' },
  body: new Uint8Array(),
}

let clock: number
let sent: SendRequest[]
let secrets: string[]
let answer: (index: number, signal: AbortSignal) => Promise<SendResponse>
let vertex: Platform

beforeEach(() => {
  clock = Date.parse('2026-11-21T12:00:00Z')
  sent = []
  secrets = []
  answer = (index) =>
    Promise.resolve(json(200, { access_token: `token-${index}`, expires_in: 3600 }))
  vertex = createVertex({ now: () => new Date(clock) })
})

function json(status: number, body: unknown): SendResponse {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: chunks(JSON.stringify(body)),
  }
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text))
}

function context(
  values: SecretValues = { googleCredentials: JSON.stringify(account) },
  signal?: AbortSignal,
): AuthContext {
  return {
    resolved: { endpoint, secrets: values },
    dialect: 'google-generate',
    send: (tokenRequest) => {
      sent.push(tokenRequest)
      return answer(sent.length, tokenRequest.signal)
    },
    now: () => new Date(clock),
    signal: signal ?? new AbortController().signal,
    onSecret: (value) => secrets.push(value),
  }
}

async function bearer(auth = context()): Promise<string | undefined> {
  return (await vertex.authorize(request, auth)).headers['authorization']
}

describe('the token request', () => {
  test('is an assertion that verifies with the public key', async () => {
    expect(await bearer()).toBe('Bearer token-1')
    const [tokenRequest] = sent
    expect(tokenRequest?.url.href).toBe(account.token_uri)
    expect(tokenRequest?.headers).toEqual({
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
    })
    const form = new URLSearchParams(new TextDecoder().decode(tokenRequest?.body))
    expect(form.get('grant_type')).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const { payload, protectedHeader } = await jwtVerify(
      form.get('assertion') ?? '',
      await importSPKI(pair.publicKey, 'RS256'),
      { currentDate: new Date(clock), audience: account.token_uri, issuer: account.client_email },
    )
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'kid-1' })
    expect(payload).toMatchObject({
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      iat: clock / 1000,
      exp: clock / 1000 + 3600,
    })
  })

  test('tells the redactor of the key, the assertion and the token', async () => {
    await bearer()
    expect(secrets).toContain('token-1')
    expect(secrets.some((value) => value.split('.').length === 3)).toBe(true)
    expect(secrets.some((value) => value.includes('PRIVATE KEY'))).toBe(true)
  })

  test("a refusal carries Google's words and no key", async () => {
    answer = () =>
      Promise.resolve(
        json(400, { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' }),
      )
    const error: unknown = await bearer().catch((reason: unknown) => reason)
    expect(error).toMatchObject({ code: 'credentials', status: 400, retryable: false })
    expect(String(error)).toContain('invalid_grant: Invalid JWT Signature.')
    answer = () => Promise.resolve(json(503, {}))
    await expect(bearer()).rejects.toMatchObject({ code: 'upstream', retryable: true })
  })

  test.each([
    [{ ...account, token_uri: 'https://evil.example/token' }, /token_uri/],
    [{ ...account, type: 'authorized_user' }, /authorized_user/],
    [
      { ...account, private_key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----' },
      /RSA key/,
    ],
  ])('credentials that cannot be used send nothing (%#)', async (file, words) => {
    const refused = bearer(context({ googleCredentials: JSON.stringify(file) }))
    await expect(refused).rejects.toMatchObject({
      code: 'credentials',
      message: expect.stringMatching(words),
    })
    expect(sent).toEqual([])
  })
})

describe('the token', () => {
  test('is kept until five minutes before its end', async () => {
    await bearer()
    clock += (3600 - 301) * 1000
    expect(await bearer()).toBe('Bearer token-1')
    clock += 2000
    expect(await bearer()).toBe('Bearer token-2')
  })

  test('is fetched once for callers who ask at the same time', async () => {
    expect(await Promise.all([bearer(), bearer(), bearer()])).toEqual(
      Array(3).fill('Bearer token-1'),
    )
    expect(sent).toHaveLength(1)
  })

  test('belongs to its credentials', async () => {
    await bearer()
    const other = JSON.stringify({ ...account, client_email: 'other@p1.iam.gserviceaccount.com' })
    expect(await bearer(context({ googleCredentials: other }))).toBe('Bearer token-2')
  })

  test('is fetched anew after a 401, and after a failure', async () => {
    await bearer()
    vertex.forgetCredentials?.(context().resolved)
    expect(await bearer()).toBe('Bearer token-2')
    vertex.forgetCredentials?.(context().resolved)
    const good = answer
    answer = () => Promise.reject(new ProviderError({ code: 'connection', message: 'down' }))
    await expect(bearer()).rejects.toMatchObject({ code: 'connection' })
    answer = good
    expect(await bearer()).toBe('Bearer token-4')
  })

  test('a caller who leaves does not stop the fetch for another; the last one does', async () => {
    const gate = Promise.withResolvers<SendResponse>()
    answer = () => gate.promise
    const first = new AbortController()
    const second = new AbortController()
    const leaving = bearer(context(undefined, first.signal))
    const staying = bearer(context(undefined, second.signal))
    first.abort()
    await expect(leaving).rejects.toMatchObject({ code: 'aborted' })
    expect(sent[0]?.signal.aborted).toBe(false)
    second.abort()
    await expect(staying).rejects.toMatchObject({ code: 'aborted' })
    expect(sent[0]?.signal.aborted).toBe(true)
  })
})

describe('application default credentials', () => {
  const adc = (): AuthContext => {
    const auth = context({})
    const own = { ...endpoint, credentialKind: 'adc' }
    return { ...auth, resolved: { endpoint: own, secrets: {} } }
  }

  test('give a token that is kept until shortly before its end', async () => {
    let loads = 0
    vertex = createVertex({
      now: () => new Date(clock),
      loadGoogleToken: () => {
        loads += 1
        return Promise.resolve({ token: `adc-${loads}`, expiresAt: new Date(clock + 3_600_000) })
      },
    })
    expect(
      describeCredentials(adc().resolved, vertex, { now: () => new Date(clock) }),
    ).toMatchObject({
      source: 'google-adc',
      expiry: 'unread',
    })
    expect(await bearer(adc())).toBe('Bearer adc-1')
    expect(
      describeCredentials(adc().resolved, vertex, { now: () => new Date(clock) }),
    ).toMatchObject({
      expiry: 'known',
      expiresAt: '2026-11-21T13:00:00.000Z',
    })
    clock += (3600 - 301) * 1000
    expect(await bearer(adc())).toBe('Bearer adc-1')
    clock += 2000
    expect(await bearer(adc())).toBe('Bearer adc-2')
    vertex.forgetCredentials?.(adc().resolved)
    expect(await bearer(adc())).toBe('Bearer adc-3')
    expect(secrets).toContain('adc-3')
    expect(sent).toEqual([])
  })

  test('are told of in words when they cannot be read', async () => {
    await expect(bearer(adc())).rejects.toMatchObject({ code: 'credentials' })
    vertex = createVertex({
      now: () => new Date(clock),
      loadGoogleToken: () => Promise.reject(new Error('Could not load the default credentials.')),
    })
    await expect(bearer(adc())).rejects.toMatchObject({
      code: 'credentials',
      message: expect.stringContaining('Could not load the default credentials.'),
    })
  })
})

describe('an express key', () => {
  const express = (values: SecretValues): AuthContext => {
    const own = { ...endpoint, credentialKind: 'express-key' }
    return { ...context(values), resolved: { endpoint: own, secrets: values } }
  }

  test("goes in Google's key header; without one it is asked for", async () => {
    const { headers } = await vertex.authorize(request, express({ apiKey: ' express ' }))
    expect(headers).toMatchObject({ 'x-goog-api-key': 'express' })
    expect(headers).not.toHaveProperty('authorization')
    await expect(vertex.authorize(request, express({}))).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringContaining('API key'),
    })
  })
})

describe('other credentials', () => {
  test("a user's own Authorization is left alone", async () => {
    const own = { ...request, headers: { authorization: 'Bearer gcloud' } }
    expect((await vertex.authorize(own, context())).headers).toEqual({
      authorization: 'Bearer gcloud',
    })
    expect(sent).toEqual([])
  })

  test('missing credentials are named', async () => {
    await expect(bearer(context({}))).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringContaining('Google credentials'),
    })
  })
})
