/** @file Keeps access tokens until shortly before they end; callers who ask at once share one fetch. */
import { ProviderError } from '../errors/provider-error.ts'
import type { AccessToken } from './google-token.ts'

/** A token is not used in its last five minutes: the request it goes with may take that long to arrive. */
const marginMs = 5 * 60 * 1000
/** Tokens kept at once; the oldest goes first. */
const maxTokens = 100

interface Pending {
  readonly token: Promise<AccessToken>
  readonly stop: AbortController
  waiting: number
}

export interface TokenCache {
  /**
   * The token under `key`, from `fetchToken` when there is none that lasts. A caller who leaves does
   * not stop the fetch for the others; when the last one leaves it is stopped.
   */
  get(
    key: string,
    signal: AbortSignal,
    fetchToken: (signal: AbortSignal) => Promise<AccessToken>,
  ): Promise<string>
  /** Drops the token under `key`. */
  delete(key: string): void
}

/** Makes an empty cache. */
export function createTokenCache({ now }: { readonly now: () => Date }): TokenCache {
  const tokens = new Map<string, AccessToken>()
  const pending = new Map<string, Pending>()

  const start = (
    key: string,
    fetchToken: (signal: AbortSignal) => Promise<AccessToken>,
  ): Pending => {
    const stop = new AbortController()
    const fetching: Pending = { token: fetchToken(stop.signal), stop, waiting: 0 }
    pending.set(key, fetching)
    const forget = (): void => {
      if (pending.get(key) === fetching) pending.delete(key)
    }
    fetching.token.then((token) => {
      // One that was dropped while it was fetched is not kept.
      if (pending.get(key) === fetching) keep(tokens, key, token)
      forget()
    }, forget)
    return fetching
  }

  return {
    async get(key, signal, fetchToken) {
      const known = tokens.get(key)
      if (known !== undefined && known.expiresAt - marginMs > now().getTime()) return known.value
      if (signal.aborted) throw stopped()
      const fetching = pending.get(key) ?? start(key, fetchToken)
      fetching.waiting += 1
      try {
        return (await untilAborted(fetching.token, signal)).value
      } finally {
        fetching.waiting -= 1
        if (fetching.waiting === 0 && signal.aborted) {
          if (pending.get(key) === fetching) pending.delete(key)
          fetching.stop.abort()
        }
      }
    },
    delete(key) {
      tokens.delete(key)
      pending.delete(key)
    },
  }
}

function keep(tokens: Map<string, AccessToken>, key: string, token: AccessToken): void {
  tokens.delete(key)
  tokens.set(key, token)
  const [oldest] = tokens.keys()
  if (tokens.size > maxTokens && oldest !== undefined) tokens.delete(oldest)
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
