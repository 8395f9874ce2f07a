/** @file Our request → the body of `POST /responses`. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { ChatMessage } from '../../model/content.ts'
import type { EncodeContext, EncodedRequest, JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { joinText, textSeparator } from '../join-text.ts'
import { mergeSystem } from '../merge-system.ts'
import { toEffort } from '../openai-chat/reasoning.ts'
import { readRawFields, warnRawLeftOut } from '../raw-fields.ts'
import { warnSettingsLeftOut } from '../request-warnings.ts'
import { createWarningList, type Warn } from '../warning-list.ts'
import { encodeItems } from './request-items.ts'
import { encodeText, encodeTools } from './tools.ts'

/**
 * Encodes a request. System text before the first turn goes into `instructions`, later system messages
 * and those of the role developer stay in their place as items. The format has no stop sequences and no limit
 * under 16 tokens: asking for them is a warning. Nothing is kept at the vendor (`store: false`) unless a client
 * of the same format wants it, so encrypted reasoning is asked for.
 */
export function encodeRequest(request: ChatRequest, context: EncodeContext): EncodedRequest {
  const list = createWarningList()
  const messages = context.supportsSystemMessage ? request.messages : mergeSystem(request.messages)
  const { include, text, store, ...own } = readRawFields(request.raw, 'openai-responses')
  const { instructions, items } = takeInstructions(messages)
  const stored = store === true
  const input = encodeItems(items, { warn: list.warn, stored, customCalls: new Set() })
  list.add(
    warnRawLeftOut(request.raw, 'openai-responses'),
    ...warnSettingsLeftOut(request, absentSettings, 'the Responses API'),
  )
  warnOfModalities(request, list.warn)
  const body = {
    ...own,
    model: context.modelId,
    input,
    store: stored,
    ...dropEmpty({
      instructions,
      temperature: request.temperature,
      top_p: request.topP,
      max_output_tokens: raiseLimit(request.maxOutputTokens, list.warn),
      top_logprobs: request.logprobs?.top,
      service_tier: request.serviceTier,
      user: own['safety_identifier'] === request.userId ? undefined : request.userId,
      metadata: request.metadata,
      include: listIncludes(request, include, stored),
    }),
    ...encodeReasoning(request),
    ...encodeText(request, text),
    ...encodeTools(request, list.warn),
    ...(context.stream && { stream: true }),
  }
  return { body, warnings: list.warnings }
}

const absentSettings = [
  'stop',
  'seed',
  'topK',
  'frequencyPenalty',
  'presencePenalty',
  'choices',
] as const

/** The API refuses smaller limits. */
const minOutputTokens = 16

function raiseLimit(limit: number | undefined, warn: Warn): number | undefined {
  if (limit === undefined || limit >= minOutputTokens) return limit
  warn(
    'max-tokens-raised',
    `The limit of output tokens was raised to ${minOutputTokens}, the lowest that the Responses API takes.`,
  )
  return minOutputTokens
}

function warnOfModalities(request: ChatRequest, warn: Warn): void {
  if (!request.outputModalities?.some((kind) => kind !== 'text')) return
  warn(
    'output-modalities-left-out',
    'The kinds of output were left out: this format has tools for images.',
  )
}

function encodeReasoning({ reasoning }: ChatRequest): JsonObject {
  if (reasoning === undefined) return {}
  const { summary } = reasoning
  const fields = {
    ...readRawFields(reasoning.raw, 'openai-responses'),
    ...dropEmpty({
      effort: toEffort(reasoning),
      summary: summary === true ? 'auto' : summary === false ? undefined : summary,
    }),
  }
  return Object.keys(fields).length > 0 ? { reasoning: fields } : {}
}

export const encryptedInclude = 'reasoning.encrypted_content'
export const logprobsInclude = 'message.output_text.logprobs'

/** Models that do not reason refuse to encrypt: it is asked for only where reasoning is, or was sent along. */
function listIncludes(request: ChatRequest, own: unknown, stored: boolean): string[] {
  const { reasoning } = request
  const isOff = reasoning?.enabled === false || reasoning?.effort === 'none'
  const replays = request.messages.some(({ content }) =>
    content.some((part) => part.type === 'reasoning' && part.encrypted !== undefined),
  )
  const wanted = Array.isArray(own) ? own.filter((name) => typeof name === 'string') : []
  if (!stored && ((reasoning !== undefined && !isOff) || replays)) wanted.push(encryptedInclude)
  if (request.logprobs !== undefined) wanted.push(logprobsInclude)
  return [...new Set(wanted)]
}

/** A conversation of system text alone stays in `input`, which may not be empty. */
function takeInstructions(messages: readonly ChatMessage[]): {
  readonly instructions: string | undefined
  readonly items: readonly ChatMessage[]
} {
  const first = messages.findIndex(
    (message) => message.role !== 'system' || message.developer === true,
  )
  if (first <= 0) return { instructions: undefined, items: messages }
  const texts = messages.slice(0, first).map((message) => joinText(message.content))
  return { instructions: texts.join(textSeparator), items: messages.slice(first) }
}
