/** @file What a process says about one request, taken one by one; with the time limits and the abort of the request. */
import { ProviderError } from '@patchbay/provider-core'
import type { ErrorMessage } from '../runner/protocol.ts'
import type { SessionListener, SessionRequest } from './handler-session.ts'

export type InboxItem =
  | { readonly type: 'value'; readonly value: unknown }
  | { readonly type: 'chunk'; readonly value: unknown }
  | { readonly type: 'end' }
  | { readonly type: 'error'; readonly error: ErrorMessage }

export interface Inbox {
  /** Throws `ProviderError` after a time-out, an abort, or the end of the process. */
  next(): Promise<InboxItem>
  /** Nobody reads on: what runs is aborted. */
  close(): void
}

export interface InboxOptions {
  readonly signal: AbortSignal
  /** Milliseconds until the first thing is said. */
  readonly firstMs: number
  /** Milliseconds between two of them. */
  readonly idleMs: number
}

/** @param open sends the request */
export function openInbox(
  open: (listener: SessionListener) => SessionRequest,
  { signal, firstMs, idleMs }: InboxOptions,
): Inbox {
  const items: InboxItem[] = []
  let failure: ProviderError | undefined
  let wake: (() => void) | undefined
  let isFirst = true

  const push = (item: InboxItem): void => {
    items.push(item)
    wake?.()
  }
  const fail = (error: ProviderError): void => {
    failure ??= error
    wake?.()
  }
  const stop = (): void => {
    fail(new ProviderError({ code: 'aborted', message: 'The request was stopped.' }))
    close()
  }
  const close = (): void => {
    signal.removeEventListener('abort', stop)
    request.abort()
  }
  const request = open({
    value: (value) => push({ type: 'value', value }),
    chunk: (value) => push({ type: 'chunk', value }),
    end: () => push({ type: 'end' }),
    error: (error) => push({ type: 'error', error }),
    died: fail,
  })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()

  return {
    next: async () => {
      const limit = isFirst ? firstMs : idleMs
      const words = isFirst ? 'gave no answer' : 'said nothing more'
      if (items.length === 0 && failure === undefined) {
        const timer = setTimeout(() => {
          fail(
            new ProviderError({
              code: 'timeout',
              message: `The handler ${words} within ${limit / 1000} s.`,
              retryable: false,
            }),
          )
          close()
        }, limit)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = undefined
        clearTimeout(timer)
      }
      const item = signal.aborted ? undefined : items.shift()
      if (item === undefined) throw failure ?? new Error('Nothing was said.')
      isFirst = false
      if (item.type === 'chunk') request.took()
      else signal.removeEventListener('abort', stop)
      return item
    },
    close,
  }
}
