/** @file One request over an undici dispatcher: headers as a promise, the body as a queue. */
import type { Dispatcher } from 'undici'
import { createBodyQueue, type BodyQueue } from './body-queue.ts'

export interface DispatchRequest {
  readonly options: Dispatcher.DispatchOptions
  readonly signal: AbortSignal
  /** Turns what undici reports into what the reader gets. */
  readonly toError: (error: unknown, phase: 'headers' | 'body') => Error
}

export interface DispatchedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: AsyncIterableIterator<Uint8Array>
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
  const answered = Promise.withResolvers<DispatchedResponse>()
  let controller: Dispatcher.DispatchController | undefined
  let queue: BodyQueue | undefined

  const abort = (): void => {
    const reason = new Error('aborted', { cause: signal.reason })
    queue?.stop(toError(reason, 'body'))
    answered.reject(reason)
    controller?.abort(reason)
  }
  signal.addEventListener('abort', abort, { once: true })
  const settle = (): void => signal.removeEventListener('abort', abort)

  const handler: Dispatcher.DispatchHandler = {
    onRequestStart(started) {
      controller = started
      if (signal.aborted) started.abort(new Error('aborted'))
    },
    onResponseStart(started, status, headers) {
      // 103 and its like come before the response.
      if (status < 200) return
      queue = createBodyQueue({
        pause: () => started.pause(),
        resume: () => started.resume(),
        abort: () => started.abort(new Error('not wanted any more')),
      })
      answered.resolve({ status, headers: joinHeaders(headers), body: queue.body })
    },
    onResponseData(_controller, chunk) {
      queue?.push(chunk)
    },
    onResponseEnd() {
      settle()
      queue?.end()
    },
    onResponseError(_controller, error) {
      settle()
      if (queue === undefined) answered.reject(error)
      else queue.fail(toError(error, 'body'))
    },
  }
  try {
    dispatcher.dispatch(options, handler)
  } catch (error) {
    settle()
    answered.reject(error)
  }
  return answered.promise
}

function joinHeaders(
  raw: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const [name, value] of Object.entries(raw)) {
    if (value !== undefined) {
      headers[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value
    }
  }
  return headers
}
