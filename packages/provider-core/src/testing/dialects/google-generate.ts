import type {
  Candidate,
  FinishReason as GoogleFinishReason,
  GenerateContentResponse,
  GenerateContentResponseUsageMetadata,
  Part,
} from '@google/genai'
import type { FinishReason } from '../server/behaviour.ts'
import type { FakeDialect, GenerateCall, Reply } from './dialect.ts'

/** The declared class has getters and enums; on the wire it is plain data. */
type WireResponse = Pick<
  GenerateContentResponse,
  'usageMetadata' | 'modelVersion' | 'responseId'
> & {
  candidates: (Omit<Candidate, 'finishReason'> & { finishReason?: `${GoogleFinishReason}` })[]
}

const finishReasons: Record<FinishReason, `${GoogleFinishReason}`> = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
}
const statusNames: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
}

/** Google generateContent answers, shaped by the declarations of `@google/genai`. */
export const googleGenerate: FakeDialect = {
  id: 'google-generate',
  encodeWhole: (reply, call) => encodeChunk(reply, call, [...encodeParts(reply)], true),
  *encodeStream(reply, call) {
    for (const part of encodeParts(reply)) {
      yield { part: 'body', data: encodeChunk(reply, call, [part], false) }
    }
    yield { part: 'tail', data: encodeChunk(reply, call, [{ text: '' }], true) }
  },
  encodeStreamError: (message) => ({ part: 'body', data: encodeGoogleError(503, message) }),
  encodeError: encodeGoogleError,
}

/** The error body that every Google API has (google.rpc.Status as JSON). */
export function encodeGoogleError(status: number, message: string): object {
  return { error: { code: status, message, status: statusNames[status] ?? 'UNKNOWN' } }
}

function* encodeParts(reply: Reply): Iterable<Part> {
  for (const text of reply.reasoning) yield { text, thought: true }
  for (const text of reply.text) yield { text }
  for (const tool of reply.toolCalls) {
    yield { functionCall: { id: tool.id, name: tool.name, args: tool.arguments } }
  }
}

function encodeChunk(
  reply: Reply,
  call: GenerateCall,
  parts: Part[],
  isLast: boolean,
): WireResponse {
  return {
    candidates: [
      {
        content: { role: 'model', parts },
        index: 0,
        ...(isLast ? { finishReason: finishReasons[reply.finish] } : {}),
      },
    ],
    usageMetadata: encodeUsage(reply, isLast),
    modelVersion: call.model,
    responseId: `fake-${reply.serial}`,
  }
}

/** Output tokens here exclude thoughts, unlike those of the other dialects. */
function encodeUsage({ usage }: Reply, isLast: boolean): GenerateContentResponseUsageMetadata {
  if (!isLast) return { promptTokenCount: usage.inputTokens, totalTokenCount: usage.inputTokens }
  const thoughtsTokenCount = usage.reasoningTokens ?? 0
  return {
    promptTokenCount: usage.inputTokens,
    candidatesTokenCount: usage.outputTokens - thoughtsTokenCount,
    thoughtsTokenCount,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
    ...(usage.cachedInputTokens === undefined
      ? {}
      : { cachedContentTokenCount: usage.cachedInputTokens }),
  }
}
