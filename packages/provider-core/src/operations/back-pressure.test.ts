/** @file A reader that stalls stalls the upstream: what is in flight stays small however long the reply is. */
import { randomBytes } from 'node:crypto'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createGzip, type Gzip } from 'node:zlib'
import { expect, test } from 'vitest'
import { endpointSchema } from '../model/endpoint.ts'
import { openEngine } from '../testing/open-engine.ts'
import { chat } from './chat.ts'

const megabyte = 1024 * 1024
const textBytes = 16 * 1024
/** Kernel buffers of both ends (which differ from machine to machine) and our own, with room to spare. */
const mostInFlight = 8 * megabyte

interface Upstream extends AsyncDisposable {
  readonly baseUrl: string
  /** Bytes of text that the response has taken so far. */
  readonly written: () => number
}

const chunk = (content: string, finish: string | null): string =>
  `data: ${JSON.stringify({ id: 'c', model: 'm', choices: [{ index: 0, delta: { content }, finish_reason: finish }] })}\n\n`

/** Streams texts of `replyBytes` in all as fast as the socket takes them, and waits where it takes no more. */
async function startUpstream(
  encoding: 'identity' | 'gzip',
  replyBytes: number,
  text: () => string,
): Promise<Upstream> {
  let written = 0
  const server = createServer((request, response) => {
    request.resume()
    response.writeHead(200, { 'content-type': 'text/event-stream', 'content-encoding': encoding })
    const target = encoding === 'gzip' ? pack(response) : response
    void (async () => {
      while (written < replyBytes && !response.destroyed) {
        const isFree = target.write(chunk(text(), null))
        written += textBytes
        if (!isFree) await new Promise((resolve) => target.once('drain', resolve))
      }
      target.end(`${chunk('', 'stop')}data: [DONE]\n\n`)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    written: () => written,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function pack(response: ServerResponse): Gzip {
  const gzip = createGzip({ level: 1 })
  gzip.pipe(response)
  return gzip
}

/** Resolves once `read` gives the same for 100 turns of at least 2 ms. */
async function untilQuiet(read: () => number): Promise<number> {
  let last = read()
  for (let quiet = 0; quiet < 100; quiet += 1) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    if (read() !== last) quiet = 0
    last = read()
  }
  return last
}

function open(baseUrl: string, engine: ReturnType<typeof openEngine>) {
  const at = '2026-11-21T00:00:00.000Z'
  const endpoint = endpointSchema.parse({
    id: 'e1',
    name: 'Endless',
    spec: 'openai-chat-completions',
    baseUrl,
    createdAt: at,
    updatedAt: at,
  })
  return chat(
    {
      route: { dialect: 'openai-chat', upstreamModelId: 'm' },
      resolved: { endpoint, secrets: { apiKey: 'key-of-the-test' } },
      request: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }] },
      stream: true,
    },
    engine,
    { signal: new AbortController().signal, onWire: () => undefined },
  )
}

const heldBytes = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

test.each([
  ['identity', 100 * megabyte],
  ['gzip', 32 * megabyte],
] as const)(
  'a stalled reader of a long stream (%s, %d bytes) holds the upstream back, and then loses nothing',
  async (encoding, replyBytes) => {
    // Gzip cannot make this much smaller, so that it is the sockets that fill.
    const texts = Array.from({ length: 16 }, () =>
      randomBytes((textBytes / 4) * 3).toString('base64'),
    )
    let turn = 0
    await using upstream = await startUpstream(
      encoding,
      replyBytes,
      () => texts[(turn += 1) % 16] ?? '',
    )
    await using engine = openEngine()
    const events = open(upstream.baseUrl, engine)
    expect(await events.next()).toMatchObject({ value: { type: 'start' } })

    expect(await untilQuiet(upstream.written)).toBeLessThan(mostInFlight)

    let read = 0
    let last: string | undefined
    for await (const event of events) {
      last = event.type
      if (event.type === 'text-delta') read += event.text.length
    }
    expect({ last, read }).toEqual({ last: 'finish', read: replyBytes })
  },
)

test('a stalled reader holds back what unpacks to much more than was sent', async () => {
  const replyBytes = 100 * megabyte
  const text = 'a'.repeat(textBytes)
  await using upstream = await startUpstream('gzip', replyBytes, () => text)
  await using engine = openEngine()
  const events = open(upstream.baseUrl, engine)
  expect(await events.next()).toMatchObject({ value: { type: 'start' } })
  const before = heldBytes()
  expect(await untilQuiet(upstream.written)).toBe(replyBytes)
  expect(heldBytes() - before).toBeLessThan(replyBytes / 2)
  let read = 0
  for await (const event of events) if (event.type === 'text-delta') read += event.text.length
  expect(read).toBe(replyBytes)
})
