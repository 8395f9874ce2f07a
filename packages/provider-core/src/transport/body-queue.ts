/**
 * @file The bytes of one answer between the socket and its reader. Unlike a Node stream it hands over
 * everything that arrived before it tells that the connection broke.
 */

/** Above this many unread bytes the socket is paused; below, it goes on. */
const highWaterMark = 64 * 1024

/** Chunks that wait together go over as one of up to this size: a hand-over costs more than a copy. */
const joinedSize = 32 * 1024

export interface Source {
  pause(): void
  resume(): void
  /** Closes the socket. */
  abort(): void
}

export interface BodyQueue {
  /** For one reader. Leaving the loop early closes the socket. */
  readonly body: AsyncIterableIterator<Uint8Array>
  push(chunk: Uint8Array): void
  end(): void
  /** The body ends with `error` once everything before it was read. */
  fail(error: Error): void
  /** Ends the body with `error` now; unread bytes are dropped. */
  stop(error: Error): void
}

type Waiter = ReturnType<typeof Promise.withResolvers<IteratorResult<Uint8Array>>>

/** Makes the queue of one answer. */
export function createBodyQueue(source: Source): BodyQueue {
  let chunks: Uint8Array[] = []
  let size = 0
  let paused = false
  let error: Error | undefined
  let ended = false
  let waiter: Waiter | undefined

  const done = (): IteratorResult<Uint8Array> => ({ done: true, value: undefined })

  const settle = (): void => {
    if (waiter === undefined) return
    const waiting = waiter
    waiter = undefined
    if (error !== undefined) waiting.reject(error)
    else waiting.resolve(done())
  }

  const take = (): Uint8Array | undefined => {
    const chunk = takeJoined(chunks)
    if (chunk === undefined) return undefined
    size -= chunk.byteLength
    if (paused && size < highWaterMark) {
      paused = false
      source.resume()
    }
    return chunk
  }

  const body: AsyncIterableIterator<Uint8Array> = {
    [Symbol.asyncIterator]: () => body,
    next() {
      const value = take()
      if (value !== undefined) return Promise.resolve({ done: false, value })
      if (error !== undefined) return Promise.reject(error)
      if (ended) return Promise.resolve(done())
      waiter = Promise.withResolvers()
      return waiter.promise
    },
    return() {
      chunks = []
      if (!ended) {
        ended = true
        source.abort()
      }
      settle()
      return Promise.resolve(done())
    },
  }

  return {
    body,
    push(chunk) {
      if (ended) return
      if (waiter !== undefined) {
        const waiting = waiter
        waiter = undefined
        waiting.resolve({ done: false, value: chunk })
        return
      }
      chunks.push(chunk)
      size += chunk.byteLength
      if (!paused && size >= highWaterMark) {
        paused = true
        source.pause()
      }
    },
    end() {
      ended = true
      settle()
    },
    fail(failure) {
      if (ended) return
      ended = true
      error = failure
      settle()
    },
    stop(failure) {
      if (ended && chunks.length === 0) return
      chunks = []
      ended = true
      error = failure
      settle()
    },
  }
}

/** Takes what stands first, with as many behind it as may go with it. */
function takeJoined(chunks: Uint8Array[]): Uint8Array | undefined {
  let size = 0
  let count = 0
  for (const { byteLength } of chunks) {
    if (count > 0 && size + byteLength > joinedSize) break
    size += byteLength
    count += 1
  }
  if (count < 2) return chunks.shift()
  return Buffer.concat(chunks.splice(0, count), size)
}
