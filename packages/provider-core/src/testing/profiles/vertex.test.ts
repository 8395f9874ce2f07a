import { generateKeyPairSync } from 'node:crypto'
import { GoogleGenAI } from '@google/genai'
import { OAuth2Client } from 'google-auth-library'
import { SignJWT, importPKCS8 } from 'jose'
import { beforeAll, expect, test } from 'vitest'
import { defaultReplyText } from '../dialects/compose-reply.ts'
import { createServiceAccount, type ServiceAccount } from '../network/service-account.ts'
import { startStrictUpstream, type StrictUpstream } from '../server/strict-upstream.ts'
import { sendRequest } from '../send-request.ts'

const tokenUri = 'https://oauth2.googleapis.com/token'
const grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const contents = [{ role: 'user', parts: [{ text: 'Hello' }] }]
const publishers = '/v1/projects/my-project/locations/europe-west4/publishers'
const gemini = `${publishers}/google/models/gemini-2.5-flash`
const claude = `${publishers}/anthropic/models/claude-sonnet-4-6`
const claudeBody = {
  anthropic_version: 'vertex-2023-10-16',
  max_tokens: 9,
  messages: [{ role: 'user', content: 'Hello' }],
}

let account: ServiceAccount
beforeAll(async () => {
  account = await createServiceAccount({ tokenUri, projectId: 'my-project' })
})

function start(options: { tokenLifetimeSeconds?: number } = {}): Promise<StrictUpstream> {
  const location = 'europe-west4'
  return startStrictUpstream({
    spec: 'google-vertex',
    location,
    serviceAccount: account,
    ...options,
  })
}

interface JwtChanges {
  claims?: Record<string, unknown>
  kid?: string
  key?: string
}

async function signAssertion({ claims, kid, key }: JwtChanges = {}): Promise<string> {
  const { json } = account
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    iss: json.client_email,
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    aud: tokenUri,
    iat: now,
    exp: now + 3600,
    ...claims,
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: kid ?? json.private_key_id })
    .sign(await importPKCS8(key ?? json.private_key, 'RS256'))
}

async function requestToken(upstream: StrictUpstream, changes?: JwtChanges) {
  const form = new URLSearchParams({ grant_type: grant, assertion: await signAssertion(changes) })
  return sendRequest(`${upstream.url}/token`, {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
}

async function fetchHeaders(upstream: StrictUpstream): Promise<Record<string, string>> {
  const { json } = await requestToken(upstream)
  const { access_token: token } = json as { access_token: string }
  return { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
}

test('a signed assertion buys a token, and the token opens Gemini', async () => {
  await using upstream = await start()
  const headers = await fetchHeaders(upstream)
  const whole = await sendRequest(`${upstream.url}${gemini}:generateContent`, {
    headers,
    body: { contents },
  })
  expect(whole.json).toMatchObject({ candidates: [{ finishReason: 'STOP' }] })
  const target = `${upstream.url}${gemini}:streamGenerateContent?alt=sse`
  const stream = await sendRequest(target, { headers, body: { contents } })
  expect(stream.text).toMatch(/^data: \{"candidates"/)
  expect(upstream.refusals).toEqual([])
})

test.each(['v1', 'v1beta1'])('the official SDK reads Gemini below %s', async (apiVersion) => {
  await using upstream = await start()
  const { json } = await requestToken(upstream)
  const authClient = new OAuth2Client()
  authClient.setCredentials({ ...(json as object), expiry_date: Date.now() + 3_600_000 })
  const client = new GoogleGenAI({
    vertexai: true,
    project: 'my-project',
    location: 'europe-west4',
    apiVersion,
    googleAuthOptions: { authClient },
    httpOptions: { baseUrl: upstream.url },
  })
  const stream = await client.models.generateContentStream({
    model: 'gemini-2.5-flash',
    contents: 'Hello',
  })
  let text = ''
  for await (const chunk of stream) text += chunk.text ?? ''
  expect(text).toBe(defaultReplyText('gemini-2.5-flash', 'Hello'))
  expect(upstream.refusals).toEqual([])
})

test('the token opens Claude, whole and streamed', async () => {
  await using upstream = await start()
  const headers = await fetchHeaders(upstream)
  const whole = await sendRequest(`${upstream.url}${claude}:rawPredict`, {
    headers,
    body: claudeBody,
  })
  expect(whole.json).toMatchObject({ type: 'message', stop_reason: 'end_turn' })
  const stream = await sendRequest(`${upstream.url}${claude}:streamRawPredict`, {
    headers,
    body: { ...claudeBody, stream: true },
  })
  expect(stream.text).toMatch(/^event: message_start\n/)
  expect(upstream.refusals).toEqual([])
})

test('lists the models of each publisher', async () => {
  await using upstream = await start()
  const headers = await fetchHeaders(upstream)
  const list = await sendRequest(`${upstream.url}/v1beta1/publishers/anthropic/models`, { headers })
  expect(list.json).toEqual({
    publisherModels: [
      {
        name: 'publishers/anthropic/models/claude-sonnet-4-6',
        versionId: 'default',
        launchStage: 'GA',
      },
    ],
  })
})

test('makes a service account of its own whose tokens come from itself', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google-vertex' })
  const { secrets, settings } = upstream.expectations
  expect(JSON.parse(secrets['googleCredentials'] ?? '')).toMatchObject({
    type: 'service_account',
    token_uri: `${upstream.url}/token`,
    project_id: settings['projectId'],
  })
})

const wrongAssertions: [string, () => JwtChanges, RegExp][] = [
  ['another issuer', () => ({ claims: { iss: 'me' } }), /JWT iss/],
  ['another scope', () => ({ claims: { scope: 'email' } }), /JWT scope/],
  ['another audience', () => ({ claims: { aud: 'https://x.test' } }), /JWT aud/],
  [
    'more than an hour',
    () => ({ claims: { exp: Math.floor(Date.now() / 1000) + 3700 } }),
    /within 3600/,
  ],
  ['an expired assertion', () => ({ claims: { exp: 1 } }), /has expired/],
  ['an old assertion', () => ({ claims: { iat: 1 } }), /iat is not about now/],
  ['another key id', () => ({ kid: 'other' }), /header kid/],
  ['another private key', () => ({ key: createKey() }), /Invalid JWT Signature/],
]

function createKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

test.each(wrongAssertions)('the token endpoint refuses %s', async (_name, change, message) => {
  await using upstream = await start()
  const answer = await requestToken(upstream, change())
  expect(answer).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  expect(upstream.refusals[0]?.message).toMatch(message)
})

test('refuses a token that was not issued here, and one that has run out', async () => {
  await using upstream = await start({ tokenLifetimeSeconds: 0 })
  const url = `${upstream.url}${gemini}:generateContent`
  const type = { 'content-type': 'application/json' }
  await sendRequest(url, {
    headers: { ...type, authorization: 'Bearer made-up' },
    body: { contents },
  })
  await sendRequest(url, { headers: await fetchHeaders(upstream), body: { contents } })
  const answer = await sendRequest(url, { headers: type, body: { contents } })
  expect(answer).toMatchObject({ status: 401, json: { error: { status: 'UNAUTHENTICATED' } } })
  expect(upstream.refusals.map(({ message }) => message)).toEqual([
    'the access token was not issued here',
    'the access token has expired',
    'expected `authorization: Bearer` with a token of the token endpoint',
  ])
})

const refused: [string, string, object, RegExp][] = [
  [
    'another project',
    `${gemini.replace('my-project', 'other')}:generateContent`,
    { contents },
    /projects\/my-project/,
  ],
  [
    'another location',
    `${gemini.replace('europe-west4', 'global')}:generateContent`,
    { contents },
    /locations\/europe-west4/,
  ],
  ['Claude below google', `${gemini}:rawPredict`, claudeBody, /no such path/],
  [
    'a stream without alt=sse',
    `${gemini}:streamGenerateContent`,
    { contents },
    /expected query `alt=sse`/,
  ],
  [
    'Claude with a model',
    `${claude}:rawPredict`,
    { ...claudeBody, model: 'x' },
    /Unrecognized key: "model"/,
  ],
  [
    'Claude streamed without stream',
    `${claude}:streamRawPredict`,
    claudeBody,
    /body.stream: expected true/,
  ],
  [
    'the version of Bedrock',
    `${claude}:rawPredict`,
    { ...claudeBody, anthropic_version: 'bedrock-2023-05-31' },
    /`vertex-2023-10-16`/,
  ],
]

test.each(refused)('refuses %s', async (_name, path, body, message) => {
  await using upstream = await start()
  const headers = await fetchHeaders(upstream)
  const answer = await sendRequest(upstream.url + path, { headers, body })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.json).toMatchObject({ error: { message: expect.stringMatching(message) } })
  expect(upstream.refusals).toHaveLength(1)
})
