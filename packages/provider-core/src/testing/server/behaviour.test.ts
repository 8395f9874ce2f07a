import { describe, expect, test } from 'vitest'
import { fakeUsage } from '../dialects/compose-reply.ts'
import { sendRequest } from '../send-request.ts'
import type { Behaviour } from './behaviour.ts'
import type { StrictSpec } from './options.ts'
import { startStrictUpstream, type StrictUpstream } from './strict-upstream.ts'

const json = { 'content-type': 'application/json' }

/** A right streaming request of each HTTP dialect, as an address and what to send. */
function describeRequest({ url, expectations }: StrictUpstream, model = 'm') {
  const { spec, secrets } = expectations
  const key = secrets['apiKey'] ?? ''
  const messages = [{ role: 'user', content: 'Hello' }]
  switch (spec) {
    case 'anthropic':
      return {
        url: `${url}/v1/messages`,
        headers: { ...json, 'x-api-key': key, 'anthropic-version': '2023-06-01' },
        body: { model, max_tokens: 9, stream: true, messages },
      }
    case 'google':
      return {
        url: `${url}/v1beta/models/${model}:streamGenerateContent?alt=sse`,
        headers: { ...json, 'x-goog-api-key': key },
        body: { contents: [{ role: 'user', parts: [{ text: 'Hello' }] }] },
      }
    case 'amazon-bedrock':
      return {
        url: `${url}/model/${model}/converse-stream`,
        headers: { ...json, authorization: `Bearer ${key}` },
        body: { messages: [{ role: 'user', content: [{ text: 'Hello' }] }] },
      }
    case 'openai-responses':
      return {
        url: `${url}/v1/responses`,
        headers: { ...json, authorization: `Bearer ${key}` },
        body: { model, input: 'Hello', stream: true },
      }
    default:
      return {
        url: `${url}/v1/chat/completions`,
        headers: { ...json, authorization: `Bearer ${key}` },
        body: { model, messages, stream: true },
      }
  }
}

const specs = [
  'anthropic',
  'openai-chat-completions',
  'openai-responses',
  'google',
  'amazon-bedrock',
] as const

function start(spec: StrictSpec, behaviour?: Behaviour): Promise<StrictUpstream> {
  if (spec === 'amazon-bedrock') {
    return startStrictUpstream({ spec, behaviour, credentials: { apiKey: 'bedrock-key' } })
  }
  return startStrictUpstream({ spec, behaviour })
}

const closing: Record<(typeof specs)[number], string> = {
  anthropic: 'message_stop',
  'openai-chat-completions': '"finish_reason":"stop"',
  'openai-responses': 'response.completed',
  google: '"finishReason":"STOP"',
  'amazon-bedrock': 'messageStop',
}
const streamErrors: Record<(typeof specs)[number], string> = {
  anthropic: 'event: error\ndata: {"type":"error"',
  'openai-chat-completions': 'data: {"error":{"message":"Told to"',
  'openai-responses': 'event: error\ndata: {"type":"error","code":"server_error"',
  google: 'data: {"error":{"code":503,"message":"Told to"',
  'amazon-bedrock': 'modelStreamErrorException',
}

describe.each(specs)('%s', (spec) => {
  const send = async (behaviour: Behaviour, model?: string) => {
    await using upstream = await start(spec, behaviour)
    const { url, ...request } = describeRequest(upstream, model)
    const answer = await sendRequest(url, request)
    expect(upstream.refusals).toEqual([])
    return answer
  }

  test('a reply has its closing event', async () => {
    expect((await send({ kind: 'reply' })).text).toContain(closing[spec])
  })

  test('a stream that ends too early has none', async () => {
    const { text } = await send({ kind: 'end-without-close' })
    expect(text).not.toContain(closing[spec])
    expect(text).not.toContain('[DONE]')
  })

  test('a stream that breaks off ends with a reset', async () => {
    await expect(send({ kind: 'break-mid-stream' })).rejects.toThrow(/aborted|hang up/)
  })

  test('an error comes in the middle of a stream', async () => {
    const { status, text } = await send({ kind: 'error-mid-stream', message: 'Told to' })
    expect(status).toBe(200)
    expect(text).toContain(streamErrors[spec])
    expect(text).not.toContain(closing[spec])
  })

  test('an empty reply is closed and has no text', async () => {
    const { text } = await send({ kind: 'empty' })
    expect(text).toContain(closing[spec])
    expect(text).not.toContain('heard')
  })

  test('a status has a body and tells when to try again', async () => {
    const answer = await send({ kind: 'reply' }, 'fake-http-429')
    expect(answer.status).toBe(429)
    expect(answer.headers['retry-after']).toBe('7')
    expect(answer.json).toBeDefined()
  })
})

describe('openai chat', () => {
  const spec = 'openai-chat-completions'
  const send = async (upstream: StrictUpstream, body: object = {}) => {
    const request = describeRequest(upstream)
    return sendRequest(request.url, {
      headers: request.headers,
      body: { ...request.body, ...body },
    })
  }

  test('whole replies fail too: error in 200, half a body, HTML, no body, no JSON', async () => {
    await using upstream = await start(spec)
    upstream.queueBehaviours(
      { kind: 'error-in-200', message: 'Inside' },
      { kind: 'end-without-close' },
      { kind: 'html' },
      { kind: 'no-body' },
      { kind: 'invalid-json' },
    )
    const whole = { stream: false }
    expect(await send(upstream, whole)).toMatchObject({
      status: 200,
      json: { error: { message: 'Inside' } },
    })
    expect((await send(upstream, whole)).json).toBeUndefined()
    expect((await send(upstream, whole)).headers['content-type']).toBe('text/html')
    expect((await send(upstream, whole)).text).toBe('')
    expect((await send(upstream, whole)).json).toBeUndefined()
    expect((await send(upstream, whole)).json).toMatchObject({ object: 'chat.completion' })
  })

  test('a stream without [DONE] is complete but for it', async () => {
    await using upstream = await start(spec, { kind: 'no-done' })
    const { text } = await send(upstream)
    expect(text).toContain('"finish_reason":"stop"')
    expect(text).not.toContain('[DONE]')
  })

  test('comments, CRLF and cut bytes leave the events as they are', async () => {
    await using upstream = await start(spec)
    const plain = await send(upstream)
    upstream.setBehaviour({ kind: 'reply', comments: true, lineEnding: 'crlf', writeBytes: 3 })
    const odd = await send(upstream)
    expect(odd.text).toContain(': keep-alive\r\n\r\ndata: ')
    const mended = odd.text.replaceAll(': keep-alive\r\n\r\n', '').replaceAll('\r\n', '\n')
    expect(mended).toBe(plain.text.replaceAll('chatcmpl-fake-1', 'chatcmpl-fake-2'))
  })

  test('a redirect and a raw answer are sent as told', async () => {
    await using upstream = await start(spec)
    upstream.queueBehaviours(
      { kind: 'redirect', location: 'http://elsewhere.test/', status: 302 },
      { kind: 'raw', status: 418, headers: { 'x-tea': 'pot' }, body: 'short' },
    )
    expect(await send(upstream)).toMatchObject({
      status: 302,
      headers: { location: 'http://elsewhere.test/' },
    })
    expect(await send(upstream)).toMatchObject({
      status: 418,
      headers: { 'x-tea': 'pot' },
      text: 'short',
    })
  })

  test('a huge reply has as much text as asked for', async () => {
    await using upstream = await start(spec, { kind: 'huge', chunks: 30, chunkChars: 500 })
    expect((await send(upstream)).text.match(/x{500}/g)).toHaveLength(30)
  })

  test('usage and finish reason follow the script', async () => {
    await using upstream = await start(spec)
    const usage = { ...fakeUsage, inputTokens: 1000, cachedInputTokens: 900 }
    upstream.setBehaviour({ kind: 'reply', finish: 'length', usage })
    expect((await send(upstream, { stream: false })).json).toMatchObject({
      choices: [{ finish_reason: 'length' }],
      usage: { prompt_tokens: 1000, prompt_tokens_details: { cached_tokens: 900 } },
    })
  })

  test('the model list can be missing', async () => {
    await using upstream = await startStrictUpstream({
      spec,
      modelListBehaviour: { kind: 'http-error', status: 404 },
    })
    const { headers } = describeRequest(upstream)
    const answer = await sendRequest(`${upstream.expectations.baseUrl}/models`, { headers })
    expect(answer.status).toBe(404)
    expect(await send(upstream)).toMatchObject({ status: 200 })
  })
})
