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

type Next = IteratorResult<Uint8Array>
type Waiter = ReturnType<typeof Promise.withResolvers<Next>>

const done: Next = { done: true, value: undefined }

/** The queue of one answer, for one reader. A class, since a set of closures for each answer costs more than its bytes. */
export class BodyQueue implements AsyncIterableIterator<Uint8Array> {
  readonly #source: Source
  #chunks: Uint8Array[] = []
  #size = 0
  #paused = false
  #error: Error | undefined
  #ended = false
  #waiter: Waiter | undefined

  constructor(source: Source) {
    this.#source = source
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<Next> {
    const value = this.#take()
    if (value !== undefined) return Promise.resolve({ done: false, value })
    if (this.#error !== undefined) return Promise.reject(this.#error)
    if (this.#ended) return Promise.resolve(done)
    this.#waiter = Promise.withResolvers()
    return this.#waiter.promise
  }

  /** Leaving early closes the socket. */
  return(): Promise<Next> {
    this.#chunks = []
    if (!this.#ended) {
      this.#ended = true
      this.#source.abort()
    }
    this.#settle()
    return Promise.resolve(done)
  }

  /** What was not read yet, where the whole body has arrived already; `undefined` where there is more to wait for. */
  takeRest(): Uint8Array | undefined {
    if (!this.#ended || this.#error !== undefined) return undefined
    const chunks = this.#chunks
    this.#chunks = []
    const [first] = chunks
    return chunks.length === 1 && first !== undefined ? first : Buffer.concat(chunks)
  }

  push(chunk: Uint8Array): void {
    if (this.#ended) return
    const waiter = this.#waiter
    if (waiter !== undefined) {
      this.#waiter = undefined
      waiter.resolve({ done: false, value: chunk })
      return
    }
    this.#chunks.push(chunk)
    this.#size += chunk.byteLength
    if (!this.#paused && this.#size >= highWaterMark) {
      this.#paused = true
      this.#source.pause()
    }
  }

  end(): void {
    this.#ended = true
    this.#settle()
  }

  /** The body ends with `error` once everything before it was read. */
  fail(error: Error): void {
    if (this.#ended) return
    this.#ended = true
    this.#error = error
    this.#settle()
  }

  /** Ends the body with `error` now; unread bytes are dropped. */
  stop(error: Error): void {
    if (this.#ended && this.#chunks.length === 0) return
    this.#chunks = []
    this.#ended = true
    this.#error = error
    this.#settle()
  }

  #settle(): void {
    const waiter = this.#waiter
    if (waiter === undefined) return
    this.#waiter = undefined
    if (this.#error !== undefined) waiter.reject(this.#error)
    else waiter.resolve(done)
  }

  #take(): Uint8Array | undefined {
    const chunk = takeJoined(this.#chunks)
    if (chunk === undefined) return undefined
    this.#size -= chunk.byteLength
    if (this.#paused && this.#size < highWaterMark) {
      this.#paused = false
      this.#source.resume()
    }
    return chunk
  }
}

/** Takes what stands first, with as many behind it as may go with it. */
function takeJoined(chunks: Uint8Array[]): Uint8Array | undefined {
  if (chunks.length < 2) return chunks.pop()
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
