/**
 * @file AWS event stream (application/vnd.amazon.eventstream) from bytes.
 * Frame: u32 total length, u32 headers length, u32 prelude CRC, headers, payload, u32 message CRC.
 */
import type { EventStreamCodec } from '@smithy/eventstream-codec'
import type { JsonObject, StreamFrame } from '../dialects/dialect.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { readFrames, type Framer } from './framer.ts'
import { maxEventBytes, tooLarge } from './limits.ts'

/**
 * Makes what cuts event-stream messages. `event` is the event type, or the exception type of an exception
 * message. Its failure: `stream-broken` for bytes left over at the end or a wrong checksum,
 * `invalid-answer` for a message past `maxBytes`.
 */
export async function createEventStreamFramer(maxBytes: number = maxEventBytes): Promise<Framer> {
  const { EventStreamCodec: Codec } = await import('@smithy/eventstream-codec')
  const { fromUtf8, toUtf8 } = await import('@smithy/util-utf8')
  const codec = new Codec(toUtf8, fromUtf8)
  let pieces: Uint8Array[] = []
  let held = 0
  let wanted = 4
  let failure: ProviderError | undefined

  const cut = (frames: StreamFrame[]): void => {
    const buffer = Buffer.concat(pieces, held)
    let offset = 0
    wanted = 4
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
    const rest = buffer.subarray(offset)
    pieces = rest.length > 0 ? [rest] : []
    held = rest.length
  }

  return {
    push(chunk) {
      pieces.push(chunk)
      held += chunk.byteLength
      const frames: StreamFrame[] = []
      if (held < wanted) return frames
      try {
        cut(frames)
      } catch (error) {
        failure = error instanceof ProviderError ? error : damaged('it cannot be read', error)
      }
      return frames
    },
    end() {
      if (held > 0) {
        failure ??= new ProviderError({
          code: 'stream-broken',
          message: 'The stream ended in the middle of a message.',
        })
      }
      return []
    },
    get failure() {
      return failure
    },
  }
}

/** The messages of an event-stream body, as the reader pulls them. Throws `ProviderError`. */
export async function* decodeEventStream(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number = maxEventBytes,
): AsyncGenerator<StreamFrame> {
  yield* readFrames(body, await createEventStreamFramer(maxBytes))
}

/**
 * Unwraps Bedrock's InvokeModelWithResponseStream: each `chunk` carries `{"bytes": base64}` of one
 * event of the model's own format, whose `type` becomes the event. Other messages (exceptions) pass.
 */
export function unwrapInvokeFrame(frame: StreamFrame): StreamFrame {
  const wrapped = parseObject(frame.data)?.['bytes']
  if (frame.event !== 'chunk' || typeof wrapped !== 'string') return frame
  const data = Buffer.from(wrapped, 'base64').toString('utf8')
  const type = parseObject(data)?.['type']
  return { event: typeof type === 'string' ? type : undefined, data }
}

/** The same for a stream of them. */
export async function* unwrapInvokeFrames(
  frames: AsyncIterable<StreamFrame>,
): AsyncGenerator<StreamFrame> {
  for await (const frame of frames) yield unwrapInvokeFrame(frame)
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
