/** @file What one answer may cost in memory, and reading a whole body within that. */
import { ProviderError } from '../errors/provider-error.ts'

/** All response headers together. */
export const maxHeaderBytes = 64 * 1024
/** One event of a stream. */
export const maxEventBytes = 8 * 1024 * 1024
/** A whole (not streamed) answer. */
export const maxBodyBytes = 64 * 1024 * 1024
/** An error answer: enough for any error object, little of a web page. */
export const maxErrorBodyBytes = 64 * 1024

/**
 * Reads a body as UTF-8 text.
 *
 * @param overflow what to do past `maxBytes`: `cut` returns the text so far and closes the socket,
 *   `refuse` throws `ProviderError` with `invalid-answer`.
 */
export async function readText(
  body: AsyncIterable<Uint8Array>,
  maxBytes: number,
  overflow: 'cut' | 'refuse',
): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of body) {
    const room = maxBytes - size
    size += chunk.byteLength
    if (size > maxBytes) {
      if (overflow === 'refuse') throw tooLarge('The answer', maxBytes)
      return text + decoder.decode(chunk.subarray(0, room))
    }
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

/** `invalid-answer` for something that grew past its limit. */
export function tooLarge(what: string, maxBytes: number): ProviderError {
  return new ProviderError({
    code: 'invalid-answer',
    message: `${what} is larger than ${Math.round(maxBytes / 1024 / 1024)} MB, so reading it was stopped.`,
  })
}
