/** @file A whole reply as bytes: read to its end before anything is written, so that a broken one is an error with a status. */
import { ProviderError, type ForwardedReply, type JsonObject } from '@patchbay/provider-core'
import type { Route } from '@patchbay/provider-core/model'
import type { OutgoingHttpHeaders } from 'node:http'
import { answerHeaders } from '../routes/answer-headers.ts'
import { rememberResponse } from '../routes/stored-responses.ts'
import type { Exchange } from '../exchange.ts'
import { answerEvents } from './answer-events.ts'
import { carryToClient } from './carried-headers.ts'
import type { Answer, ChatQuestion, Target } from './chat-question.ts'
import { forwardQuestion } from './forward-question.ts'
import { readRepaired } from './read-repaired.ts'
import { readSpan, scanTopLevel } from './scan-json.ts'

/** The most that is held of one reply. */
const maxWhole = 64 * 1024 * 1024

/** Up to here copying is cheaper than a second piece. */
const oneWrite = 16 * 1024

/** Asks and reads. Throws `ProviderError` while nothing was written. */
export async function openPassWhole(question: ChatQuestion, target: Target): Promise<Answer> {
  const reply = await forwardQuestion(question, target)
  try {
    const arrived = reply.body.takeRest?.()
    const bytes = arrived === undefined ? await readWhole(reply.body) : toBuffer(arrived)
    if (startsAsObject(bytes) && !startsAsError(bytes)) {
      return { send: () => sendWhole(question.exchange, target.route, reply, bytes) }
    }
    // Nothing, a web page, an error behind a 200, or a stream that nobody asked for.
    return await answerEvents(question, target, readRepaired(question, target, reply, [bytes]))
  } finally {
    reply.end()
  }
}

async function readWhole(body: AsyncIterator<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for (let next = await body.next(); next.done !== true; next = await body.next()) {
    chunks.push(next.value)
    size += next.value.byteLength
    if (size <= maxWhole) continue
    await body.return?.()
    throw new ProviderError({
      code: 'invalid-answer',
      message: 'The answer is larger than 64 MB, so reading it was stopped.',
    })
  }
  const [first] = chunks
  return chunks.length === 1 && first !== undefined ? toBuffer(first) : Buffer.concat(chunks, size)
}

/** The same bytes as a Buffer. */
export function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes)
    ? bytes
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

function startsAsObject(bytes: Buffer): boolean {
  return bytes[0] === 0x7b || /^[ \t\r\n]*\{/.test(bytes.toString('latin1', 0, 1024))
}

/** Proxies wrap failures into a 200; a reply that only failed on the way has its id before its error. */
function startsAsError(bytes: Buffer): boolean {
  const lead = bytes.toString('latin1', 0, 256)
  return /^\s*\{\s*(?:"type"\s*:\s*"error"|"error"\s*:\s*[{"])/.test(lead)
}

function sendWhole(
  exchange: Exchange,
  route: Route,
  { status, headers }: ForwardedReply,
  bytes: Buffer,
): Promise<void> {
  const { response, trace, host, dialect } = exchange
  trace.status = status
  trace.firstByteMs = host.engine.clock() - trace.startedAt
  response.writeHead(
    status,
    toRawHeaders(
      [
        'content-type',
        headers['content-type'] ?? 'application/json',
        'content-length',
        String(bytes.length),
        'x-content-type-options',
        'nosniff',
      ],
      carryToClient(headers),
      answerHeaders(route),
    ),
  )
  // As text it goes out in one write with the headers; as latin1 every byte stays itself.
  if (bytes.length <= oneWrite) response.end(bytes.toString('latin1'), 'latin1')
  else response.end(bytes)
  const { usageField } = dialect
  const spans = scanTopLevel(bytes, ['id', usageField])
  const usage = readSpan(bytes, spans?.[usageField])
  if (typeof usage === 'object' && usage !== null) {
    trace.usage = dialect.readUsage(usage as JsonObject)
  }
  const id = dialect.id === 'openai-responses' ? readSpan(bytes, spans?.id) : undefined
  if (typeof id === 'string') rememberResponse(exchange, id, route)
  return Promise.resolve()
}

/** As Node takes them without looking each one up: name, value, name, value. */
function toRawHeaders(start: readonly string[], ...more: readonly OutgoingHttpHeaders[]): string[] {
  const raw = [...start]
  for (const headers of more) {
    for (const name in headers) raw.push(name, String(headers[name]))
  }
  return raw
}
