/** @file What a wire format can do. One folder each, with the same file names: wire, request, stream, response, errors. */
import type { ChatEvent, Usage, Warning } from '../model/chat-event.ts'
import type { ChatRequest } from '../model/chat-request.ts'
import type { Compat } from '../model/compat.ts'
import type { ErrorCode, ErrorInfo } from '../model/error.ts'
import type { DialectId } from '../model/spec.ts'

export type JsonObject = { [key: string]: unknown }

/**
 * One event of a stream, whatever carried it: SSE (`event` and `data` fields) or an AWS event-stream
 * message (`event` = its `:event-type`, `data` = its payload as text).
 */
export interface StreamFrame {
  readonly event: string | undefined
  readonly data: string
}

export interface EncodeContext {
  /** Id that the endpoint expects. */
  readonly modelId: string
  readonly stream: boolean
  /** False: system text is merged into the next user turn. */
  readonly supportsSystemMessage: boolean
  /** How the endpoint differs from OpenAI's own; read by `openai-chat` only. */
  readonly compat?: Compat | undefined
  /** The endpoint files requests under labels (Vertex); read by `google-generate` only. */
  readonly takesLabels?: boolean | undefined
  /** `anthropic-version` of the call, else of the endpoint's settings; read by `anthropic-messages` only. */
  readonly anthropicVersion?: string | undefined
}

export interface EncodedRequest {
  readonly body: JsonObject
  readonly warnings: readonly Warning[]
}

/**
 * Stateful decoder of one streamed reply. `push` and `end` never throw: a broken or failed stream
 * yields a final `error` event. After a `finish` or `error` event nothing more is emitted.
 */
export interface StreamDecoder {
  push(frame: StreamFrame): ChatEvent[]
  /** The connection ended. Without the dialect's closing event this yields an `error` event (`stream-broken`). */
  end(): ChatEvent[]
  /** True once the closing event was seen: the reader may stop. */
  readonly done: boolean
}

/** What a failed answer means; `undefined` fields were not in the body. */
export interface DecodedError {
  readonly code: ErrorCode
  /** The upstream's own words. */
  readonly message: string | undefined
  /** Upstream's error type or code string. */
  readonly type: string | undefined
  /** Wait that the body itself asks for, in milliseconds (Google's RetryInfo). */
  readonly retryAfterMs?: number | undefined
}

export interface Dialect {
  readonly id: DialectId
  /** Headers that belong to the format, not to auth (`anthropic-version`). */
  headers(settings: { anthropicVersion: string | undefined }): Record<string, string>
  encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest
  createStreamDecoder(): StreamDecoder
  /** Decodes a whole 2xx body into the same events as a stream: start, deltas, one finish or one error. */
  decodeResponse(body: unknown): ChatEvent[]
  /** Decodes an error body (JSON already parsed where it was JSON, else text). */
  decodeError(status: number, body: unknown): DecodedError
}

/** What a client's request says, beside the neutral request. */
export interface DecodedRequest {
  readonly request: ChatRequest
  /** The model as the client named it; `undefined` where it stands in the path (Google). */
  readonly modelId: string | undefined
  readonly stream: boolean
}

export interface ReplyContext {
  /** The model as the client named it: replies carry it back. */
  readonly modelId: string
  /** The client asked for a usage report in the stream (OpenAI chat). */
  readonly includeUsage: boolean
  /** Id of the reply where the upstream gave none. */
  readonly id: string
  /** Wall clock, Unix seconds, where the upstream gave none. */
  readonly createdAt: number
}

/**
 * Stateful encoder of one streamed reply for a client. `push` takes the neutral events in order; the
 * frames of the `finish` or `error` event are the last ones. It buffers what the format cannot
 * interleave, keeps blocks balanced, and never throws.
 */
export interface StreamEncoder {
  push(event: ChatEvent): StreamFrame[]
  /**
   * What this format could not say so far, one for each code, after the request's own warnings from the
   * `start` event. Complete once the last event was pushed.
   */
  readonly warnings: readonly Warning[]
}

/** A whole reply or an error, as the client's format says it. */
export interface EncodedReply {
  readonly status: number
  readonly body: JsonObject
  /** As those of `StreamEncoder`. */
  readonly warnings: readonly Warning[]
}

/** A format that clients speak to us, too: both directions of the codec. */
export interface ClientDialect extends Dialect {
  /** Throws `ProviderError('invalid-request')` naming the field. What has no neutral word is kept in `raw`. */
  decodeRequest(body: unknown): DecodedRequest
  createStreamEncoder(context: ReplyContext): StreamEncoder
  /** The events of a whole reply → one body; an `error` event makes an error body with its status. */
  encodeResponse(events: readonly ChatEvent[], context: ReplyContext): EncodedReply
  encodeError(error: ErrorInfo): EncodedReply
  /** Top-level field of a whole reply that holds its usage report. */
  readonly usageField: 'usage' | 'usageMetadata'
  readUsage(report: JsonObject): Usage | undefined
}
