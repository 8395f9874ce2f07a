import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { startStrictUpstream, type StrictUpstream } from '@patchbay/provider-core/testing'
import { endpointOf, openGateway, testKey, type TestGateway } from '../testing/open-gateway.ts'

async function open(spec: 'openai-chat-completions' | 'azure' | 'anthropic') {
  const upstream = await startStrictUpstream({ spec })
  const endpoints = [endpointOf(upstream, { id: 'e', name: 'Text' })]
  const gateway = await openGateway({ endpoints })
  return {
    upstream,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await upstream.close()
    },
  }
}

const client = ({ url }: TestGateway): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: testKey, maxRetries: 0 })

const asked = { model: 'text/m', prompt: 'Once', max_tokens: 9, seed: 1 }

async function readStream(gateway: TestGateway): Promise<{ text: string; failure: unknown }> {
  let text = ''
  try {
    const stream = await client(gateway).completions.create({ ...asked, stream: true })
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? ''
  } catch (failure) {
    return { text, failure }
  }
  return { text, failure: undefined }
}

test.each(['openai-chat-completions', 'azure'] as const)(
  'a completion of %s, whole and streamed',
  async (spec) => {
    await using opened = await open(spec)
    const { gateway, upstream } = opened
    const whole = await client(gateway).completions.create(asked)
    const { text, failure } = await readStream(gateway)
    expect(failure).toBeUndefined()
    expect(text).toBe(whole.choices[0]?.text)
    expect(text.length).toBeGreaterThan(3)
    expect(upstream.refusals).toEqual([])
    const [first, second] = [await gateway.ended(0), await gateway.ended(1)]
    expect(first).toMatchObject({ operation: 'complete', stream: false, state: 'done' })
    expect(first.usage?.inputTokens).toBe(whole.usage?.prompt_tokens)
    expect(second).toMatchObject({ stream: true, state: 'done', status: 200 })
    expect(second.firstByteMs).toBeGreaterThan(0)
  },
)

test('fields that nobody knows and several prompts go through', async () => {
  await using opened = await open('openai-chat-completions')
  const body = { ...asked, prompt: ['a', 'b'], best_of: 2, x_own: { a: 1 } }
  await client(opened.gateway)
    .completions.create(body)
    .catch(() => undefined)
  expect(opened.upstream.requests[0]?.body).toEqual({ ...body, model: 'm' })
})

test.each([
  ['the socket breaks', 'break-mid-stream'],
  ['the body ends without its mark', 'end-without-close'],
] as const)('a stream is never taken for whole when %s', async (_name, kind) => {
  await using opened = await open('openai-chat-completions')
  opened.upstream.setBehaviour({ kind })
  const { failure } = await readStream(opened.gateway)
  expect(failure).toBeDefined()
  expect(await opened.gateway.ended(0)).toMatchObject({ state: 'failed' })
})

test('the upstream is let go within 100 ms of the client leaving', async () => {
  await using opened = await open('openai-chat-completions')
  opened.upstream.setBehaviour({ kind: 'hang-mid-stream' })
  const stream = await client(opened.gateway).completions.create({ ...asked, stream: true })
  const [request] = opened.upstream.requests
  const iterator = stream[Symbol.asyncIterator]()
  await iterator.next()
  const left = performance.now()
  stream.controller.abort()
  const end = await request?.ended
  expect(end?.how).toBe('aborted')
  expect((end?.at ?? Infinity) - left).toBeLessThan(100)
  expect(await opened.gateway.ended(0)).toMatchObject({ state: 'stopped' })
})

test('and also when it leaves before the first byte', async () => {
  await using opened = await open('openai-chat-completions')
  opened.upstream.setBehaviour({ kind: 'hang-before-headers' })
  const controller = new AbortController()
  const asking = client(opened.gateway).completions.create(asked, { signal: controller.signal })
  const failed = asking.catch((error: unknown) => error)
  const request = await opened.upstream.waitForRequest()
  const left = performance.now()
  controller.abort()
  const end = await request.ended
  expect(end.at - left).toBeLessThan(100)
  expect(await failed).toBeInstanceOf(OpenAI.APIUserAbortError)
})

test('an endpoint that only chats says where to go instead', async () => {
  await using opened = await open('anthropic')
  await expect(client(opened.gateway).completions.create(asked)).rejects.toMatchObject({
    status: 501,
    message: expect.stringMatching(/chat\/completions/),
  })
  expect(requestsOf(opened.upstream)).toBe(0)
})

function requestsOf(upstream: StrictUpstream): number {
  return upstream.requests.length
}
