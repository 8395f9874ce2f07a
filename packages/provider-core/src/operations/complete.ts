/** @file Legacy text completion, streamed or whole, told in chat events. */
import { getDialect } from '../dialects/registry.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import type { CompletionRequest } from '../model/completion.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { Route } from '../model/route.ts'
import { streamReply } from './chat.ts'
import { createCompletionDecoder, decodeCompletion } from './complete-reply.ts'
import type { CallOptions, Engine } from './engine.ts'

export interface CompleteCall {
  readonly route: Pick<Route, 'upstreamModelId'>
  readonly resolved: ResolvedEndpoint
  readonly request: CompletionRequest
  /** False asks the upstream for the whole text at once; the events are the same. */
  readonly stream: boolean
}

/**
 * Completes a text. Never throws: the last event is exactly one `finish` or one `error`; with `settings`
 * when the provider type has no text completion. Leaving the loop closes the upstream socket.
 */
export function complete(
  { route, resolved, request, stream }: CompleteCall,
  engine: Engine,
  options: CallOptions,
): AsyncGenerator<ChatEvent> {
  const modelId = route.upstreamModelId
  // Headers, credentials and errors are those of the newer format on the same server.
  const dialect = {
    ...getDialect('openai-chat'),
    createStreamDecoder: createCompletionDecoder,
    decodeResponse: decodeCompletion,
  }
  const encode = () => ({
    dialect,
    operation: { kind: 'complete', modelId, stream } as const,
    encoded: { body: encodeCompletion(request, modelId, stream), warnings: [] },
  })
  return streamReply({ resolved, encode }, engine, options)
}

/** Source: openai-node 7.55 `resources/completions`. */
function encodeCompletion(
  request: CompletionRequest,
  modelId: string,
  stream: boolean,
): JsonObject {
  const fields: JsonObject = {
    model: modelId,
    prompt: request.prompt,
    suffix: request.suffix,
    echo: request.echo,
    max_tokens: request.maxOutputTokens,
    temperature: request.temperature,
    top_p: request.topP,
    stop: request.stop,
    seed: request.seed,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    n: request.choices,
    logprobs: request.logprobs,
    user: request.userId,
    stream: stream ? true : undefined,
    stream_options: stream ? { include_usage: true } : undefined,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
