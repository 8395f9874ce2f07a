/** @file Shapes of Google's generateContent, as `@google/genai` 3.1.0 declares them. The same at the Gemini API and Vertex. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { RawFields } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { pickUnknown, readCount } from '../read-json.ts'

export const dialectId = 'google-generate'

/** One part of a turn. Exactly one of its data fields is set; the rest says something about it. */
export type PartBody = JsonObject

export interface ContentBody {
  role: 'user' | 'model'
  parts: PartBody[]
}

/** Marks a value as a piece of this format. */
export function toRaw(value: unknown): RawFields {
  return { dialect: dialectId, value }
}

/** Fields of a chunk that are read, or that say nothing about the reply. */
export const knownChunkFields: ReadonlySet<string> = new Set([
  'candidates',
  'usageMetadata',
  'modelVersion',
  'responseId',
  'createTime',
])

export const knownCandidateFields: ReadonlySet<string> = new Set([
  'content',
  'finishReason',
  'index',
])

const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['MODEL_ARMOR', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_RECITATION', 'content-filter'],
])

/** Maps `finishReason`; LANGUAGE, OTHER, MALFORMED_FUNCTION_CALL and the like become `other`. */
export function mapFinishReason(reason: string): FinishReason {
  return finishReasons.get(reason) ?? 'other'
}

const reasonWords: Readonly<Record<FinishReason, string>> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
  other: 'OTHER',
}

/** The `finishReason` for a client: Google's own word where the upstream was Google. */
export function encodeFinishReason(reason: FinishReason, rawReason: string | undefined): string {
  if (rawReason === undefined || !/^[A-Z][A-Z_]+$/.test(rawReason)) return reasonWords[reason]
  const own = mapFinishReason(rawReason)
  const isSame = own === reason || (own === 'stop' && reason === 'tool-calls')
  return isSame ? rawReason : reasonWords[reason]
}

const plainUsageFields: ReadonlySet<string> = new Set([
  'promptTokenCount',
  'candidatesTokenCount',
  'totalTokenCount',
  'thoughtsTokenCount',
  'cachedContentTokenCount',
])

/**
 * Reads `usageMetadata`. `promptTokenCount` includes cached content; results of Google's own tools stand
 * beside it and are added. Thoughts stand beside `candidatesTokenCount` and are added to the output. The
 * report itself rides along where it says more.
 */
export function readUsage(usage: JsonObject): Usage | undefined {
  const prompt = readCount(usage['promptTokenCount'])
  const toolPrompt = readCount(usage['toolUsePromptTokenCount'])
  const candidates = readCount(usage['candidatesTokenCount'])
  const thoughts = readCount(usage['thoughtsTokenCount'])
  const cached = readCount(usage['cachedContentTokenCount'])
  const result: Usage = {}
  if (prompt !== undefined) result.inputTokens = prompt + (toolPrompt ?? 0)
  if (candidates !== undefined || thoughts !== undefined) {
    result.outputTokens = (candidates ?? 0) + (thoughts ?? 0)
  }
  if (cached !== undefined) result.cachedInputTokens = cached
  if (thoughts !== undefined) result.reasoningTokens = thoughts
  if (pickUnknown(usage, plainUsageFields) !== undefined) result.raw = toRaw(usage)
  return Object.keys(result).length === 0 ? undefined : result
}

/** `usageMetadata` for a client; Google's own report where the upstream was Google. */
export function encodeUsage(usage: Usage | undefined): JsonObject {
  if (usage === undefined) return {}
  if (usage.raw?.dialect === dialectId) return usage.raw.value as JsonObject
  const { inputTokens, outputTokens, reasoningTokens, cachedInputTokens } = usage
  return {
    ...(inputTokens !== undefined && { promptTokenCount: inputTokens }),
    ...(outputTokens !== undefined && {
      candidatesTokenCount: Math.max(0, outputTokens - (reasoningTokens ?? 0)),
    }),
    ...(reasoningTokens !== undefined && { thoughtsTokenCount: reasoningTokens }),
    ...(cachedInputTokens !== undefined && { cachedContentTokenCount: cachedInputTokens }),
    ...(inputTokens !== undefined &&
      outputTokens !== undefined && { totalTokenCount: inputTokens + outputTokens }),
  }
}
