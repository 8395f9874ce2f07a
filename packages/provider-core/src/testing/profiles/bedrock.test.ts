import { Sha256 } from '@aws-crypto/sha256-js'
import {
  BedrockRuntimeClient,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { HttpRequest } from '@smithy/protocol-http'
import { SignatureV4 } from '@smithy/signature-v4'
import { expect, test } from 'vitest'
import { defaultReasoning, defaultReplyText } from '../dialects/compose-reply.ts'
import type { BedrockOptions } from '../server/options.ts'
import { startStrictUpstream, type StrictUpstream } from '../server/strict-upstream.ts'
import { sendRequest } from '../send-request.ts'

const modelId = 'anthropic.claude-sonnet-4-6-v1:0'
const profileArn = 'arn:aws:bedrock:eu-central-1:123456789012:application-inference-profile/abc123'
const credentials = {
  accessKeyId: 'AKIATEST',
  secretAccessKey: 'secret-of-the-test',
  sessionToken: 'session-token-of-the-test',
}
const region = 'eu-central-1'
const messages = [{ role: 'user' as const, content: [{ text: 'Hello' }] }]
const claudeBody = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 9,
  messages: [{ role: 'user', content: 'Hello' }],
}

function start(options: Partial<BedrockOptions> = {}): Promise<StrictUpstream> {
  return startStrictUpstream({ spec: 'amazon-bedrock', region, credentials, ...options })
}

function createClient(endpoint: string, other: object = {}): BedrockRuntimeClient {
  const requestHandler = new NodeHttpHandler()
  return new BedrockRuntimeClient({
    endpoint,
    region,
    credentials,
    requestHandler,
    maxAttempts: 1,
    ...other,
  })
}

/** Signs and sends by hand, so that single parts can be made wrong. */
async function sendSigned(
  url: string,
  body: object,
  wrong: {
    service?: string
    signingDate?: Date
    after?: (headers: Record<string, string>) => void
  } = {},
) {
  const { service = 'bedrock', signingDate = new Date() } = wrong
  const { host, pathname } = new URL(url)
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256 })
  const signed = await signer.sign(
    new HttpRequest({
      method: 'POST',
      hostname: host,
      path: pathname,
      headers: { host, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
    { signingDate },
  )
  wrong.after?.(signed.headers)
  return sendRequest(url, { headers: signed.headers, body })
}

test.each([modelId, profileArn])('the official SDK converses with %s', async (id) => {
  await using upstream = await start({ models: [id] })
  const reply = await createClient(upstream.url).send(
    new ConverseCommand({ modelId: id, messages, inferenceConfig: { maxTokens: 9 } }),
  )
  expect(upstream.refusals).toEqual([])
  expect(reply.output?.message?.content).toEqual([
    {
      reasoningContent: {
        reasoningText: expect.objectContaining({ text: defaultReasoning('Hello') }),
      },
    },
    { text: defaultReplyText(id, 'Hello') },
  ])
  expect(reply.usage?.totalTokens).toBe(55)
})

test('the official SDK reads a Converse stream with a tool call', async () => {
  await using upstream = await start()
  upstream.setBehaviour({
    kind: 'reply',
    toolCalls: [{ name: 'add', arguments: { a: 1 } }],
    writeBytes: 7,
  })
  const { stream } = await createClient(upstream.url).send(
    new ConverseStreamCommand({ modelId, messages }),
  )
  let text = ''
  let input = ''
  const names: string[] = []
  for await (const event of stream ?? []) {
    names.push(Object.keys(event)[0] ?? '')
    text += event.contentBlockDelta?.delta?.text ?? ''
    input += event.contentBlockDelta?.delta?.toolUse?.input ?? ''
  }
  expect(upstream.refusals).toEqual([])
  expect(text).toBe(defaultReplyText(modelId, 'Hello'))
  expect(JSON.parse(input)).toEqual({ a: 1 })
  expect(names[0]).toBe('messageStart')
  expect(names.slice(-2)).toEqual(['messageStop', 'metadata'])
})

test('the official SDK sees an exception frame in the middle of a stream', async () => {
  await using upstream = await start({ behaviour: { kind: 'error-mid-stream', message: 'Broken' } })
  const { stream } = await createClient(upstream.url).send(
    new ConverseStreamCommand({ modelId, messages }),
  )
  const read = async () => {
    for await (const event of stream ?? []) expect(event).toBeDefined()
  }
  await expect(read()).rejects.toMatchObject({ name: 'ModelStreamErrorException' })
})

test('the official SDK invokes Claude, whole and streamed', async () => {
  await using upstream = await start()
  const command = { modelId, contentType: 'application/json', body: JSON.stringify(claudeBody) }
  const client = createClient(upstream.url)
  const whole = await client.send(new InvokeModelCommand(command))
  expect(JSON.parse(Buffer.from(whole.body).toString())).toMatchObject({ stop_reason: 'end_turn' })
  const streamed = await client.send(new InvokeModelWithResponseStreamCommand(command))
  const types: string[] = []
  for await (const { chunk } of streamed.body ?? []) {
    const event = JSON.parse(Buffer.from(chunk?.bytes ?? []).toString()) as { type: string }
    types.push(event.type)
  }
  expect(types[0]).toBe('message_start')
  expect(types.at(-1)).toBe('message_stop')
  expect(types).not.toContain('ping')
  expect(upstream.refusals).toEqual([])
})

test('a Bearer key is taken when one is configured', async () => {
  await using upstream = await start({ credentials: { apiKey: 'bedrock-key' } })
  const url = `${upstream.url}/model/${encodeURIComponent(modelId)}/converse`
  const type = { 'content-type': 'application/json' }
  const good = { ...type, authorization: 'Bearer bedrock-key' }
  expect(await sendRequest(url, { headers: good, body: { messages } })).toMatchObject({
    status: 200,
  })
  const bad = { ...type, authorization: 'Bearer other' }
  expect(await sendRequest(url, { headers: bad, body: { messages } })).toMatchObject({
    status: 403,
    headers: { 'x-amzn-errortype': 'AccessDeniedException' },
  })
})

test('lists foundation models and inference profiles on the control plane', async () => {
  const models = ['amazon.nova-pro-v1:0', 'eu.amazon.nova-pro-v1:0']
  await using upstream = await start({ models, credentials: { apiKey: 'key' } })
  const headers = { authorization: 'Bearer key' }
  const foundation = await sendRequest(`${upstream.url}/foundation-models?byOutputModality=TEXT`, {
    headers,
  })
  expect(foundation.json).toMatchObject({ modelSummaries: [{ modelId: models[0] }] })
  const profiles = await sendRequest(`${upstream.url}/inference-profiles`, { headers })
  expect(profiles.json).toMatchObject({
    inferenceProfileSummaries: [{ inferenceProfileId: models[1] }],
  })
  expect(upstream.refusals).toEqual([])
})

const wrongClients: [string, object, RegExp][] = [
  [
    'another secret',
    { credentials: { ...credentials, secretAccessKey: 'other' } },
    /the signature does not match/,
  ],
  [
    'another access key',
    { credentials: { ...credentials, accessKeyId: 'AKIAOTHER' } },
    /access key id/,
  ],
  [
    'no session token',
    { credentials: { ...credentials, sessionToken: undefined } },
    /session token, it is missing/,
  ],
  ['another region', { region: 'us-east-1' }, /signing region `eu-central-1`, got `us-east-1`/],
  ['a clock that is ten minutes off', { systemClockOffset: 600_000 }, /more than 5 minutes off/],
]

test.each(wrongClients)('refuses the official SDK with %s', async (_name, other, message) => {
  await using upstream = await start()
  const send = createClient(upstream.url, other).send(new ConverseCommand({ modelId, messages }))
  await expect(send).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  expect(upstream.refusals[0]?.message).toMatch(message)
  expect(upstream.refusals[0]?.message).not.toContain(credentials.secretAccessKey)
})

test('refuses a signature for another service, of another body, or without a signed header', async () => {
  await using upstream = await start()
  const url = `${upstream.url}/model/${encodeURIComponent(modelId)}/converse`
  expect(await sendSigned(url, { messages })).toMatchObject({ status: 200 })
  await sendSigned(url, { messages }, { service: 'bedrock-runtime' })
  await sendSigned(
    url,
    { messages },
    {
      after: (headers) => {
        headers['x-amz-content-sha256'] = '0'.repeat(64)
      },
    },
  )
  await sendSigned(
    url,
    { messages },
    {
      after: (headers) => {
        headers['x-amz-extra'] = 'unsigned'
      },
    },
  )
  expect(upstream.refusals.map(({ message }) => message)).toEqual([
    'expected the signing service `bedrock`, got `bedrock-runtime`',
    '`x-amz-content-sha256` is not the SHA-256 of the body',
    'header `x-amz-extra` must be signed',
  ])
})

const refusedBodies: [string, string, object, RegExp, Partial<BedrockOptions>?][] = [
  ['a raw colon in the id', `/model/${modelId}/converse`, { messages }, /percent-encoded once/],
  [
    'a doubly encoded id',
    `/model/${encodeURIComponent(encodeURIComponent(modelId))}/converse`,
    { messages },
    /does not exist/,
    { models: [modelId] },
  ],
  ['an unknown operation', '/model/m/chat', { messages }, /no such path/],
  [
    'two user turns',
    '/model/m/converse',
    { messages: [...messages, ...messages] },
    /must alternate/,
  ],
  [
    'text content',
    '/model/m/converse',
    { messages: [{ role: 'user', content: 'x' }] },
    /messages.0.content/,
  ],
  ['OpenAI settings', '/model/m/converse', { messages, max_tokens: 5 }, /max_tokens/],
  [
    'Invoke with a model',
    '/model/m/invoke',
    { ...claudeBody, model: 'm' },
    /Unrecognized key: "model"/,
  ],
  [
    'Invoke with stream',
    '/model/m/invoke',
    { ...claudeBody, stream: true },
    /Unrecognized key: "stream"/,
  ],
  [
    'Invoke without a version',
    '/model/m/invoke',
    { ...claudeBody, anthropic_version: undefined },
    /anthropic_version/,
  ],
  [
    'the version of Vertex',
    '/model/m/invoke',
    { ...claudeBody, anthropic_version: 'vertex-2023-10-16' },
    /`bedrock-2023-05-31`/,
  ],
]

test.each(refusedBodies)('refuses %s', async (_name, path, body, message, options) => {
  await using upstream = await start({ credentials: { apiKey: 'key' }, ...options })
  const headers = { authorization: 'Bearer key', 'content-type': 'application/json' }
  const answer = await sendRequest(upstream.url + path, { headers, body })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(answer.json).toEqual({ message: expect.stringMatching(message) })
})
