/**
 * @file AWS event stream (application/vnd.amazon.eventstream) from bytes, as the reader pulls them.
 * Frame: u32 total length, u32 headers length, u32 prelude CRC, headers, payload, u32 message CRC.
 */
import type { EventStreamCodec } from '@smithy/eventstream-codec'
import type { JsonObject, StreamFrame } from '../dialects/dialect.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { maxEventBytes, tooLarge } from './limits.ts'

/**
 * Decodes event-stream messages. `event` is the event type, or the exception type of an exception
 * message. Throws `ProviderError`: `stream-broken` for bytes left over at the end or a wrong
 * checksum, `invalid-answer` for a message past `maxBytes`.
 */
export async function* decodeEventStream(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number = maxEventBytes,
): AsyncGenerator<StreamFrame> {
  for await (const frames of decodeEventStreamBatches(body, maxBytes)) yield* frames
}

/** As `decodeEventStream`, all messages at once that a chunk completes; those before a damaged one come first. */
export async function* decodeEventStreamBatches(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number = maxEventBytes,
): AsyncGenerator<readonly StreamFrame[]> {
  const { EventStreamCodec: Codec } = await import('@smithy/eventstream-codec')
  const { fromUtf8, toUtf8 } = await import('@smithy/util-utf8')
  const codec = new Codec(toUtf8, fromUtf8)
  let pieces: Uint8Array[] = []
  let held = 0
  let wanted = 4

  for await (const chunk of body) {
    pieces.push(chunk)
    held += chunk.byteLength
    if (held < wanted) continue
    const buffer = Buffer.concat(pieces, held)
    let offset = 0
    wanted = 4
    const frames: StreamFrame[] = []
    let failure: Error | undefined
    try {
      while (buffer.length - offset >= 4) {
        const total = buffer.readUInt32BE(offset)
        if (total > maxBytes) throw tooLarge('One message of the stream', maxBytes)
        if (total < 16) throw damaged('it names an impossible length')
        if (buffer.length - offset < total) {
          wanted = total
          break
        }
        frames.push(readMessage(codec, buffer.subarray(offset, offset + total)))
        offset += total
      }
    } catch (error) {
      failure = error instanceof Error ? error : damaged('it cannot be read', error)
    }
    if (frames.length > 0) yield frames
    if (failure !== undefined) throw failure
    const rest = buffer.subarray(offset)
    pieces = rest.length > 0 ? [rest] : []
    held = rest.length
  }
  if (held > 0) {
    throw new ProviderError({
      code: 'stream-broken',
      message: 'The stream ended in the middle of a message.',
    })
  }
}

/**
 * Unwraps Bedrock's InvokeModelWithResponseStream: each `chunk` carries `{"bytes": base64}` of one
 * event of the model's own format, whose `type` becomes the event. Other messages (exceptions) pass.
 */
export async function* unwrapInvokeFrames(
  frames: AsyncIterable<StreamFrame>,
): AsyncGenerator<StreamFrame> {
  for await (const frame of frames) yield unwrapInvokeFrame(frame)
}

/** One message of `unwrapInvokeFrames`. */
export function unwrapInvokeFrame(frame: StreamFrame): StreamFrame {
  const wrapped = parseObject(frame.data)?.['bytes']
  if (frame.event !== 'chunk' || typeof wrapped !== 'string') return frame
  const data = Buffer.from(wrapped, 'base64').toString('utf8')
  const type = parseObject(data)?.['type']
  return { event: typeof type === 'string' ? type : undefined, data }
}

function readMessage(codec: EventStreamCodec, bytes: Uint8Array): StreamFrame {
  let message: ReturnType<EventStreamCodec['decode']>
  try {
    message = codec.decode(bytes)
  } catch (cause) {
    throw damaged('its checksum is wrong', cause)
  }
  const header = (name: string): string | undefined => {
    const value = message.headers[name]?.value
    return typeof value === 'string' ? value : undefined
  }
  const data = Buffer.from(message.body).toString('utf8')
  switch (header(':message-type')) {
    case 'exception':
      return { event: header(':exception-type') ?? 'exception', data }
    case 'error':
      return {
        event: header(':error-code') ?? 'error',
        data: data === '' ? JSON.stringify({ message: header(':error-message') ?? '' }) : data,
      }
    default:
      return { event: header(':event-type'), data }
  }
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as JsonObject) : undefined
  } catch {
    return undefined
  }
}

function damaged(how: string, cause?: unknown): ProviderError {
  return new ProviderError({
    code: 'stream-broken',
    message: `A message of the stream is damaged: ${how}.`,
    cause,
  })
}
