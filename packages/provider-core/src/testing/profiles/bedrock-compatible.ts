/** @file Bedrock's OpenAI- and Anthropic-compatible interfaces: which paths there are, and for which models on Mantle. */
import type { BedrockApi } from '../../model/endpoint.ts'
import { parseMessagesBody } from '../dialects/anthropic-messages-body.ts'
import { anthropicMessagesWithPings } from '../dialects/anthropic-messages.ts'
import { createSseFraming } from '../dialects/framing.ts'
import { parseChatBody } from '../dialects/openai-chat-body.ts'
import { openaiChat } from '../dialects/openai-chat.ts'
import { parseResponsesBody } from '../dialects/openai-responses-body.ts'
import { openaiResponses } from '../dialects/openai-responses.ts'
import { resolveMagicModel } from '../server/behaviour.ts'
import type { BedrockOptions } from '../server/options.ts'
import { RefusedRequest } from '../server/refusal.ts'
import { checkJsonBody } from '../server/request-checks.ts'
import type { SeenRequest } from '../server/seen-request.ts'
import { checkCall, type Operation } from './profile.ts'

type CompatibleApi = Exclude<BedrockApi, 'native'>

const paths: Readonly<Record<CompatibleApi, readonly string[]>> = {
  openai: ['/openai/v1/chat/completions', '/openai/v1/responses'],
  anthropic: ['/anthropic/v1/messages'],
  mantle: [
    '/v1/chat/completions',
    '/v1/responses',
    '/openai/v1/chat/completions',
    '/openai/v1/responses',
    '/anthropic/v1/messages',
  ],
}

export interface CompatibleTarget {
  readonly api: CompatibleApi
  readonly prefix: '/v1' | '/openai/v1' | '/anthropic/v1'
  readonly operation: 'chat' | 'responses' | 'messages'
}

export function compatiblePaths(api: CompatibleApi): string[] {
  return paths[api].map((path) => `POST ${path}`)
}

export function parseCompatiblePath(
  path: string,
  api: CompatibleApi,
): CompatibleTarget | undefined {
  if (!paths[api].includes(path)) return undefined
  const prefix = path.startsWith('/openai')
    ? '/openai/v1'
    : path.startsWith('/anthropic')
      ? '/anthropic/v1'
      : '/v1'
  const tail = path.slice(prefix.length)
  const operation = tail === '/messages' ? 'messages' : tail === '/responses' ? 'responses' : 'chat'
  return { api, prefix, operation }
}

export function checkCompatible(
  request: SeenRequest,
  options: BedrockOptions,
  target: CompatibleTarget,
): Operation {
  const body = checkJsonBody(request)
  const { call, dialect } = parseCall(request, body, options, target)
  checkRoute(call.model, target)
  checkCall(call, options, resolveMagicModel(call.model) !== undefined)
  return {
    kind: 'generate',
    name: `${target.api} ${target.operation}`,
    call,
    dialect,
    createFraming: createSseFraming,
  }
}

function parseCall(
  request: SeenRequest,
  body: Record<string, unknown>,
  { extraBody }: BedrockOptions,
  { operation }: CompatibleTarget,
) {
  if (operation === 'chat') return { call: parseChatBody(body, extraBody), dialect: openaiChat }
  if (operation === 'responses') {
    return { call: parseResponsesBody(body, extraBody), dialect: openaiResponses }
  }
  const version = request.headers['anthropic-version']
  if (version !== '2023-06-01') {
    throw new RefusedRequest('header', 400, 'expected header `anthropic-version: 2023-06-01`')
  }
  return {
    call: parseMessagesBody(body, extraBody, version),
    dialect: anthropicMessagesWithPings,
  }
}

/** Mantle serves some vendors' models under `/openai/v1` only, and the others under `/v1` only. */
function checkRoute(model: string, { api, prefix }: CompatibleTarget): void {
  if (api !== 'mantle' || prefix === '/anthropic/v1') return
  const own = ['openai.gpt-5', 'google.gemma-4', 'xai.'].some((start) => model.startsWith(start))
  if (own === (prefix === '/openai/v1')) return
  throw new RefusedRequest('path', 400, `\`${model}\` isn't supported on this route`)
}
