import { EventStreamCodec } from '@smithy/eventstream-codec'
import { fromUtf8, toUtf8 } from '@smithy/util-utf8'
import { describe, expect, test } from 'vitest'
import type { StreamFrame } from '../dialects/dialect.ts'
import { decodeEventStream, unwrapInvokeFrames } from './event-stream.ts'

const codec = new EventStreamCodec(toUtf8, fromUtf8)

function message(headers: Record<string, string>, payload: string): Uint8Array {
  return codec.encode({
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, { type: 'string' as const, value }]),
    ),
    body: new TextEncoder().encode(payload),
  })
}

const event = (type: string, payload: unknown): Uint8Array =>
  message({ ':message-type': 'event', ':event-type': type }, JSON.stringify(payload))

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function collect(frames: AsyncIterable<StreamFrame>): Promise<StreamFrame[]> {
  const all: StreamFrame[] = []
  for await (const frame of frames) all.push(frame)
  return all
}

const stream = Buffer.concat([
  event('messageStart', { role: 'assistant' }),
  event('contentBlockDelta', { delta: { text: 'grün 🙂' } }),
  message(
    { ':message-type': 'exception', ':exception-type': 'throttlingException' },
    '{"message":"slow"}',
  ),
])

describe('decodeEventStream', () => {
  test('gives the same frames for every chunk size', async () => {
    for (const size of [1, 2, 3, 5, 11, 64, 10_000]) {
      expect(await collect(decodeEventStream(chunked(stream, size)))).toEqual([
        { event: 'messageStart', data: '{"role":"assistant"}' },
        { event: 'contentBlockDelta', data: '{"delta":{"text":"grün 🙂"}}' },
        { event: 'throttlingException', data: '{"message":"slow"}' },
      ])
    }
  })

  test('calls every cut inside a message truncation', async () => {
    const one = event('messageStop', { stopReason: 'end_turn' })
    for (let cut = 1; cut < one.length; cut += 1) {
      await expect(
        collect(decodeEventStream(chunked(one.subarray(0, cut), 7))),
      ).rejects.toMatchObject({
        code: 'stream-broken',
      })
    }
  })

  test('refuses a message with a flipped bit', async () => {
    const broken = Buffer.from(stream)
    broken[60] = (broken[60] ?? 0) ^ 1
    await expect(collect(decodeEventStream(chunked(broken, 50)))).rejects.toMatchObject({
      code: 'stream-broken',
    })
  })

  test('refuses an announced length past the limit before it has arrived', async () => {
    const head = Buffer.alloc(8)
    head.writeUInt32BE(500_000_000)
    await expect(collect(decodeEventStream(chunked(head, 8)))).rejects.toMatchObject({
      code: 'invalid-answer',
    })
  })
})

test('unwrapInvokeFrames gives the inner events by their type and lets exceptions pass', async () => {
  const inner = { type: 'content_block_delta', delta: { text: 'ü' } }
  const wrapped = event('chunk', {
    bytes: Buffer.from(JSON.stringify(inner)).toString('base64'),
    p: 'abcdef',
  })
  const exception = message(
    { ':message-type': 'exception', ':exception-type': 'modelStreamErrorException' },
    '{"message":"broke"}',
  )
  const frames = decodeEventStream(chunked(Buffer.concat([wrapped, exception]), 9))
  expect(await collect(unwrapInvokeFrames(frames))).toEqual([
    { event: 'content_block_delta', data: JSON.stringify(inner) },
    { event: 'modelStreamErrorException', data: '{"message":"broke"}' },
  ])
})
