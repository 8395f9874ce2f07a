/** @file What the backend asks of the engine, so that services and their tests see one small surface. */
import type {
  ChatEvent,
  ChatRequest,
  CheckEvent,
  ResolvedEndpoint,
  Route,
  WireRecord,
} from '@patchbay/provider-core/model'

export interface ChatCall {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  readonly request: ChatRequest
}

export interface Engine {
  /** Streams the reply; the last event is a `finish` or an `error`. `onWire` gets the redacted wire view, last when all is read. */
  chat(
    call: ChatCall,
    options: { signal: AbortSignal; onWire?: (wire: WireRecord) => void },
  ): AsyncIterable<ChatEvent>
  /** Upstream ids. Throws `ProviderError`. */
  listModels(resolved: ResolvedEndpoint, options: { signal: AbortSignal }): Promise<string[]>
  check(resolved: ResolvedEndpoint, options: { signal: AbortSignal }): AsyncIterable<CheckEvent>
  /** The request of `call` as a curl command without any secret. */
  curl(call: ChatCall): Promise<string>
  close(): Promise<void>
}
