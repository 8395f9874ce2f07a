/** @file What every operation needs from its surroundings, and what one model call is. */
import type { ChatRequest } from '../model/chat-request.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { Route } from '../model/route.ts'
import type { PlatformId } from '../model/spec.ts'
import type { WireRecord } from '../model/wire-record.ts'
import type { TokenCommands } from '../platforms/token-command.ts'
import type { Machine } from '../transport/connection.ts'
import type { Platform } from '../platforms/platform.ts'
import type { Send } from '../transport/send.ts'

export interface Engine {
  readonly send: Send
  readonly getPlatform: (id: PlatformId) => Platform
  /** Wall clock, for signatures, certificates and records. */
  readonly now: () => Date
  /** Monotonic clock in milliseconds, for durations. */
  readonly clock: () => number
  /** What connections may read of this machine, as given to `createSend`. */
  readonly machine?: Machine | undefined
  /** Runs token commands; without it endpoints that have one are refused. */
  readonly tokenCommands?: TokenCommands | undefined
  /** Lets requests be sent again; without it each is sent once. */
  readonly patience?: Patience | undefined
}

/** Waiting between two tries of one request. */
export interface Patience {
  /** From 0 up to 1, as `Math.random`. */
  readonly random: () => number
  /** Resolves after `ms`; rejects when `signal` aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>
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
  /**
   * Headers of this call only; they win over the endpoint's own. An `anthropic-version` also decides what the
   * body may say, and an `anthropic-beta` adds to the endpoint's; clouds get both in the body.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Gets the redacted request and response: once at the response headers, once more at the end. */
  readonly onWire?: ((record: WireRecord) => void) | undefined
  /** False lets go of what was recorded for `onWire` so far; nothing more is recorded then. Asked as bytes come in. */
  readonly keepsWire?: (() => boolean) | undefined
  /** Told once when an answer begins, also one that refuses, before its first event. Header names are lower case. */
  readonly onAnswer?:
    | ((answer: { readonly headers: Readonly<Record<string, string>> }) => void)
    | undefined
}
