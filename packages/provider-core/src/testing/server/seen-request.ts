import type { IncomingMessage } from 'node:http'

/** How and when the answer to a request came to its end (`performance.now()` milliseconds). */
export interface RequestEnd {
  /** `aborted`: the client closed first. `broken-off`: the server destroyed the socket. */
  how: 'finished' | 'aborted' | 'broken-off'
  at: number
}

/** A request as it came over the wire. */
export interface SeenRequest {
  /** Place in `upstream.requests`. */
  index: number
  method: string
  /** The request target exactly as sent. */
  target: string
  /** Path part of the target, not decoded. */
  path: string
  /** Query part of the target without `?`, not decoded. */
  query: string
  /** Lower-cased names; repeated headers joined with `, `. */
  headers: Record<string, string>
  /** Names of headers that came more than once. */
  repeatedHeaders: string[]
  bodyBytes: Uint8Array
  bodyText: string
  /** Parsed JSON, or undefined when the body is not JSON. */
  body: unknown
  /** What the server took the request for, e.g. `chat`, `models`, `token`. */
  operation?: string
  /** The upstream model id that was asked for. */
  model?: string
  receivedAt: number
  end?: RequestEnd
  /** Resolves when the answer has ended, one way or the other. */
  ended: Promise<RequestEnd>
}

/** Reads a request to its end. */
export async function readSeenRequest(
  message: IncomingMessage,
  ended: Promise<RequestEnd>,
): Promise<SeenRequest> {
  const receivedAt = performance.now()
  const parts: Uint8Array[] = []
  for await (const part of message) parts.push(part as Uint8Array)
  const bodyBytes = new Uint8Array(Buffer.concat(parts))
  const bodyText = Buffer.from(bodyBytes).toString('utf8')
  const target = message.url ?? '/'
  const mark = target.indexOf('?')
  const seen: SeenRequest = {
    index: -1,
    method: message.method ?? 'GET',
    target,
    path: mark < 0 ? target : target.slice(0, mark),
    query: mark < 0 ? '' : target.slice(mark + 1),
    ...collectHeaders(message.rawHeaders),
    bodyBytes,
    bodyText,
    body: parseJson(bodyText),
    receivedAt,
    ended,
  }
  void ended.then((end) => {
    seen.end = end
  })
  return seen
}

function collectHeaders(raw: string[]): Pick<SeenRequest, 'headers' | 'repeatedHeaders'> {
  const headers: Record<string, string> = {}
  const repeatedHeaders: string[] = []
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase()
    const value = raw[index + 1] ?? ''
    const before = headers[name]
    if (before !== undefined) repeatedHeaders.push(name)
    headers[name] = before === undefined ? value : `${before}, ${value}`
  }
  return { headers, repeatedHeaders }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
