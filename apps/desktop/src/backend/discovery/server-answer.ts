/** @file One short question to a server on this machine. No key is ever sent. */
import type { Send } from '@patchbay/provider-core'

export interface ServerAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
  /** Undefined where the body is not JSON. */
  readonly json: unknown
}

export type Ask = (path: string) => Promise<ServerAnswer | undefined>

/** A list of thousands of models is smaller. */
const maxBytes = 2 * 1024 * 1024

/** Asks `GET origin/path`; undefined for whatever is not an answer: refused, redirected, too slow, stopped. */
export function createAsk(send: Send, origin: string, signal: AbortSignal, limitMs: number): Ask {
  return async (path) => {
    try {
      const response = await send({
        method: 'GET',
        url: new URL(path, origin),
        headers: { accept: 'application/json' },
        body: undefined,
        signal,
        timeouts: { connectMs: limitMs, firstByteMs: limitMs, idleMs: limitMs },
      })
      const text = await readStart(response.body)
      return { status: response.status, headers: response.headers, text, json: parseJson(text) }
    } catch {
      return undefined
    }
  }
}

async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    text += decoder.decode(chunk, { stream: true })
    if (size > maxBytes) break
  }
  return text + decoder.decode()
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
