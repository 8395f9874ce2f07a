/** @file What the backend asks of the engine, so that services and their tests see one small surface. */
import type { ProviderEngine } from '@patchbay/provider-core'
import type {
  ChatEvent,
  ChatRequest,
  CheckEvent,
  CompletionRequest,
  EmbeddingRequest,
  EmbeddingResult,
  GeneratedImage,
  ImageRequest,
  ImageResult,
  ResolvedEndpoint,
  Route,
  TokenCount,
  WireRecord,
} from '@patchbay/provider-core/model'

/** One request on its way to one model. */
export interface ModelCall<Request> {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  readonly request: Request
}
export type ChatCall = ModelCall<ChatRequest>

export interface OneCall {
  readonly signal: AbortSignal
  /** Headers of this call only; they win over the endpoint's own. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** What a known model cannot do is refused before anything is sent. */
export interface Engine {
  /** Streams the reply; the last event is a `finish` or an `error`. `onWire` gets the redacted wire view, last when all is read. */
  chat(
    call: ChatCall,
    options: OneCall & { onWire?: (wire: WireRecord) => void },
  ): AsyncIterable<ChatEvent>
  /** Legacy text completion; events as those of a chat. */
  complete(call: ModelCall<CompletionRequest>, options: OneCall): AsyncIterable<ChatEvent>
  /** Throws `ProviderError`. */
  embed(call: ModelCall<EmbeddingRequest>, options: OneCall): Promise<EmbeddingResult>
  /** Throws `ProviderError`. */
  generateImage(
    call: ModelCall<ImageRequest>,
    options: OneCall & { onWire?: (wire: WireRecord) => void },
  ): Promise<ImageResult>
  /**
   * Bytes of a picture, fetched where the vendor left it on a host: by the proxy and the authorities of the
   * endpoint that named it (`resolved`), without its credentials. Throws `ProviderError`.
   */
  fetchImage(
    image: GeneratedImage,
    options: { signal: AbortSignal; resolved?: ResolvedEndpoint | undefined },
  ): Promise<{ readonly mediaType: string; readonly bytes: Uint8Array }>
  /** Throws `ProviderError`, also where the provider type cannot count. */
  countTokens(call: ChatCall, options: { signal: AbortSignal }): Promise<TokenCount>
  /** Upstream ids. Throws `ProviderError`. */
  listModels(resolved: ResolvedEndpoint, options: { signal: AbortSignal }): Promise<string[]>
  check(resolved: ResolvedEndpoint, options: { signal: AbortSignal }): AsyncIterable<CheckEvent>
  /** The request of `call` as a curl command without any secret. */
  curl(call: ChatCall): Promise<string>
  /** What the gateway runs on; left out by engines of tests, which have none. */
  readonly core?: ProviderEngine | undefined
  close(): Promise<void>
}
