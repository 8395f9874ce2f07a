/**
 * @file Turns a 2xx answer into chat events. What the body is shows in its first bytes, not in its
 * content type: servers stream as JSON type, answer whole to a stream request, and the other way round.
 */
import type { Dialect, StreamFrame } from '../dialects/dialect.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import type { Platform } from '../platforms/platform.ts'
import { decodeEventStreamBatches, unwrapInvokeFrame } from '../transport/event-stream.ts'
import { maxBodyBytes, readText } from '../transport/limits.ts'
import { decodeSseBatches } from '../transport/sse.ts'
import { isWebPage } from './upstream-error.ts'
import type { WireRecorder } from './wire-recorder.ts'

export interface ReplyContext {
  readonly dialect: Dialect
  readonly framing: ReturnType<Platform['framing']>
  readonly contentType: string | undefined
  readonly recorder: WireRecorder | undefined
}

/**
 * Events of one reply, streamed or whole, from its body: all at once that some bytes complete, since handing
 * them on one by one costs more than decoding them. Throws `ProviderError` for what is no reply.
 */
export async function* readReply(
  body: AsyncIterator<Uint8Array>,
  context: ReplyContext,
): AsyncGenerator<readonly ChatEvent[]> {
  const { dialect, framing, contentType, recorder } = context
  const head = await readHead(body)
  const isBinary = framing !== 'sse' && head.first === 0
  const rest = replay(head.chunks, body, recorder, !isBinary)

  if (head.first === undefined) {
    throw new ProviderError({
      code: 'invalid-answer',
      message: 'The server answered with success, but sent nothing.',
    })
  }
  if (isBinary) {
    const unwrap = framing === 'aws-invoke' ? unwrapInvokeFrame : undefined
    yield* decodeFrames(decodeEventStreamBatches(rest), dialect, (frame) => {
      recorder?.frame(frame)
      return unwrap === undefined ? frame : unwrap(frame)
    })
    return
  }
  if (head.first !== openBrace && looksLikeSse(head.chunks)) {
    yield* decodeFrames(decodeSseBatches(rest), dialect)
    return
  }
  const text = await readText(rest, maxBodyBytes, 'refuse')
  yield dialect.decodeResponse(parseReply(text, contentType))
}

/** The events of a whole body that is plainly one JSON object; `undefined` for any other. Throws as `readReply`. */
export function readWholeReply(
  body: Uint8Array,
  { dialect, contentType }: Pick<ReplyContext, 'dialect' | 'contentType'>,
): readonly ChatEvent[] | undefined {
  if (body[0] !== openBrace) return undefined
  return dialect.decodeResponse(parseReply(utf8.decode(body), contentType))
}

const utf8 = new TextDecoder()

function parseReply(text: string, contentType: string | undefined): unknown {
  if (isWebPage(contentType, text)) {
    throw new ProviderError({
      code: 'invalid-answer',
      message:
        'The server answered with a web page. The base URL probably leads to a site, not to its API.',
      bodyExcerpt: text,
    })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new ProviderError({
      code: 'invalid-answer',
      message: 'The server answered with something that is not JSON.',
      bodyExcerpt: text,
      cause,
    })
  }
}

async function* decodeFrames(
  batches: AsyncIterable<readonly StreamFrame[]>,
  dialect: Dialect,
  prepare?: (frame: StreamFrame) => StreamFrame,
): AsyncGenerator<readonly ChatEvent[]> {
  const decoder = dialect.createStreamDecoder()
  for await (const frames of batches) {
    const events: ChatEvent[] = []
    for (const frame of frames) {
      for (const event of decoder.push(prepare === undefined ? frame : prepare(frame))) {
        events.push(event)
      }
      if (decoder.done) break
    }
    if (events.length > 0) yield events
    if (decoder.done) return
  }
  yield decoder.end()
}

/** Chunks up to the first byte that says something: white space and a byte order mark do not. */
async function readHead(
  body: AsyncIterator<Uint8Array>,
): Promise<{ chunks: Uint8Array[]; first: number | undefined }> {
  const chunks: Uint8Array[] = []
  for (let next = await body.next(); next.done !== true; next = await body.next()) {
    chunks.push(next.value)
    const first = next.value.find((byte) => !ignoredBytes.has(byte))
    if (first !== undefined) return { chunks, first }
  }
  return { chunks, first: undefined }
}

/** True when the text so far begins like a field or a comment of an event stream. */
function looksLikeSse(chunks: readonly Uint8Array[]): boolean {
  const text = new TextDecoder().decode(Buffer.concat(chunks).subarray(0, 64)).trimStart()
  return ['data:', 'event:', 'id:', 'retry:', ':', 'data\n', 'data\r'].some((field) =>
    text.length < field.length ? field.startsWith(text) : text.startsWith(field),
  )
}

const openBrace = 0x7b
const ignoredBytes: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf])

/**
 * The body from its start. Leaving it early leaves `rest` open: its owner closes it. No generator: it would
 * cost every chunk another turn.
 */
function replay(
  chunks: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  recorder: WireRecorder | undefined,
  asText: boolean,
): AsyncIterable<Uint8Array> {
  let read = 0
  const next = (): Promise<IteratorResult<Uint8Array>> => {
    const value = chunks[read]
    if (value === undefined) return rest.next()
    read += 1
    return Promise.resolve({ done: false, value })
  }
  const nextRecorded = async (): Promise<IteratorResult<Uint8Array>> => {
    const result = await next()
    if (result.done !== true) recorder?.receive(result.value, asText)
    return result
  }
  const iterator = { next: recorder === undefined ? next : nextRecorded }
  return { [Symbol.asyncIterator]: () => iterator }
}
