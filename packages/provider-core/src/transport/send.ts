/** @file The only caller of the network. */
import type { Timeouts } from '../model/endpoint.ts'

export interface SendRequest {
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array | undefined
  readonly signal: AbortSignal
  readonly timeouts: Partial<Timeouts>
}

export interface SendResponse {
  readonly status: number
  /** Lower-case names; repeated headers joined with ", ". */
  readonly headers: Readonly<Record<string, string>>
  /** Chunks as they arrive. Leaving the loop early closes the socket. Throws `ProviderError`. */
  readonly body: AsyncIterable<Uint8Array>
}

/** Sends one request. Redirects are never followed. Network failures are thrown as `ProviderError`. */
export type Send = (request: SendRequest) => Promise<SendResponse>
