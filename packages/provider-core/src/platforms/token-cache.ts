/** @file Keeps access tokens and temporary keys until shortly before they end; callers who ask at once share one fetch. */
import { createHash } from 'node:crypto'
import { ProviderError } from '../errors/provider-error.ts'

/** Nothing is used in its last five minutes: the request it goes with may take that long to arrive. */
const marginMs = 5 * 60 * 1000
/** How long something without a known end is kept: its source may change. */
const unknownLifeMs = 5 * 60 * 1000
/** Values kept at once; the oldest goes first. */
const maxValues = 100

export interface Expiring<Value> {
  readonly value: Value
  /** Milliseconds since the epoch; `undefined` when its source does not say. */
  readonly expiresAt: number | undefined
  /** Until when it is used, when not until five minutes before its end. Milliseconds since the epoch. */
  readonly useUntil?: number | undefined
}

interface Kept<Value> {
  readonly found: Expiring<Value>
  readonly useUntil: number
}

interface Pending<Value> {
  readonly found: Promise<Expiring<Value>>
  readonly stop: AbortController
  waiting: number
}

export interface TokenCache<Value> {
  /**
   * What is kept under `key`, from `fetchValue` when there is none that lasts. A caller who leaves does
   * not stop the fetch for the others; when the last one leaves it is stopped.
   */
  get(
    key: string,
    signal: AbortSignal,
    fetchValue: (signal: AbortSignal) => Promise<Expiring<Value>>,
  ): Promise<Value>
  /** What is kept under `key`, ended or not; fetches nothing. */
  peek(key: string): Expiring<Value> | undefined
  /** Drops what is kept under `key`. */
  delete(key: string): void
}

/** Makes an empty cache. */
export function createTokenCache<Value>({ now }: { readonly now: () => Date }): TokenCache<Value> {
  const values = new Map<string, Kept<Value>>()
  const pending = new Map<string, Pending<Value>>()

  const keep = (key: string, found: Expiring<Value>): void => {
    const { expiresAt } = found
    const useUntil =
      found.useUntil ??
      (expiresAt === undefined ? now().getTime() + unknownLifeMs : expiresAt - marginMs)
    values.delete(key)
    values.set(key, { found, useUntil })
    const [oldest] = values.keys()
    if (values.size > maxValues && oldest !== undefined) values.delete(oldest)
  }

  const start = (
    key: string,
    fetchValue: (signal: AbortSignal) => Promise<Expiring<Value>>,
  ): Pending<Value> => {
    const stop = new AbortController()
    const fetching: Pending<Value> = { found: fetchValue(stop.signal), stop, waiting: 0 }
    pending.set(key, fetching)
    const forget = (): void => {
      if (pending.get(key) === fetching) pending.delete(key)
    }
    fetching.found.then((found) => {
      // One that was dropped while it was fetched is not kept.
      if (pending.get(key) === fetching) keep(key, found)
      forget()
    }, forget)
    return fetching
  }

  return {
    async get(key, signal, fetchValue) {
      const known = values.get(key)
      if (known !== undefined && known.useUntil > now().getTime()) return known.found.value
      if (signal.aborted) throw stopped()
      const fetching = pending.get(key) ?? start(key, fetchValue)
      fetching.waiting += 1
      try {
        return (await untilAborted(fetching.found, signal)).value
      } finally {
        fetching.waiting -= 1
        if (fetching.waiting === 0 && signal.aborted) {
          if (pending.get(key) === fetching) pending.delete(key)
          fetching.stop.abort()
        }
      }
    },
    peek: (key) => values.get(key)?.found,
    delete(key) {
      values.delete(key)
      pending.delete(key)
    },
  }
}

/** A key that holds every part whole, so that a changed secret or host never meets an old token; hashed, so that the cache holds no secret. */
export function cacheKey(parts: readonly (string | undefined)[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex')
}

function untilAborted<Value>(value: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(stopped())
    signal.addEventListener('abort', leave, { once: true })
    value.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

function stopped(): ProviderError {
  return new ProviderError({ code: 'aborted', message: 'Stopped.' })
}
