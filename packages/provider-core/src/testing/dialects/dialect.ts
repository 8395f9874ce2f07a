import type { FinishReason, ReplyUsage } from '../server/behaviour.ts'

/** What the fake takes from a request body that it has found right. */
export interface GenerateCall {
  model: string
  stream: boolean
  /** Text of the last user message. */
  userText: string
  hasSystem: boolean
  /** OpenAI chat: a usage chunk was asked for. */
  includeUsage?: boolean
}

/** A reply before it is put into a dialect. */
export interface Reply {
  /** Number that makes ids unique on a server. */
  serial: number
  reasoning: string[]
  /** Text in the pieces in which it streams. */
  text: Iterable<string>
  toolCalls: { id: string; name: string; arguments: Record<string, unknown> }[]
  finish: FinishReason
  usage: ReplyUsage
}

/** Where in a stream an event stands: `done` is the marker after the closing events. */
export type StreamPart = 'head' | 'body' | 'tail' | 'done'

/** One event of a stream before framing; a string `data` is sent as it is. */
export interface StreamEvent {
  part: StreamPart
  name?: string
  data: object | string
}

/** One wire format's answers. Bodies are checked by the dialect's own `parse…Body`. */
export interface FakeDialect {
  id: string
  encodeWhole(reply: Reply, call: GenerateCall): object
  encodeStream(reply: Reply, call: GenerateCall): Iterable<StreamEvent>
  /** The event that reports a failure inside a stream. */
  encodeStreamError(message: string): StreamEvent
  /** The body of an HTTP error. */
  encodeError(status: number, message: string): object
}

/** Turns events into bytes. */
export interface Framing {
  contentType: string
  encode(event: StreamEvent): Uint8Array | string
}

/** Seconds since 1970 that every fake reply carries. */
export const fakeCreatedAt = 1_790_000_000
