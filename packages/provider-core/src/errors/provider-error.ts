/** @file The one error class of the engine. Crossing a process it becomes plain `ErrorInfo`. */
import type { ErrorCode, ErrorInfo } from '../model/error.ts'

/** Everything of `ErrorInfo` but `retryable`, which follows from the code unless given. */
export interface ProviderErrorInit {
  readonly code: ErrorCode
  readonly message: string
  readonly status?: number | undefined
  readonly retryable?: boolean | undefined
  readonly retryAfterMs?: number | undefined
  readonly bodyExcerpt?: string | undefined
  readonly url?: string | undefined
  readonly cause?: unknown
}

const retryableCodes: ReadonlySet<ErrorCode> = new Set([
  'rate-limit',
  'overloaded',
  'upstream',
  'stream-broken',
  'connection-refused',
  'connection',
  'timeout',
])

export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly code: ErrorCode
  readonly status: number | undefined
  readonly retryable: boolean
  readonly retryAfterMs: number | undefined
  readonly bodyExcerpt: string | undefined
  readonly url: string | undefined

  constructor(init: ProviderErrorInit) {
    super(init.message, { cause: init.cause })
    this.code = init.code
    this.status = init.status
    this.retryable = init.retryable ?? retryableCodes.has(init.code)
    this.retryAfterMs = init.retryAfterMs
    this.bodyExcerpt = init.bodyExcerpt
    this.url = init.url
  }

  /** Plain data for crossing a process; `redact` masks secrets in every text. */
  toInfo(redact: (text: string) => string): ErrorInfo {
    const info: ErrorInfo = {
      code: this.code,
      message: redact(this.message),
      retryable: this.retryable,
    }
    if (this.status !== undefined) info.status = this.status
    if (this.retryAfterMs !== undefined) info.retryAfterMs = this.retryAfterMs
    if (this.bodyExcerpt !== undefined) info.bodyExcerpt = redact(this.bodyExcerpt).slice(0, 2000)
    if (this.url !== undefined) info.url = redact(this.url)
    return info
  }
}
