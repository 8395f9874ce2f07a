/** @file A request in the format of OpenAI → the argument of a handler's method. */
import { defaultTimeouts, type ResolvedEndpoint } from '@patchbay/provider-core/model'
import type { SendRequest } from '@patchbay/provider-core'
import type { HandlerOperation } from '../runner/protocol.ts'

/** Which format the answer has. */
export type ReplyShape = 'chat' | 'completions' | 'embeddings' | 'images'

export interface HandlerRequest {
  readonly shape: ReplyShape
  readonly operation: HandlerOperation
  readonly model: string
  readonly stream: boolean
  readonly includeUsage: boolean
  /** Embeddings are wanted as base64 of 32-bit floats. */
  readonly asBase64: boolean
  readonly call: Readonly<Record<string, unknown>>
}

/** A request that no method can be called for: answered 400 with this message. */
export class CallError extends Error {
  override readonly name = 'CallError'
}

const shapes: Readonly<Record<string, ReplyShape>> = {
  '/chat/completions': 'chat',
  '/completions': 'completions',
  '/embeddings': 'embeddings',
  '/images/generations': 'images',
}

const operations: Readonly<Record<ReplyShape, HandlerOperation>> = {
  chat: 'completion',
  completions: 'completion',
  embeddings: 'embedding',
  images: 'image',
}

/** Fields of the body that are arguments of their own. */
const ownFields: Readonly<Record<ReplyShape, readonly string[]>> = {
  chat: ['model', 'messages'],
  completions: ['model', 'prompt'],
  embeddings: ['model', 'input', 'encoding_format'],
  images: ['model', 'prompt'],
}

/** @throws CallError when the body is not what the path asks for */
export function readCall(resolved: ResolvedEndpoint, request: SendRequest): HandlerRequest {
  const shape = shapes[request.url.pathname]
  if (shape === undefined) throw new CallError('A handler has no method for this.')
  const body = parseBody(request.body)
  const model = typeof body['model'] === 'string' ? body['model'] : ''
  const { endpoint, secrets } = resolved
  const named = Object.entries(secrets).flatMap(([name, value]) =>
    name.startsWith('handler:') ? [[name.slice('handler:'.length), value] as const] : [],
  )
  const rest = Object.entries(body).filter(([name]) => !ownFields[shape].includes(name))
  const isStream = body['stream'] === true && operations[shape] === 'completion'
  const options = body['stream_options'] as { include_usage?: unknown } | undefined
  const timeouts = { ...defaultTimeouts, ...request.timeouts }
  return {
    shape,
    operation: operations[shape],
    model,
    stream: isStream,
    includeUsage: options?.include_usage === true,
    asBase64: shape === 'embeddings' && body['encoding_format'] === 'base64',
    call: {
      model,
      ...readInput(shape, body),
      api_base: endpoint.baseUrl,
      api_key: secrets.apiKey,
      secrets: Object.fromEntries(named),
      optional_params: Object.fromEntries(rest),
      litellm_params: {
        model,
        custom_llm_provider: endpoint.name,
        ...(endpoint.baseUrl === undefined ? {} : { api_base: endpoint.baseUrl }),
      },
      headers: ownHeaders(resolved, request),
      timeout: timeouts.firstByteMs / 1000,
    },
  }
}

function parseBody(body: Uint8Array | undefined): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(body))
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch {
    // Said below.
  }
  throw new CallError('The request has no JSON object as its body.')
}

function readInput(
  shape: ReplyShape,
  body: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  switch (shape) {
    case 'chat':
      if (!Array.isArray(body['messages'])) throw new CallError('messages has to be a list.')
      return { messages: body['messages'] }
    case 'completions':
      return { messages: [{ role: 'user', content: onlyText('prompt', body['prompt']) }] }
    case 'embeddings': {
      const { input } = body
      const texts = typeof input === 'string' ? [input] : input
      if (!Array.isArray(texts) || texts.some((text) => typeof text !== 'string'))
        throw new CallError('input has to be a text or a list of texts; handlers take no tokens.')
      return { input: texts }
    }
    case 'images':
      return { prompt: onlyText('prompt', body['prompt']) }
  }
}

function onlyText(name: string, value: unknown): string {
  const single: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (typeof single !== 'string')
    throw new CallError(`${name} has to be one text; handlers take no lists and no tokens.`)
  return single
}

/** The headers that the endpoint or the call names, without those of HTTP itself. */
function ownHeaders(resolved: ResolvedEndpoint, request: SendRequest): Record<string, string> {
  const usual = ['accept', 'user-agent', 'content-type', 'content-length', 'host']
  const set = Object.keys(resolved.endpoint.headers).map((name) => name.toLowerCase())
  return Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => !usual.includes(name) || set.includes(name)),
  )
}
