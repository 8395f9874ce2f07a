/** @file Addresses of the OpenAI, Anthropic and Google formats on any host: the base URL rule. Browser-safe. */
import type { Address, Operation } from './address.ts'
import { composeAddress, markAdded, withoutQueryNames, type QueryPair } from './compose-address.ts'
import { trimAnthropicOperation, trimGoogleOperation, trimOpenaiOperation } from './direct-paths.ts'
import { encodeModelPath } from './encode-model-id.ts'
import { addressExactly, type ExactFields } from './exact-address.ts'
import { requireBaseUrl, type BaseUrl } from './parse-base-url.ts'

/**
 * OpenAI formats: appends `/chat/completions`, `/responses`, `/embeddings`, … or `/models` and nothing else.
 *
 * @returns `undefined` for what the format has not.
 * @throws AddressError when the base URL cannot be called.
 */
export function addressOpenai(fields: ExactFields, operation: Operation): Address | undefined {
  if (fields.exactUrl) return addressExactly(fields, operation)
  const base = requireBaseUrl(fields)
  const { path } = trimOpenaiOperation(base.path)
  if (operation.kind === 'list-models') return append(base, fields, 'GET', `${path}/models`)
  const suffix = openaiPath(operation)
  return suffix === undefined ? undefined : append(base, fields, 'POST', path + suffix)
}

/** Source: openai-node 7.55 `src/resources`. */
function openaiPath(operation: Exclude<Operation, { kind: 'list-models' }>): string | undefined {
  switch (operation.kind) {
    case 'embed':
      return '/embeddings'
    case 'image':
      return '/images/generations'
    case 'complete':
      return '/completions'
    case 'count-tokens':
      return operation.dialect === 'openai-responses' ? '/responses/input_tokens' : undefined
    case 'chat':
      if (operation.dialect === 'openai-chat') return '/chat/completions'
      return operation.dialect === 'openai-responses' ? '/responses' : undefined
  }
}

/**
 * Anthropic: appends `/messages` behind a path that ends in `/v1`, else `/v1/messages`. A path that ends
 * in `/messages` without a version before it is called as it stands.
 *
 * @throws AddressError when the base URL cannot be called.
 */
export function addressAnthropic(fields: ExactFields, operation: Operation): Address | undefined {
  if (fields.exactUrl) return addressExactly(fields, operation)
  const base = requireBaseUrl(fields)
  const { path } = trimAnthropicOperation(base.path)
  if (operation.kind === 'list-models') {
    if (path.endsWith('/messages')) return undefined
    const query: QueryPair[] =
      operation.pageToken === undefined ? [] : [['after_id', operation.pageToken]]
    return append(base, fields, 'GET', `${withV1(path)}/models`, query)
  }
  if (operation.kind === 'chat') return append(base, fields, 'POST', anthropicMessagesPath(path))
  if (operation.kind !== 'count-tokens') return undefined
  return append(base, fields, 'POST', `${anthropicMessagesPath(path)}/count_tokens`)
}

/** Path of the Messages operation behind a base path. */
export function anthropicMessagesPath(path: string): string {
  return path.endsWith('/messages') ? path : `${withV1(path)}/messages`
}

/**
 * Google: appends `/models/{id}:…` behind `/v1`, `/v1beta` or `/v1alpha`, else `/v1beta/models/{id}:…`.
 * Streams ask for SSE with `alt=sse`; without it the answer is one JSON array.
 *
 * @throws AddressError when the base URL cannot be called or the model id cannot stand in a path.
 */
export function addressGoogle(fields: ExactFields, operation: Operation): Address | undefined {
  if (fields.exactUrl) return addressExactly(fields, operation)
  const typed = requireBaseUrl(fields)
  const trimmed = trimGoogleOperation(typed.path)
  const base =
    trimmed.cut === ''
      ? typed
      : { ...typed, query: withoutQueryNames(typed.query, (name) => name === 'alt') }
  const root = /\/v1(?:beta|alpha)?$/.test(trimmed.path) ? trimmed.path : `${trimmed.path}/v1beta`
  if (operation.kind === 'list-models') {
    const query: QueryPair[] =
      operation.pageToken === undefined ? [] : [['pageToken', operation.pageToken]]
    return append(base, fields, 'GET', `${root}/models`, query)
  }
  const method = googleMethod(operation)
  if (method === undefined) return undefined
  const path = `${root}/${googleModelPath(operation.modelId)}:${method}`
  const isStream = method === 'streamGenerateContent'
  return append(base, fields, 'POST', path, isStream ? [['alt', 'sse']] : [])
}

/**
 * Method of a Gemini model, of an embedding model or of Imagen (`predict`); `undefined` where there is none.
 * Source: `@google/genai` 3.1.0 Models.
 */
export function googleMethod(
  operation: Exclude<Operation, { kind: 'list-models' }>,
): string | undefined {
  switch (operation.kind) {
    case 'chat':
      return operation.stream ? 'streamGenerateContent' : 'generateContent'
    case 'embed':
      return operation.method ?? 'embedContent'
    case 'image':
      return 'predict'
    case 'count-tokens':
      return 'countTokens'
    case 'complete':
      return undefined
  }
}

/** A model's resource path: listings name models `models/…` and tuned ones `tunedModels/…`. */
function googleModelPath(modelId: string): string {
  const named = modelId.startsWith('models/') || modelId.startsWith('tunedModels/')
  return encodeModelPath(named ? modelId : `models/${modelId}`)
}

function withV1(path: string): string {
  return path.endsWith('/v1') ? path : `${path}/v1`
}

function append(
  base: BaseUrl,
  fields: ExactFields,
  method: Address['method'],
  path: string,
  operationQuery: readonly QueryPair[] = [],
): Address {
  return composeAddress({
    method,
    parts: markAdded(base.origin, base.path, path),
    baseQuery: base.query,
    operationQuery,
    rows: fields.query,
  })
}
