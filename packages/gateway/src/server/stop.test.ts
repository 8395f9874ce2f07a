import { once } from 'node:events'
import { parseSse } from '@patchbay/provider-core'
import {
  clientDialectIds,
  findStreamFlaw,
  startStrictUpstream,
  summarizeReply,
  type ClientDialectId,
  type StrictUpstreamOptions,
} from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { ask, dialectOf, open } from '../testing/ask.ts'
import { endpointOf, openGateway, testKey } from '../testing/open-gateway.ts'
import { openRaw, writeRequest } from '../testing/raw-client.ts'

const own: Readonly<Record<ClientDialectId, StrictUpstreamOptions>> = {
  'openai-chat': { spec: 'openai-chat-completions' },
  'openai-responses': { spec: 'openai-responses' },
  'anthropic-messages': { spec: 'anthropic' },
  'google-generate': { spec: 'google' },
}

/** An upstream of the client's own format, whose bytes pass, and one that is translated. */
const pairs = clientDialectIds.flatMap((client) => [
  { client, way: 'passed', options: own[client] },
  {
    client,
    way: 'translated',
    options: client === 'anthropic-messages' ? own['openai-chat'] : own['anthropic-messages'],
  },
])

const why = /The gateway was stopped/

describe.each(pairs)('a stream for $client, $way, when the gateway is stopped', (pair) => {
  const { client, options } = pair

  test('ends in an error event of its format, and its upstream is left', async () => {
    await using upstream = await startStrictUpstream({
      ...options,
      behaviour: { kind: 'hang-mid-stream', afterChunks: 3 },
    })
    await using gateway = await openGateway({
      endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
    })
    const incoming = await open(gateway.url, { client, model: 'e1/model-x', stream: true })
    const parts: Buffer[] = []
    incoming.on('data', (part: Buffer) => parts.push(part))
    await once(incoming, 'data')
    const request = await upstream.waitForRequest()
    await Promise.all([once(incoming, 'end'), gateway.close(0)])
    const frames = parseSse(Buffer.concat(parts))
    expect(findStreamFlaw(client, frames, { includeUsage: false })).toBeUndefined()
    const decoder = dialectOf(client).createStreamDecoder()
    const events = [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
    expect(summarizeReply(events).finish).toBeUndefined()
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { message: expect.stringMatching(why) },
    })
    expect((await request.ended).how).toBe('aborted')
    expect(await gateway.ended(0)).toMatchObject({
      state: 'failed',
      error: { message: expect.stringMatching(why), retryable: true },
    })
  })

  test('that has not begun is refused with 503 in its format', async () => {
    await using upstream = await startStrictUpstream({
      ...options,
      behaviour: { kind: 'hang-before-headers' },
    })
    await using gateway = await openGateway({
      endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
    })
    const asking = ask(gateway.url, { client, model: 'e1/model-x', stream: true })
    await upstream.waitForRequest()
    await gateway.close(0)
    const reply = await asking
    expect(reply.status).toBe(503)
    expect(dialectOf(client).decodeError(503, reply.json).message).toMatch(why)
  })
})

test("Google's array of chunks ends whole, with the error as its last", async () => {
  await using upstream = await startStrictUpstream({
    spec: 'google',
    behaviour: { kind: 'hang-mid-stream', afterChunks: 3 },
  })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
  })
  const question = { client: 'google-generate', model: 'e1/m', stream: true, array: true } as const
  const incoming = await open(gateway.url, question)
  const parts: Buffer[] = []
  incoming.on('data', (part: Buffer) => parts.push(part))
  await once(incoming, 'data')
  await Promise.all([once(incoming, 'end'), gateway.close(0)])
  const chunks = JSON.parse(Buffer.concat(parts).toString()) as object[]
  expect(chunks.at(-1)).toMatchObject({ error: { message: expect.stringMatching(why) } })
})

test('a text completion ends in an error, too, without its mark', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    behaviour: { kind: 'hang-mid-stream', afterChunks: 2 },
  })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
  })
  const response = await fetch(`${gateway.url}/v1/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'e1/m', prompt: 'Once', stream: true }),
  })
  const reading = response.text()
  await expect.poll(() => gateway.traces[0]?.firstByteMs).toBeDefined()
  await gateway.close(0)
  const text = await reading
  expect(text).toMatch(why)
  expect(text).not.toContain('[DONE]')
  expect(await gateway.ended(0)).toMatchObject({ state: 'failed' })
})

test('a client that reads nothing cannot keep the gateway from ending', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    behaviour: { kind: 'reply', text: 'word '.repeat(2_000_000) },
  })
  await using gateway = await openGateway({
    endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })],
  })
  const client = await openRaw(gateway.port)
  const body = JSON.stringify({
    model: 'e1/m',
    stream: true,
    messages: [{ role: 'user', content: 'Hi' }],
  })
  client.send(writeRequest(gateway.port, testKey, { body }))
  await client.answers(1)
  client.socket.pause()
  await gateway.close(0)
  expect(await gateway.ended(0)).toMatchObject({ state: 'failed' })
  client.socket.destroy()
})
