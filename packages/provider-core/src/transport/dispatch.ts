/** @file One request over an undici dispatcher: headers as a promise, the body as a queue. */
import type { Dispatcher } from 'undici'
import { BodyQueue } from './body-queue.ts'

export interface DispatchRequest {
  readonly options: Dispatcher.DispatchOptions
  readonly signal: AbortSignal
  /** Turns what undici reports into what the reader gets. */
  readonly toError: (error: unknown, phase: 'headers' | 'body') => Error
}

export interface DispatchedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: BodyQueue
}

/**
 * Sends one request. Rejects with what undici reports when no response begins; a failure inside the
 * body goes through `toError`. An abort of `signal` closes the socket at once, in every phase.
 */
export function dispatchRequest(
  dispatcher: Dispatcher,
  { options, signal, toError }: DispatchRequest,
): Promise<DispatchedResponse> {
  if (signal.aborted) return Promise.reject(new Error('aborted'))
  return new Promise((resolve, reject) => {
    const handler = new AnswerHandler({ signal, toError, resolve, reject })
    signal.addEventListener('abort', handler)
    try {
      dispatcher.dispatch(options, handler)
    } catch (error) {
      handler.fail(error)
    }
  })
}

interface Asked extends Pick<DispatchRequest, 'signal' | 'toError'> {
  readonly resolve: (response: DispatchedResponse) => void
  readonly reject: (error: unknown) => void
}

/** Told by undici of one answer, and by the signal of its end. A class: closures for each request cost more. */
class AnswerHandler implements Dispatcher.DispatchHandler {
  readonly #asked: Asked
  #controller: Dispatcher.DispatchController | undefined
  #queue: BodyQueue | undefined

  constructor(asked: Asked) {
    this.#asked = asked
  }

  /** The signal aborted. */
  handleEvent(): void {
    const { signal, toError, reject } = this.#asked
    const reason = new Error('aborted', { cause: signal.reason })
    this.#queue?.stop(toError(reason, 'body'))
    reject(reason)
    this.#controller?.abort(reason)
    this.#settle()
  }

  fail(error: unknown): void {
    this.#settle()
    this.#asked.reject(error)
  }

  onRequestStart(started: Dispatcher.DispatchController): void {
    this.#controller = started
    if (this.#asked.signal.aborted) started.abort(new Error('aborted'))
  }

  onResponseStart(
    started: Dispatcher.DispatchController,
    status: number,
    headers: RawHeaders,
  ): void {
    // 103 and its like come before the response.
    if (status < 200) return
    const queue = new BodyQueue(new SocketOf(started))
    this.#queue = queue
    this.#asked.resolve({ status, headers: joinHeaders(headers), body: queue })
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#queue?.push(chunk)
  }

  onResponseEnd(): void {
    this.#settle()
    this.#queue?.end()
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    if (this.#queue === undefined) {
      this.fail(error)
      return
    }
    this.#settle()
    this.#queue.fail(this.#asked.toError(error, 'body'))
  }

  #settle(): void {
    this.#asked.signal.removeEventListener('abort', this)
  }
}

/** The socket of an answer, as its queue sees it. */
class SocketOf {
  readonly #controller: Dispatcher.DispatchController

  constructor(controller: Dispatcher.DispatchController) {
    this.#controller = controller
  }

  pause(): void {
    this.#controller.pause()
  }

  resume(): void {
    this.#controller.resume()
  }

  abort(): void {
    this.#controller.abort(new Error('not wanted any more'))
  }
}

type RawHeaders = Readonly<Record<string, string | string[] | undefined>>

/** undici gives an object of its own for each answer, with lower-case names; nearly all have each header once. */
function joinHeaders(raw: RawHeaders): Readonly<Record<string, string>> {
  return isJoined(raw) ? raw : joinRepeated(raw)
}

function isJoined(raw: RawHeaders): raw is Readonly<Record<string, string>> {
  for (const name in raw) if (typeof raw[name] !== 'string') return false
  return true
}

function joinRepeated(raw: RawHeaders): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return headers
}
