/** @file Asks the provider how many tokens a chat request has; no model answers it. */
import { getDialect } from '../dialects/registry.ts'
import type { EncodeContext, JsonObject } from '../dialects/dialect.ts'
import { readCount, readObject } from '../dialects/read-json.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { DialectId } from '../model/spec.ts'
import type { TokenCount } from '../model/token-count.ts'
import { getSpec } from '../specs/registry.ts'
import { toEncodeContext } from './encode-context.ts'
import type { CallOptions, ChatCall, Engine } from './engine.ts'
import { exchangeJson, invalidAnswer } from './exchange-json.ts'

export type CountCall = Pick<ChatCall, 'route' | 'resolved' | 'request'>

const wanted = 'a token count'

/**
 * Counts the input tokens of a chat request as the provider itself counts them.
 *
 * @throws ProviderError: `settings` when the provider type, or its wire format, cannot count.
 */
export async function countTokens(
  { route, resolved, request }: CountCall,
  engine: Engine,
  options: CallOptions,
): Promise<TokenCount> {
  const { endpoint } = resolved
  const modelId = route.upstreamModelId
  const native =
    endpoint.spec === 'amazon-bedrock' && (endpoint.bedrockApi ?? 'native') === 'native'
  // Bedrock counts Converse requests for every model, Claude too.
  const dialectId = native ? 'bedrock-converse' : route.dialect
  const shape = shapes[dialectId]
  if (shape === undefined) {
    throw new ProviderError({
      code: 'settings',
      message: `${endpoint.name} is of the type ${getSpec(endpoint.spec).label}, which cannot count tokens.`,
    })
  }
  const dialect = getDialect(dialectId)
  const { headers } = options
  const context = toEncodeContext(endpoint, { modelId, stream: false, headers })
  const { body, warnings } = dialect.encodeRequest(request, context)
  const operation = { kind: 'count-tokens', dialect: dialectId, modelId } as const
  const vertex = endpoint.spec === 'google-vertex'
  const plan = { resolved, dialect, operation, body: shape.pick(body, context, vertex) }
  const answer = await exchangeJson(plan, engine, options, wanted)
  const inputTokens = shape.read(answer)
  if (inputTokens === undefined) throw invalidAnswer(wanted, answer)
  const cachedInputTokens = readCount(answer['cachedContentTokenCount'])
  return {
    inputTokens,
    ...(cachedInputTokens === undefined ? {} : { cachedInputTokens }),
    warnings: [...warnings],
  }
}

interface CountShape {
  /** What the counting call takes of a chat body. */
  pick(body: JsonObject, context: EncodeContext, vertex: boolean): JsonObject
  read(answer: JsonObject): number | undefined
}

/**
 * Sources: anthropic-sdk-typescript `MessageCountTokensParams`; openai-node `InputTokenCountParams`;
 * `@google/genai` CountTokensParameters and the Gemini API's `generateContentRequest`; aws-sdk-js-v3
 * `CountTokensRequest`.
 */
const shapes: Readonly<Partial<Record<DialectId, CountShape>>> = {
  'anthropic-messages': {
    pick: (body) =>
      pickFields(body, [
        'model',
        'messages',
        'system',
        'tools',
        'tool_choice',
        'thinking',
        'output_config',
        'cache_control',
        'context_management',
        'mcp_servers',
      ]),
    read: (answer) => readCount(answer['input_tokens']),
  },
  'openai-responses': {
    pick: (body) =>
      pickFields(body, [
        'model',
        'input',
        'instructions',
        'tools',
        'tool_choice',
        'parallel_tool_calls',
        'reasoning',
        'text',
        'truncation',
      ]),
    read: (answer) => readCount(answer['input_tokens']),
  },
  'google-generate': {
    pick: pickGoogle,
    read: (answer) => readCount(answer['totalTokens']),
  },
  'bedrock-converse': {
    pick: (body) => ({
      input: {
        converse: pickFields(body, [
          'messages',
          'system',
          'toolConfig',
          'additionalModelRequestFields',
        ]),
      },
    }),
    read: (answer) => readCount(answer['inputTokens']),
  },
}

/** The Gemini API counts system text and tools only inside a whole request that names its model. */
function pickGoogle(body: JsonObject, { modelId }: EncodeContext, vertex: boolean): JsonObject {
  if (vertex) {
    return pickFields(body, ['contents', 'systemInstruction', 'tools', 'generationConfig'])
  }
  const own = pickFields(body, ['contents', 'systemInstruction', 'tools', 'toolConfig'])
  if (Object.keys(own).every((name) => name === 'contents')) return own
  const model = /^(?:models|tunedModels)\//.test(modelId) ? modelId : `models/${modelId}`
  return { generateContentRequest: { model, ...readObject(own) } }
}

function pickFields(body: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([name]) => names.includes(name)))
}
