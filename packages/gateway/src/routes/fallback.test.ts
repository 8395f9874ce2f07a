import OpenAI from 'openai'
import { expect, test } from 'vitest'
import {
  createGate,
  startStrictUpstream,
  type Behaviour,
  type StrictUpstream,
} from '@patchbay/provider-core/testing'
import { endpointOf, openGateway, testKey } from '../testing/open-gateway.ts'

async function open(onContextOverflow = false) {
  const first = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const second = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const gateway = await openGateway({
    endpoints: [
      endpointOf(first, { id: 'a', name: 'First' }),
      endpointOf(second, { id: 'b', name: 'Second' }),
    ],
    aliases: [
      {
        name: 'both',
        targets: [{ address: { endpointId: 'a', modelId: 'm1' } }],
        fallbacks: [{ endpointId: 'b', modelId: 'm2' }],
        onContextOverflow,
      },
    ],
  })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey, maxRetries: 0 })
  return {
    first,
    second,
    gateway,
    client,
    ask: (stream: boolean) => askText(client, stream),
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await Promise.all([first.close(), second.close()])
    },
  }
}

async function askText(client: OpenAI, stream: boolean): Promise<string> {
  const asked = { model: 'both', prompt: 'Once' }
  if (!stream) return (await client.completions.create(asked)).choices[0]?.text ?? ''
  let text = ''
  for await (const chunk of await client.completions.create({ ...asked, stream })) {
    text += chunk.choices[0]?.text ?? ''
  }
  return text
}

const requests = (...upstreams: StrictUpstream[]): number[] =>
  upstreams.map((upstream) => upstream.requests.length)

const passing: readonly Behaviour[] = [
  { kind: 'http-error', status: 408 },
  { kind: 'http-error', status: 409 },
  { kind: 'http-error', status: 429, retryAfter: '60' },
  { kind: 'http-error', status: 500 },
  { kind: 'http-error', status: 529 },
  { kind: 'break-mid-stream', afterChunks: 0 },
]

test.each(passing)('$kind $status goes on to the fallback, streaming or not', async (behaviour) => {
  await using opened = await open()
  opened.first.setBehaviour(behaviour)
  for (const stream of [false, true]) expect(await opened.ask(stream)).toContain('m2')
  expect(requests(opened.first, opened.second)).toEqual([2, 2])
  const trace = await opened.gateway.ended(0)
  expect(trace.failedAttempts.map(({ route }) => route.endpointId)).toEqual(['a'])
  expect(trace).toMatchObject({ state: 'done', route: { endpointId: 'b' } })
})

test.each([400, 401, 403, 404, 422])('status %i is the answer', async (status) => {
  await using opened = await open()
  opened.first.setBehaviour({ kind: 'http-error', status })
  await expect(opened.ask(false)).rejects.toMatchObject({ status })
  expect(requests(opened.first, opened.second)).toEqual([1, 0])
})

test('after the first byte nothing else is tried', async () => {
  await using opened = await open()
  const gate = createGate()
  opened.first.setBehaviour({ kind: 'break-mid-stream', afterChunks: 2, gate })
  const asked = { model: 'both', prompt: 'Once', stream: true } as const
  gate.release()
  const stream = await opened.client.completions.create(asked)
  const read = async (): Promise<void> => {
    for await (const _chunk of stream) gate.open()
  }
  await expect(read()).rejects.toBeInstanceOf(OpenAI.APIError)
  expect(requests(opened.first, opened.second)).toEqual([1, 0])
  expect(await opened.gateway.ended(0)).toMatchObject({ state: 'failed', status: 200 })
})

test.each([true, false])('a prompt that is too long: %s', async (goesOn) => {
  await using opened = await open(goesOn)
  const message = "This model's maximum context length is 10 tokens."
  opened.first.setBehaviour({ kind: 'http-error', status: 400, message })
  if (goesOn) expect(await opened.ask(false)).toContain('m2')
  else await expect(opened.ask(false)).rejects.toMatchObject({ status: 400 })
  expect(requests(opened.first, opened.second)).toEqual([1, goesOn ? 1 : 0])
})

test('when all fail the last failure is the answer', async () => {
  await using opened = await open()
  opened.first.setBehaviour({ kind: 'http-error', status: 503 })
  opened.second.setBehaviour({ kind: 'http-error', status: 429, message: 'Slow down.' })
  await expect(opened.ask(false)).rejects.toMatchObject({
    status: 429,
    message: expect.stringMatching(/Slow down/),
  })
})
