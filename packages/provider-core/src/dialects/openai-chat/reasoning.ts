/** @file Reasoning of earlier replies in a message, in each of the fields that servers use: ours ↔ Chat Completions. */
import type { Compat } from '../../model/compat.ts'
import type { ReasoningSettings } from '../../model/chat-request.ts'
import type { ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readRawFields } from '../raw-fields.ts'
import { readObjects, readText } from '../read-json.ts'
import type { Warn } from '../warning-list.ts'

export type ReasoningPart = Extract<ContentPart, { type: 'reasoning' }>

/** Marks a hidden block of Claude in `reasoning_details`, as OpenRouter does. */
const claudeFormat = 'anthropic-claude-v1'

/** One entry of `reasoning_details` that holds a part whole. */
export function encodeReasoningDetail(part: Omit<ReasoningPart, 'type'>): JsonObject[] {
  const id = part.id === undefined ? {} : { id: part.id }
  const details: JsonObject[] = []
  if (part.redacted !== undefined) {
    details.push({ type: 'reasoning.encrypted', data: part.redacted, format: claudeFormat, ...id })
    return details
  }
  if (part.text !== '' || part.signature !== undefined) {
    const signed = part.signature === undefined ? {} : { signature: part.signature }
    details.push({ type: 'reasoning.text', text: part.text, ...signed })
  }
  if (part.encrypted !== undefined) {
    details.push({ type: 'reasoning.encrypted', data: part.encrypted, ...id })
  }
  return details
}

/** Reads `reasoning_details` into parts; an encrypted entry belongs to the text with no proof of its own before it. */
export function decodeReasoningDetails(value: unknown): ReasoningPart[] {
  const parts: ReasoningPart[] = []
  for (const detail of readObjects(value)) {
    const text = readText(detail['text']) ?? readText(detail['summary']) ?? ''
    const signature = readText(detail['signature'])
    const data = readText(detail['data'])
    const id = readText(detail['id'])
    if (data !== undefined) {
      const last = parts.at(-1)
      const named = id === undefined ? {} : { id }
      if (detail['format'] === claudeFormat) {
        parts.push({ type: 'reasoning', text: '', redacted: data, ...named })
      } else if (last && last.text !== '' && !last.signature && !last.encrypted) {
        parts[parts.length - 1] = { ...last, encrypted: data, ...named }
      } else {
        parts.push({ type: 'reasoning', text: '', encrypted: data, ...named })
      }
    } else if (text !== '' || signature !== undefined) {
      parts.push({ type: 'reasoning', text, ...(signature && { signature }) })
    }
  }
  return parts
}

const fields = ['reasoning_content', 'reasoning', 'reasoning_details'] as const

/** Reasoning of a client's assistant message. The first part keeps the fields as they came, for the same format. */
export function decodeReasoningFields(message: JsonObject): ReasoningPart[] {
  const plain = readText(message['reasoning_content']) ?? readText(message['reasoning'])
  const details = decodeReasoningDetails(message['reasoning_details'])
  const hasText = details.some((part) => part.text !== '')
  const parts: ReasoningPart[] =
    plain !== undefined && !hasText ? [{ type: 'reasoning', text: plain }, ...details] : details
  const [first, ...rest] = parts
  if (first === undefined) return []
  const own = Object.fromEntries(
    fields.filter((name) => message[name] != null).map((name) => [name, message[name]]),
  )
  return [{ ...first, raw: { dialect: 'openai-chat', value: own } }, ...rest]
}

/** The fields that carry reasoning back: those it came in, or the one that the endpoint takes. Else a warning. */
export function encodeReasoningFields(
  parts: readonly ReasoningPart[],
  field: Compat['reasoningField'],
  warn: Warn,
): JsonObject {
  if (parts.length === 0) return {}
  if (field === 'reasoning_details') return { [field]: parts.flatMap(encodeReasoningDetail) }
  if (field !== undefined) {
    const text = parts.map((part) => part.text).join('')
    return text === '' ? {} : { [field]: text }
  }
  const own = Object.assign({}, ...parts.map((part) => readRawFields(part.raw, 'openai-chat')))
  if (Object.keys(own).length === 0) {
    warn(
      'reasoning-left-out',
      'Reasoning of earlier replies was left out: this format does not take it back.',
    )
  }
  return own
}

/** How much to think as a word; a budget becomes the word nearest to it. */
export function toEffort(reasoning: ReasoningSettings | undefined): string | undefined {
  if (reasoning === undefined) return undefined
  const { enabled, effort, budgetTokens } = reasoning
  if (effort !== undefined) return effort
  if (enabled === false) return 'none'
  if (budgetTokens === undefined) return undefined
  if (budgetTokens <= 4096) return 'low'
  return budgetTokens <= 16_384 ? 'medium' : 'high'
}
