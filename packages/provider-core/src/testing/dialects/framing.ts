import { EventStreamCodec } from '@smithy/eventstream-codec'
import { fromUtf8, toUtf8 } from '@smithy/util-utf8'
import type { Pace } from '../server/behaviour.ts'
import type { Framing, StreamEvent } from './dialect.ts'

const codec = new EventStreamCodec(toUtf8, fromUtf8)

/** Server-sent events; events with a name get an `event:` line. */
export function createSseFraming(pace: Pick<Pace, 'lineEnding' | 'comments'>): Framing {
  const end = pace.lineEnding === 'crlf' ? '\r\n' : '\n'
  const comment = pace.comments === true ? `: keep-alive${end}${end}` : ''
  return {
    contentType: 'text/event-stream; charset=utf-8',
    encode({ name, data }) {
      const json = typeof data === 'string' ? data : JSON.stringify(data)
      const event = name === undefined ? '' : `event: ${name}${end}`
      return `${comment}${event}data: ${json}${end}${end}`
    },
  }
}

/** AWS event stream frames (application/vnd.amazon.eventstream); see the Smithy specification. */
export const eventStreamFraming: Framing = {
  contentType: 'application/vnd.amazon.eventstream',
  encode: ({ name = '', data }) => encodeFrame(name, data),
}

/** InvokeModelWithResponseStream: each event of the model is base64 inside a `chunk` frame. */
export const invokeStreamFraming: Framing = {
  contentType: 'application/vnd.amazon.eventstream',
  encode({ name = '', data }) {
    if (name.startsWith('exception:')) return encodeFrame(name, data)
    const bytes = Buffer.from(JSON.stringify(data)).toString('base64')
    return encodeFrame('chunk', { bytes, p: 'abcdefgh' })
  },
}

function encodeFrame(name: string, data: StreamEvent['data']): Uint8Array {
  const exception = /^exception:(.+)$/.exec(name)?.[1]
  const kind = exception === undefined ? 'event' : 'exception'
  return codec.encode({
    headers: {
      [`:${kind}-type`]: { type: 'string', value: exception ?? name },
      ':content-type': { type: 'string', value: 'application/json' },
      ':message-type': { type: 'string', value: kind },
    },
    body: fromUtf8(typeof data === 'string' ? data : JSON.stringify(data)),
  })
}
