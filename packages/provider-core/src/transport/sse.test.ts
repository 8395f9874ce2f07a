import { describe, expect, test } from 'vitest'
import type { StreamFrame } from '../dialects/dialect.ts'
import { decodeSse } from './sse.ts'

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function framesOf(text: string, size = 1_000_000, maxBytes?: number): Promise<StreamFrame[]> {
  const frames: StreamFrame[] = []
  for await (const frame of decodeSse(chunked(new TextEncoder().encode(text), size), maxBytes)) {
    frames.push(frame)
  }
  return frames
}

const lines = [
  ': a comment',
  'event: message',
  'data: {"text":"grün – 漢字 🙂"}',
  '',
  'data: one',
  'data: two',
  '',
  ': ping',
  '',
  'id: 7',
  'retry: 10',
  'data:[DONE]',
  '',
  '',
]
const expected = [
  { event: 'message', data: '{"text":"grün – 漢字 🙂"}' },
  { event: undefined, data: 'one\ntwo' },
  { event: undefined, data: '[DONE]' },
]

describe('decodeSse', () => {
  for (const [name, newline] of [
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ] as const) {
    test(`gives the same events for every chunk size with ${name}`, async () => {
      const text = lines.join(newline)
      for (const size of [1, 2, 3, 5, 7, 64, 10_000]) {
        expect(await framesOf(text, size)).toEqual(expected)
      }
    })
  }

  test('gives the same events wherever one cut falls', async () => {
    const bytes = new TextEncoder().encode(lines.join('\r\n'))
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const frames: StreamFrame[] = []
      const body = (async function* () {
        yield bytes.subarray(0, cut)
        yield bytes.subarray(cut)
      })()
      for await (const frame of decodeSse(body)) frames.push(frame)
      expect(frames).toEqual(expected)
    }
  })

  test('skips a byte order mark', async () => {
    expect(await framesOf('\uFEFFdata: a\n\n', 1)).toEqual([{ event: undefined, data: 'a' }])
  })

  test('hands over a last event without its blank line, but not half a line', async () => {
    expect(await framesOf('data: a\n\ndata: b\n')).toHaveLength(2)
    expect(await framesOf('data: a\n\ndata: b')).toHaveLength(1)
  })

  test('refuses an event past the limit, in one line or in many', async () => {
    await expect(framesOf(`data: ${'x'.repeat(5000)}`, 100, 1000)).rejects.toMatchObject({
      code: 'invalid-answer',
    })
    await expect(framesOf('data: xxxxxxxxxx\n'.repeat(500), 100, 1000)).rejects.toMatchObject({
      code: 'invalid-answer',
    })
  })

  test('does not ask the body for more than the reader takes', async () => {
    let pulled = 0
    const body = (async function* () {
      for (;;) {
        pulled += 1
        yield new TextEncoder().encode('data: x\n\n')
      }
    })()
    const reader = decodeSse(body)
    await reader.next()
    await reader.next()
    expect(pulled).toBe(2)
    await reader.return(undefined)
  })
})
