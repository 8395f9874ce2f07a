/** @file What one `delta` or `message` says beside tool calls: text, reasoning from whichever field the server uses, the rest raw. */
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { pickUnknown, readCount, readObject, readObjects, readText } from '../read-json.ts'
import { fromUrl } from './media.ts'
import { decodeReasoningDetails, type ReasoningPart } from './reasoning.ts'
import type { TextPiece } from './think-tag.ts'
import { knownDeltaFields } from './wire.ts'
import type { ChatEvent } from '../../model/chat-event.ts'
import { readAnnotation } from './citations.ts'

export type MessagePiece =
  | { readonly kind: 'text' | 'reasoning' | 'refusal'; readonly text: string }
  /** What has its own event already. */
  | { readonly kind: 'event'; readonly event: ChatEvent }

export interface MessageContent {
  readonly pieces: readonly MessagePiece[]
  /** Fields that are not read here. */
  readonly rest: JsonObject | undefined
  /** Reasoning stood in a plain field: details that come later repeat it. */
  readonly hasPlainReasoning: boolean
}

/**
 * Reads a delta or message. Reasoning is looked for in `reasoning_content` (DeepSeek, xAI, vLLM),
 * `reasoning` (Groq, Ollama, OpenRouter), `reasoning_details` (OpenRouter) and content parts of the
 * type `thinking` (Mistral): by field, never by the endpoint's name. A server that fills several
 * of them repeats itself, so the first that has text is taken.
 * @param sawPlain an earlier delta of this choice had reasoning in a plain field
 */
export function readMessageContent(message: JsonObject, sawPlain: boolean): MessageContent {
  const pieces: MessagePiece[] = []
  const plain = readText(message['reasoning_content']) ?? readText(message['reasoning'])
  if (plain !== undefined) pieces.push({ kind: 'reasoning', text: plain })
  const hasPlainReasoning = plain !== undefined || sawPlain
  if (message['reasoning_details'] !== undefined) {
    pieces.push(...readDetails(message['reasoning_details'], !hasPlainReasoning))
  }

  const text = readText(message['content'])
  if (text !== undefined) pieces.push({ kind: 'text', text })
  const content = text === undefined ? readContent(message['content']) : undefined
  if (content !== undefined) pieces.push(...content.pieces)
  const refusal = readText(message['refusal'])
  if (refusal !== undefined) pieces.push({ kind: 'refusal', text: refusal })
  if (message['images'] !== undefined) pieces.push(...readImages(message['images']))
  if (message['audio'] !== undefined) pieces.push(...readAudio(message['audio']))
  for (const annotation of readObjects(message['annotations'])) {
    const citation = readAnnotation(annotation, 'openai-chat')
    pieces.push({ kind: 'event', event: { type: 'citation', citation } })
  }

  const unknown = pickUnknown(message, knownDeltaFields)
  for (const field of ['reasoning_content', 'reasoning']) {
    if (unknown !== undefined && typeof unknown[field] === 'string') delete unknown[field]
  }
  const rest =
    content === undefined || content.rest.length === 0
      ? unknown
      : { ...unknown, content: content.rest }
  const isRest = rest !== undefined && Object.keys(rest).length > 0
  return { pieces, rest: isRest ? rest : undefined, hasPlainReasoning }
}

/** The one text of a delta that holds nothing else, as nearly every chunk of a stream does; `undefined` for any other. */
export function readBarePiece(message: JsonObject): TextPiece | undefined {
  let piece: TextPiece | undefined
  for (const key in message) {
    const value = message[key]
    if (value === null || key === 'role') continue
    if (piece !== undefined || typeof value !== 'string') return undefined
    if (key === 'content') piece = { kind: 'text', text: value }
    else if (key === 'reasoning_content' || key === 'reasoning') {
      piece = { kind: 'reasoning', text: value }
    } else return undefined
  }
  return piece
}

function readDetails(value: unknown, withText: boolean): MessagePiece[] {
  return decodeReasoningDetails(value).flatMap((part) => [
    ...(withText && part.text !== '' ? [{ kind: 'reasoning', text: part.text } as const] : []),
    ...toProofs(part).map((event) => ({ kind: 'event', event }) as const),
  ])
}

function toProofs({ signature, redacted, encrypted, id }: ReasoningPart): ChatEvent[] {
  return [
    ...(signature ? [{ type: 'signature', signature } as const] : []),
    ...(redacted ? [{ type: 'reasoning-redacted', data: redacted } as const] : []),
    ...(encrypted
      ? [{ type: 'reasoning-encrypted', data: encrypted, ...(id && { id }) } as const]
      : []),
  ]
}

function readImages(value: unknown): MessagePiece[] {
  return readObjects(value).flatMap((image) => {
    const url = readText(readObject(image['image_url'])['url'])
    return url === undefined
      ? []
      : [{ kind: 'event', event: { type: 'image', source: fromUrl(url) } }]
  })
}

/** Sound in a stream is bare 16-bit PCM, the only format that the API streams. */
function readAudio(value: unknown): MessagePiece[] {
  const audio = readObject(value)
  const data = readText(audio['data']) ?? ''
  const said = dropEmpty({
    transcript: readText(audio['transcript']),
    id: readText(audio['id']),
    expiresAt: readCount(audio['expires_at']),
  })
  if (data === '' && Object.keys(said).length === 0) return []
  const source = { kind: 'base64', mediaType: 'audio/pcm', data } as const
  return [{ kind: 'event', event: { type: 'audio', source, ...said } }]
}

interface ReadParts {
  readonly pieces: MessagePiece[]
  readonly rest: JsonObject[]
}

/** Content that is a list of parts. */
function readContent(value: unknown): ReadParts {
  const pieces: MessagePiece[] = []
  const rest: JsonObject[] = []
  for (const part of readObjects(value)) {
    if (part['type'] === 'text' && typeof part['text'] === 'string') {
      pieces.push({ kind: 'text', text: part['text'] })
    } else if (part['type'] === 'thinking') {
      pieces.push(...readThinking(part['thinking']))
    } else if (part['type'] === 'image_url') {
      pieces.push(...readImages([part]))
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
