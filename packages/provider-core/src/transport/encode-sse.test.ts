import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StreamFrame } from '../dialects/dialect.ts'
import { dialectIds } from '../model/spec.ts'
import { createJsonArrayEncoder, encodeSse, encodeSseBatch, getSsePing } from './encode-sse.ts'
import { decodeSse } from './sse.ts'

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

async function decodeCut(bytes: Uint8Array, size: number): Promise<StreamFrame[]> {
  const body = (async function* () {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  })()
  const frames: StreamFrame[] = []
  for await (const frame of decodeSse(body)) frames.push(frame)
  return frames
}

const frame = fc.record({
  event: fc.option(fc.constantFrom('message_start', 'error', 'response.created'), {
    nil: undefined,
  }),
  data: fc.oneof(fc.json(), fc.constantFrom('[DONE]', '{"a":"grün 漢字 🙂"}', 'one\ntwo')),
})

describe('encodeSse', () => {
  test('writes event lines where there is a name, LF, and a blank line', () => {
    expect(text(encodeSse({ event: 'ping', data: '{}' }))).toBe('event: ping\ndata: {}\n\n')
    expect(text(encodeSse({ event: undefined, data: '[DONE]' }))).toBe('data: [DONE]\n\n')
  })

  test('a line break can neither leave the data nor the name', () => {
    expect(text(encodeSse({ event: 'a\ndata: b', data: 'x\r\ny\rz' }))).toBe(
      'event: a data: b\ndata: x\ndata: y\ndata: z\n\n',
    )
  })

  test('several events at once are the bytes of each', () => {
    fc.assert(
      fc.property(fc.array(frame), (frames) => {
        expect(text(encodeSseBatch(frames))).toBe(text(Buffer.concat(frames.map(encodeSse))))
      }),
    )
  })

  test('frames come back the same, cut at every byte, with pings between events', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(frame, fc.boolean()), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom(...dialectIds),
        async (pushed, size, dialect) => {
          const parts = pushed.flatMap(([each, ping]) =>
            ping ? [getSsePing(dialect), encodeSse(each)] : [encodeSse(each)],
          )
          const decoded = await decodeCut(Buffer.concat(parts), size)
          expect(decoded).toEqual(pushed.map(([each]) => each))
        },
      ),
      { numRuns: 50 },
    )
  })

  test('a ping is one line and no event of its own', async () => {
    expect(text(getSsePing('anthropic-messages'))).toBe(': ping\n')
    expect(text(getSsePing('google-generate'))).toBe('\n')
    for (const dialect of dialectIds) expect(await decodeCut(getSsePing(dialect), 1)).toEqual([])
  })
})

describe('createJsonArrayEncoder', () => {
  test('the frames of a reply make one JSON array', () => {
    const encoder = createJsonArrayEncoder()
    const chunks = [{ a: 1 }, { b: '漢' }]
    const bytes = chunks.map((chunk) =>
      encoder.push({ event: undefined, data: JSON.stringify(chunk) }),
    )
    expect(JSON.parse(text(Buffer.concat([...bytes, encoder.end()])))).toEqual(chunks)
  })

  test('a reply without frames is an empty array', () => {
    expect(text(createJsonArrayEncoder().end())).toBe('[]')
  })
})
