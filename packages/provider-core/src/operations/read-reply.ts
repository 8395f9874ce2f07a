/**
 * @file Turns a 2xx answer into chat events. What the body is shows in its first bytes, not in its
 * content type: servers stream as JSON type, answer whole to a stream request, and the other way round.
 */
import type { Dialect, StreamFrame } from '../dialects/dialect.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import type { Platform } from '../platforms/platform.ts'
import { createEventStreamFramer, unwrapInvokeFrame } from '../transport/event-stream.ts'
import { maxBodyBytes, readText } from '../transport/limits.ts'
import { createSseFramer } from '../transport/sse.ts'
import { isWebPage } from './upstream-error.ts'
import type { WireRecorder } from './wire-recorder.ts'

export interface ReplyContext {
  readonly dialect: Dialect
  readonly framing: ReturnType<Platform['framing']>
  readonly contentType: string | undefined
  readonly recorder: WireRecorder | undefined
}

/**
 * Events of one reply, streamed or whole, from its body: those of one chunk together, as the reader pulls
 * them. Throws `ProviderError` for what is no reply.
 */
export async function* readReply(
  body: AsyncIterator<Uint8Array>,
  context: ReplyContext,
): AsyncGenerator<ChatEvent[]> {
  const { dialect, framing, contentType, recorder } = context
  const head = await readHead(body)
  const isBinary = framing !== 'sse' && head.first === 0
  if (recorder !== undefined) for (const chunk of head.chunks) recorder.receive(chunk, !isBinary)

  if (head.first === undefined) {
    throw new ProviderError({
      code: 'invalid-answer',
      message: 'The server answered with success, but sent nothing.',
    })
  }
  if (isBinary || looksLikeSse(head.chunks)) {
    yield* readStream(head.chunks, body, context, isBinary)
    return
  }
  const text = await readText(replay(head.chunks, body, recorder), maxBodyBytes, 'refuse')
  yield dialect.decodeResponse(parseReply(text, contentType))
}

async function* readStream(
  chunks: readonly Uint8Array[],
  body: AsyncIterator<Uint8Array>,
  { dialect, framing, recorder }: ReplyContext,
  isBinary: boolean,
): AsyncGenerator<ChatEvent[]> {
  const framer = isBinary ? await createEventStreamFramer() : createSseFramer()
  const decoder = dialect.createStreamDecoder()
  const decode = (frames: readonly StreamFrame[]): ChatEvent[] => {
    const events: ChatEvent[] = []
    for (const frame of frames) {
      if (decoder.done) break
      if (isBinary) recorder?.frame(frame)
      const own = isBinary && framing === 'aws-invoke' ? unwrapInvokeFrame(frame) : frame
      for (const event of decoder.push(own)) events.push(event)
    }
    return events
  }
  let waiting = chunks
  for (;;) {
    for (const chunk of waiting) {
      const events = decode(framer.push(chunk))
      if (events.length > 0) yield events
      if (decoder.done) return
      if (framer.failure !== undefined) throw framer.failure
    }
    const next = await body.next()
    if (next.done === true) break
    recorder?.receive(next.value, !isBinary)
    waiting = [next.value]
  }
  const last = decode(framer.end())
  if (last.length > 0) yield last
  if (framer.failure !== undefined) throw framer.failure
  if (!decoder.done) yield decoder.end()
}

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

const ignoredBytes: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf])

/** The body from its start; the recorder has the head already. Leaving it early leaves `rest` open: its owner closes it. */
async function* replay(
  chunks: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
  recorder: WireRecorder | undefined,
): AsyncGenerator<Uint8Array> {
  yield* chunks
  for (let next = await rest.next(); next.done !== true; next = await rest.next()) {
    recorder?.receive(next.value, true)
    yield next.value
  }
}
