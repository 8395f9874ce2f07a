/** @file What one `delta` or `message` says: text, reasoning from whichever field the server uses, the rest raw. */
import type { JsonObject } from '../dialect.ts'
import { pickUnknown, readObjects, readText } from '../read-json.ts'
import { knownDeltaFields } from './wire.ts'

export type MessagePiece =
  | { readonly kind: 'text' | 'reasoning' | 'signature'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }

export interface MessageContent {
  readonly pieces: readonly MessagePiece[]
  /** Fields that are not read here, tool calls among them. */
  readonly rest: JsonObject | undefined
  readonly hasToolCalls: boolean
}

/**
 * Reads a delta or message. Reasoning is looked for in `reasoning_content` (DeepSeek, xAI, vLLM),
 * `reasoning` (Groq, Ollama, OpenRouter), `reasoning_details` (OpenRouter) and content parts of the
 * type `thinking` (Mistral): by field, never by the endpoint's name. A server that fills several
 * of them repeats itself, so the first that has text is taken.
 */
export function readMessageContent(message: JsonObject): MessageContent {
  const pieces: MessagePiece[] = []
  const known = new Set(knownDeltaFields)
  const unread: JsonObject = {}

  const plain = readText(message['reasoning_content']) ?? readText(message['reasoning'])
  for (const field of ['reasoning_content', 'reasoning']) {
    if (typeof message[field] === 'string') known.add(field)
  }
  if (plain !== undefined) pieces.push({ kind: 'reasoning', text: plain })

  const details = readReasoningDetails(message['reasoning_details'], plain === undefined)
  known.add('reasoning_details')
  pieces.push(...details.pieces)
  if (details.rest.length > 0) unread['reasoning_details'] = details.rest

  const content = readContent(message['content'])
  pieces.push(...content.pieces)
  if (content.rest.length > 0) unread['content'] = content.rest

  const refusal = readText(message['refusal'])
  if (refusal !== undefined) pieces.push({ kind: 'refusal', text: refusal })

  const rest = { ...pickUnknown(message, known), ...unread }
  return {
    pieces,
    rest: Object.keys(rest).length > 0 ? rest : undefined,
    hasToolCalls: readObjects(message['tool_calls']).length > 0 || 'function_call' in rest,
  }
}

interface ReadParts {
  readonly pieces: MessagePiece[]
  readonly rest: JsonObject[]
}

function readReasoningDetails(value: unknown, withText: boolean): ReadParts {
  const pieces: MessagePiece[] = []
  const rest: JsonObject[] = []
  for (const detail of readObjects(value)) {
    const text = readText(detail['text']) ?? readText(detail['summary'])
    const signature = readText(detail['signature'])
    if (text !== undefined && withText) pieces.push({ kind: 'reasoning', text })
    if (signature !== undefined) pieces.push({ kind: 'signature', text: signature })
    if (text === undefined && signature === undefined) rest.push(detail)
  }
  return { pieces, rest }
}

function readContent(value: unknown): ReadParts {
  const text = readText(value)
  if (text !== undefined) return { pieces: [{ kind: 'text', text }], rest: [] }
  const pieces: MessagePiece[] = []
  const rest: JsonObject[] = []
  for (const part of readObjects(value)) {
    if (part['type'] === 'text' && typeof part['text'] === 'string') {
      pieces.push({ kind: 'text', text: part['text'] })
    } else if (part['type'] === 'thinking') {
      pieces.push(...readThinking(part['thinking']))
    } else {
      rest.push(part)
    }
  }
  return { pieces, rest }
}

function readThinking(value: unknown): MessagePiece[] {
  const parts = typeof value === 'string' ? [value] : readObjects(value).map((part) => part['text'])
  return parts.flatMap((part) => {
    const text = readText(part)
    return text === undefined ? [] : [{ kind: 'reasoning', text } as const]
  })
}
