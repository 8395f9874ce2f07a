/** @file Settings of our request → `generationConfig`, tools and `toolConfig`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { readRawValue } from '../raw-fields.ts'
import type { Warn } from '../warning-list.ts'
import { encodeThinking } from './thinking.ts'
import { dialectId } from './wire.ts'

/** The API refuses a request with more. */
const maxStopSequences = 5

/** Encodes everything that stands in `generationConfig`. */
export function encodeGenerationConfig(
  request: ChatRequest,
  modelId: string,
  warn: Warn,
): JsonObject {
  const { stop, logprobs, choices } = request
  if (stop !== undefined && stop.length > maxStopSequences) {
    warn(
      'stop-left-out',
      `Only ${maxStopSequences} stop sequences are taken: the rest was left out.`,
    )
  }
  return dropEmpty({
    temperature: request.temperature,
    topP: request.topP,
    topK: request.topK,
    maxOutputTokens: request.maxOutputTokens,
    stopSequences: stop?.slice(0, maxStopSequences),
    seed: request.seed,
    frequencyPenalty: request.frequencyPenalty,
    presencePenalty: request.presencePenalty,
    candidateCount: choices,
    responseLogprobs: logprobs === undefined ? undefined : true,
    logprobs: logprobs?.top,
    responseModalities: request.outputModalities?.map((modality) => modality.toUpperCase()),
    ...encodeResponseFormat(request.responseFormat),
    thinkingConfig: encodeThinking(request.reasoning, modelId, warn),
  })
}

function encodeResponseFormat(format: ChatRequest['responseFormat']): JsonObject {
  if (format === undefined) return {}
  if (format.type === 'text') return { responseMimeType: 'text/plain' }
  return {
    responseMimeType: 'application/json',
    ...(format.type === 'json-schema' && { responseJsonSchema: format.schema }),
  }
}

/** Encodes functions as one entry and Google's own tools as they came; tools of other vendors are warned about. */
export function encodeTools(tools: ChatRequest['tools'], warn: Warn): JsonObject[] {
  const declarations: JsonObject[] = []
  const own: JsonObject[] = []
  for (const tool of tools ?? []) {
    const raw = readRawValue(tool.raw, dialectId)
    if (tool.type === 'provider') {
      if (raw !== undefined) own.push(raw)
      else warn('tool-left-out', `A tool that only ${tool.raw.dialect} knows was left out.`)
      continue
    }
    if (tool.cacheControl !== undefined) {
      warn('cache-control-left-out', 'Marks for the prompt cache were left out: Google has none.')
    }
    if (tool.strict === true) {
      warn('strict-left-out', 'Strict arguments of tools were left out: Google has no such switch.')
    }
    declarations.push({
      ...raw,
      name: tool.name,
      ...(tool.description !== undefined && { description: tool.description }),
      // Google's own schema dialect goes back as it came; both at once are refused.
      ...(tool.parameters !== undefined &&
        raw?.['parameters'] === undefined && { parametersJsonSchema: tool.parameters }),
    })
  }
  return [...(declarations.length > 0 ? [{ functionDeclarations: declarations }] : []), ...own]
}

/** Encodes the tool choice as a `functionCallingConfig`. */
export function encodeToolConfig(
  { toolChoice, parallelToolCalls }: ChatRequest,
  warn: Warn,
): JsonObject | undefined {
  if (parallelToolCalls === false) {
    warn(
      'parallel-tool-calls-left-out',
      'Several tools may be called at once: Google has no switch against it.',
    )
  }
  if (toolChoice === undefined) return undefined
  if (toolChoice.type !== 'raw') {
    const mode = { auto: 'AUTO', none: 'NONE', required: 'ANY', tool: 'ANY' }[toolChoice.type]
    const names = toolChoice.type === 'tool' ? { allowedFunctionNames: [toolChoice.name] } : {}
    return { functionCallingConfig: { mode, ...names } }
  }
  const raw = readRawValue(toolChoice.raw, dialectId)
  if (raw === undefined) {
    warn(
      'tool-choice-left-out',
      `The tool choice was left out: only ${toolChoice.raw.dialect} knows it.`,
    )
    return undefined
  }
  return { functionCallingConfig: raw }
}

/** Google's words are flex, standard and priority. */
export function encodeServiceTier(tier: string | undefined, warn: Warn): string | undefined {
  if (tier === undefined || tier === 'auto') return undefined
  if (tier === 'default') return 'standard'
  if (tier === 'flex' || tier === 'standard' || tier === 'priority') return tier
  warn('service-tier-left-out', `Google has no service tier "${tier}".`)
  return undefined
}
