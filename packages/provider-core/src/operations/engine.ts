/** @file What every operation needs from its surroundings, and what one model call is. */
import type { ChatRequest } from '../model/chat-request.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { Route } from '../model/route.ts'
import type { PlatformId } from '../model/spec.ts'
import type { WireRecord } from '../model/wire-record.ts'
import type { Platform } from '../platforms/platform.ts'
import type { Send } from '../transport/send.ts'

export interface Engine {
  readonly send: Send
  readonly getPlatform: (id: PlatformId) => Platform
  /** Wall clock, for signatures, certificates and records. */
  readonly now: () => Date
  /** Monotonic clock in milliseconds, for durations. */
  readonly clock: () => number
}

/** One chat request on its way to one endpoint. */
export interface ChatCall {
  readonly route: Pick<Route, 'dialect' | 'upstreamModelId'>
  readonly resolved: ResolvedEndpoint
  readonly request: ChatRequest
  /** False asks the upstream for the whole reply at once; the events are the same. */
  readonly stream: boolean
}

export interface CallOptions {
  readonly signal: AbortSignal
  /** Gets the redacted request and response: once at the response headers, once more at the end. */
  readonly onWire?: ((record: WireRecord) => void) | undefined
}
