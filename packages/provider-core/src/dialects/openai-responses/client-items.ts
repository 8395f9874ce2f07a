/** @file `input` items of a client's request → our messages. */
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readThoughtSignature } from '../openai-chat/client-messages.ts'
import { fromUrl, readDetail, readFileSource, readInputAudio } from '../openai-chat/media.ts'
import { refuseField } from '../parse-body.ts'
import { keepRaw } from '../raw-fields.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { openReasoning } from './sealed-reasoning.ts'

const dialect = 'openai-responses'

/**
 * Decodes the items in order. What an assistant did in a row is one message, and so are tool results in a
 * row. Items without a neutral word (what the vendor ran, references) are raw parts of the assistant.
 */
export function decodeItems(items: readonly JsonObject[]): ChatMessage[] {
  const out: ChatMessage[] = []
  const add = (role: 'assistant' | 'tool', parts: readonly ContentPart[]): void => {
    const last = out.at(-1)
    if (last?.role === role) last.content.push(...parts)
    else out.push({ role, content: [...parts] })
  }
  for (const [index, item] of items.entries()) {
    const field = `input.${index}`
    const type = readText(item['type']) ?? 'message'
    if (type === 'message') {
      if (item['role'] === 'assistant') add('assistant', decodeOutputMessage(item, field))
      else out.push(decodeTurn(item, field))
    } else if (type === 'function_call_output' || type === 'custom_tool_call_output') {
      add('tool', [decodeResult(item, field)])
    } else {
      add('assistant', [decodeItem(item, type, field)])
    }
  }
  return out
}

const knownTurnFields: ReadonlySet<string> = new Set(['type', 'role', 'content', 'id', 'status'])

function decodeTurn(item: JsonObject, field: string): ChatMessage {
  const content = decodeInput(item['content'], `${field}.content`)
  const raw = keepRaw(dialect, pickUnknown(item, knownTurnFields))
  const { role } = item
  if (role === 'user' || role === 'system') return { role, content, ...raw }
  if (role === 'developer') return { role: 'system', developer: true, content, ...raw }
  throw refuseField(`${field}.role`, 'must be user, assistant, system or developer')
}

const knownMessageFields: ReadonlySet<string> = new Set(['type', 'role', 'content'])

function decodeOutputMessage(item: JsonObject, field: string): ContentPart[] {
  const message = pickUnknown(item, knownMessageFields)
  const own = message === undefined ? {} : { message }
  const { content } = item
  if (typeof content === 'string')
    return [{ type: 'text', text: content, ...keepRaw(dialect, own) }]
  if (!Array.isArray(content)) throw refuseField(`${field}.content`, 'must be a string or a list')
  return readObjects(content).map((part): ContentPart => {
    const refusal = readText(part['refusal'])
    if (refusal !== undefined) {
      return { type: 'text', text: refusal, raw: { dialect, value: { ...own, type: 'refusal' } } }
    }
    return { type: 'text', text: readText(part['text']) ?? '', ...keepRaw(dialect, own) }
  })
}

const knownReasoningFields: ReadonlySet<string> = new Set([
  'type',
  'id',
  'summary',
  'encrypted_content',
  'status',
])
const knownCallFields: ReadonlySet<string> = new Set([
  'type',
  'call_id',
  'name',
  'arguments',
  'input',
  'extra_content',
])

function decodeItem(item: JsonObject, type: string, field: string): ContentPart {
  if (type === 'reasoning') return decodeReasoning(item)
  if (type === 'function_call' || type === 'custom_tool_call') {
    const isCustom = type === 'custom_tool_call'
    const id = readText(item['call_id'])
    const name = readText(item['name'])
    if (id === undefined) throw refuseField(`${field}.call_id`, 'is missing')
    if (name === undefined) throw refuseField(`${field}.name`, 'is missing')
    const input = isCustom ? item['input'] : item['arguments']
    const signature = readThoughtSignature(item)
    const rest = { ...pickUnknown(item, knownCallFields), ...(isCustom && { type: 'custom' }) }
    return {
      type: 'tool-call',
      id,
      name,
      arguments: typeof input === 'string' ? input : '',
      ...(signature && { signature }),
      ...keepRaw(dialect, rest),
    }
  }
  const result = readText(item['result'])
  if (type === 'image_generation_call' && result !== undefined) {
    const { result: _, ...value } = item
    const mediaType = `image/${readText(item['output_format']) ?? 'png'}`
    return {
      type: 'image',
      source: { kind: 'base64', mediaType, data: result },
      raw: { dialect, value },
    }
  }
  return { type: 'raw', raw: { dialect, value: item } }
}

function decodeReasoning(item: JsonObject): ContentPart {
  const id = readText(item['id'])
  const encrypted = readText(item['encrypted_content'])
  const summary = readObjects(item['summary'])
  const texts = [...summary, ...readObjects(item['content'])].flatMap(
    (part) => readText(part['text']) ?? [],
  )
  const proof = encrypted === undefined ? { ...(id && { id }) } : openReasoning(encrypted, id)
  const rest = pickUnknown(item, knownReasoningFields)
  return {
    type: 'reasoning',
    text: texts.join('\n\n'),
    ...proof,
    ...keepRaw(dialect, { ...rest, ...((rest || summary.length > 1) && { summary }) }),
  }
}

const knownResultFields: ReadonlySet<string> = new Set(['type', 'call_id', 'output'])

function decodeResult(item: JsonObject, field: string): ContentPart {
  const callId = readText(item['call_id'])
  if (callId === undefined) throw refuseField(`${field}.call_id`, 'is missing')
  const content = decodeInput(item['output'], `${field}.output`)
  return {
    type: 'tool-result',
    callId,
    content: content.filter(
      (part) => part.type === 'text' || part.type === 'image' || part.type === 'file',
    ),
    ...keepRaw(dialect, pickUnknown(item, knownResultFields)),
  }
}

function decodeInput(value: unknown, field: string): ContentPart[] {
  if (typeof value === 'string') return value === '' ? [] : [{ type: 'text', text: value }]
  if (!Array.isArray(value)) throw refuseField(field, 'must be a string or a list of parts')
  return value.map((part: unknown, at) => {
    if (!isObject(part)) throw refuseField(`${field}.${at}`, 'must be an object')
    return decodePart(part, `${field}.${at}`)
  })
}

const knownPartFields: Readonly<Record<string, ReadonlySet<string>>> = {
  input_image: new Set(['type', 'image_url', 'file_id', 'detail']),
  input_file: new Set(['type', 'file_data', 'file_id', 'file_url', 'filename']),
  input_audio: new Set(['type', 'input_audio']),
}
const knownTextFields: ReadonlySet<string> = new Set(['type', 'text', 'annotations', 'logprobs'])

function decodePart(part: JsonObject, field: string): ContentPart {
  const type = readText(part['type']) ?? ''
  const raw = keepRaw(dialect, pickUnknown(part, knownPartFields[type] ?? knownTextFields))
  if (type === 'input_text' || type === 'output_text' || type === 'text') {
    if (typeof part['text'] !== 'string') throw refuseField(`${field}.text`, 'must be a string')
    return { type: 'text', text: part['text'], ...raw }
  }
  if (type === 'input_image') {
    const url = readText(part['image_url'])
    const fileId = readText(part['file_id'])
    if (url === undefined && fileId === undefined) {
      throw refuseField(`${field}.image_url`, 'is missing')
    }
    const source =
      fileId === undefined ? fromUrl(url ?? '') : ({ kind: 'file-id', fileId } as const)
    const detail = part['detail'] === 'auto' ? {} : readDetail(part['detail'])
    return { type: 'image', source, ...detail, ...raw }
  }
  if (type === 'input_file') {
    const source = readFileSource(part)
    if (source === undefined) throw refuseField(field, 'needs file_data, file_url or file_id')
    const filename = readText(part['filename'])
    return { type: 'file', source, ...(filename && { filename }), ...raw }
  }
  if (type === 'input_audio') {
    const source = readInputAudio(readObject(part['input_audio']))
    if (source === undefined) throw refuseField(`${field}.input_audio.data`, 'is missing')
    return { type: 'audio', source, ...raw }
  }
  return { type: 'raw', raw: { dialect, value: part } }
}
