/** @file One POST to an OAuth 2.0 token endpoint (RFC 6749, 4.4 and 5; RFC 7523): a form in, an access token out. */
import { ProviderError } from '../errors/provider-error.ts'
import type { Timeouts } from '../model/endpoint.ts'
import { maxErrorBodyBytes, readText } from '../transport/limits.ts'
import type { Send, SendResponse } from '../transport/send.ts'
import type { Expiring } from './token-cache.ts'

export interface TokenExchange {
  readonly url: URL
  readonly form: Readonly<Record<string, string>>
  /** Whose credentials are exchanged, as in "gave no access token for …". */
  readonly owner: string
  readonly send: Send
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly timeouts: Partial<Timeouts>
  /** Told of the token. */
  readonly onSecret: (value: string) => void
}

/**
 * Fetches a token. Throws `ProviderError`: `credentials` when the host refuses, `upstream` when it cannot
 * answer now, else what `send` throws.
 */
export async function requestToken(exchange: TokenExchange): Promise<Expiring<string>> {
  const { url, form, send, now, signal, timeouts, onSecret } = exchange
  const response = await send({
    method: 'POST',
    url,
    headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    body: new TextEncoder().encode(new URLSearchParams(form).toString()),
    signal,
    timeouts,
    carriesSecret: true,
  })
  const answer = parseAnswer(await readText(response.body, maxErrorBodyBytes, 'cut'))
  const { access_token: token } = answer
  if (response.status === 200 && typeof token === 'string' && token !== '') {
    onSecret(token)
    const seconds = readSeconds(answer['expires_in'])
    return { value: token, expiresAt: now().getTime() + seconds * 1000 }
  }
  throw refusal(response, answer, exchange)
}

/** Some hosts write the number as a string. Without one the token counts as ended, and the next request fetches anew. */
function readSeconds(value: unknown): number {
  const seconds = typeof value === 'string' ? Number(value) : value
  return typeof seconds === 'number' && seconds > 0 ? seconds : 0
}

function parseAnswer(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

function refusal(
  response: SendResponse,
  answer: Record<string, unknown>,
  { url, owner }: TokenExchange,
): ProviderError {
  const { error, error_description: description } = answer
  const words = [error, description].filter((text) => typeof text === 'string').join(': ')
  const status = response.status
  const retryable = status === 429 || status >= 500
  return new ProviderError({
    code: retryable ? 'upstream' : 'credentials',
    status,
    url: url.origin,
    message:
      words === ''
        ? `${url.host} answered ${status} in place of an access token.`
        : `${url.host} gave no access token for ${owner}: ${words.slice(0, 300)}`,
  })
}
