/** @file What the author of a handler writes against. The same text, as a declaration file, comes with the template. */

/** What every method is called with. Unknown fields of a request are in `optional_params`. */
interface HandlerCall {
  /** The model that is asked for, as the endpoint's mapping names it; no provider in front. */
  readonly model: string
  /** "API base" of the endpoint, if it has one. */
  readonly api_base: string | undefined
  /** "API key" of the endpoint, if it has one. */
  readonly api_key: string | undefined
  /** Named secrets of the endpoint: what this code may know, and nothing else. */
  readonly secrets: Readonly<Record<string, string>>
  /** Everything else of the request: `temperature`, `tools`, `stream`, the endpoint's extra body, … */
  readonly optional_params: Readonly<Record<string, unknown>>
  /** As LiteLLM passes them: `custom_llm_provider`, `api_base`, `model`. */
  readonly litellm_params: Readonly<Record<string, unknown>>
  /** Headers that the endpoint's settings name. */
  readonly headers: Readonly<Record<string, string>>
  /** Seconds until the first part of the answer is given up. */
  readonly timeout: number
  /** Aborted when nobody waits for the answer any more. Hand it to `fetch`. */
  readonly signal: AbortSignal
  /** Writes a line to the endpoint's log. */
  readonly log: (...values: unknown[]) => void
  /** LiteLLM's name for `log`. */
  readonly print_verbose: (...values: unknown[]) => void
}

/** A message in the format of OpenAI's chat completions. */
export interface HandlerMessage {
  readonly role: 'system' | 'developer' | 'user' | 'assistant' | 'tool' | 'function'
  readonly content?: string | readonly Readonly<Record<string, unknown>>[] | null
  readonly [field: string]: unknown
}

export interface CompletionCall extends HandlerCall {
  readonly messages: readonly HandlerMessage[]
}

export interface EmbeddingCall extends HandlerCall {
  readonly input: readonly string[]
}

export interface ImageCall extends HandlerCall {
  readonly prompt: string
}

export interface HandlerUsage {
  readonly prompt_tokens?: number | undefined
  readonly completion_tokens?: number | undefined
  readonly total_tokens?: number | undefined
  readonly [field: string]: unknown
}

/** A tool call in OpenAI's format. In a stream `index` tells parallel calls apart. */
export interface HandlerToolCall {
  readonly id?: string | undefined
  readonly index?: number | undefined
  readonly type?: 'function' | undefined
  readonly function: { readonly name?: string | undefined; readonly arguments?: string | undefined }
}

/** The short form of a reply. */
export interface ShortReply {
  readonly text?: string | undefined
  readonly reasoning?: string | undefined
  readonly usage?: HandlerUsage | null | undefined
  readonly finish_reason?: string | null | undefined
  readonly tool_calls?: readonly HandlerToolCall[] | undefined
}

/** Text, the short form, or a whole `chat.completion` object. */
export type CompletionReply = string | ShortReply | { readonly choices: readonly unknown[] }

/** LiteLLM's `GenericStreamingChunk`. No other keys are taken. */
export interface HandlerChunk {
  readonly text?: string | undefined
  readonly is_finished?: boolean | undefined
  readonly finish_reason?: string | null | undefined
  readonly usage?: HandlerUsage | null | undefined
  readonly tool_use?: HandlerToolCall | null | undefined
  readonly index?: number | undefined
  readonly provider_specific_fields?: Readonly<Record<string, unknown>> | null | undefined
}

/** One vector for each input, or an object as OpenAI's embeddings answer. */
export type EmbeddingReply =
  | readonly (readonly number[])[]
  | { readonly data: readonly unknown[]; readonly usage?: unknown }

/** URLs, `data:` URLs or base64, or an object as OpenAI's images answer. */
export type ImageReply = string | readonly string[] | { readonly data: readonly unknown[] }

type Chunks = AsyncIterable<HandlerChunk | string> | Iterable<HandlerChunk | string>
type Late<Value> = Value | Promise<Value>

/**
 * A handler: any of these, as named exports of the module or as methods of one exported object. A method
 * that is missing answers 500 "Not implemented yet!"; `completion` and `streaming` stand in for each other.
 * The names with `a` in front are LiteLLM's for the same thing and go first where both are there.
 */
export interface CustomHandler {
  completion?(call: CompletionCall): Late<CompletionReply>
  acompletion?(call: CompletionCall): Late<CompletionReply>
  streaming?(call: CompletionCall): Late<Chunks>
  astreaming?(call: CompletionCall): Late<Chunks>
  embedding?(call: EmbeddingCall): Late<EmbeddingReply>
  aembedding?(call: EmbeddingCall): Late<EmbeddingReply>
  imageGeneration?(call: ImageCall): Late<ImageReply>
  image_generation?(call: ImageCall): Late<ImageReply>
  aimage_generation?(call: ImageCall): Late<ImageReply>
}
