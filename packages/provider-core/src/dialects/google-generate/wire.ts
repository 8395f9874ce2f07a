/** @file Shapes of Google's generateContent, as `@google/genai` 3.1.0 declares them. The same at the Gemini API and Vertex. */
import type { FinishReason, Usage } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { pickUnknown, readCount } from '../read-json.ts'

export interface PartBody {
  text: string
  thought?: true
  thoughtSignature?: string
}

export interface ContentBody {
  role: 'user' | 'model'
  parts: PartBody[]
}

/** What `encodeRequest` writes. The model and whether to stream are in the address. */
export interface GenerateContentBody {
  contents: ContentBody[]
  systemInstruction?: { parts: PartBody[] }
  generationConfig?: {
    temperature?: number
    topP?: number
    maxOutputTokens?: number
    stopSequences?: string[]
  }
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

export const knownPartFields: ReadonlySet<string> = new Set(['text', 'thought', 'thoughtSignature'])

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

const knownUsageFields: ReadonlySet<string> = new Set([
  'promptTokenCount',
  'candidatesTokenCount',
  'totalTokenCount',
  'thoughtsTokenCount',
  'cachedContentTokenCount',
  'toolUsePromptTokenCount',
])

/**
 * Reads `usageMetadata`. `promptTokenCount` includes cached content; results of Google's own tools stand
 * beside it and are added. Thoughts stand beside `candidatesTokenCount` and are added to the output.
 */
export function readUsage(usage: JsonObject): Usage {
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
  return result
}

/** True when the upstream counted more than `readUsage` reads. */
export function hasMoreUsage(usage: JsonObject): boolean {
  return pickUnknown(usage, knownUsageFields) !== undefined
}
