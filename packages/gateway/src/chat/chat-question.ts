/** @file What a client asks for in a chat, read once and handed to every endpoint that is tried. */
import { randomUUID } from 'node:crypto'
import type { DecodedRequest, ProviderEngine, ReplyContext } from '@patchbay/provider-core'
import type { ResolvedEndpoint, Route } from '@patchbay/provider-core/model'
import type { Exchange } from '../exchange.ts'
import type { ClientBody } from './client-body.ts'
import type { Timing } from './timing.ts'

/** What stands in the path of a request, or follows from it; `undefined`: the body says it. */
export interface AskedChat {
  readonly model: string | undefined
  readonly stream: boolean | undefined
  /** Google without `alt=sse`: the stream is one JSON array. */
  readonly arrayFraming: boolean | undefined
}

export interface ChatQuestion {
  readonly exchange: Exchange
  readonly body: ClientBody
  /** As the client named it. */
  readonly model: string
  readonly stream: boolean
  readonly arrayFraming: boolean
  readonly timing: Timing
  /** The body in neutral words. Decoded when a translation needs it. Throws `ProviderError`. */
  readonly decode: () => DecodedRequest
}

/** Where it may be sent. */
export interface Target {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
}

/** An answer that is ready to be written; nothing was yet. */
export interface Answer {
  /** Never throws for what upstream or client do. */
  send(): Promise<void>
}

const idPrefixes: Readonly<Record<string, string>> = {
  'openai-chat': 'chatcmpl-',
  'openai-responses': 'resp_',
  'anthropic-messages': 'msg_',
}

/** What a translated reply says of itself where the upstream does not. */
export function contextOf(
  { exchange, model, stream, body }: ChatQuestion,
  engine: ProviderEngine,
): ReplyContext {
  const id = randomUUID().replaceAll('-', '')
  return {
    modelId: model,
    includeUsage: stream && exchange.dialect.id === 'openai-chat' && asksForUsage(body),
    id: (idPrefixes[exchange.dialect.id] ?? '') + id,
    createdAt: Math.floor(engine.now().getTime() / 1000),
  }
}

/** Read here and not from the decoded request: what passes as bytes need not be decodable. */
function asksForUsage({ streamOptions: options }: ClientBody): boolean {
  return (
    typeof options === 'object' &&
    options !== null &&
    'include_usage' in options &&
    options.include_usage === true
  )
}
