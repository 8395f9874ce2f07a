/** @file `messages` of a client's chat completion → our messages. */
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { refuseField } from '../parse-body.ts'
import { keepRaw } from '../raw-fields.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { fromUrl, readDetail, readFileSource, readInputAudio } from './media.ts'
import { decodeReasoningFields } from './reasoning.ts'

type ToolResult = Extract<ContentPart, { type: 'tool-result' }>

/**
 * Decodes the messages in order; neighbouring tool messages become one message with several results. The
 * older `function_call` and role `function` are read as tools whose id is the function's name.
 */
export function decodeMessages(values: readonly JsonObject[]): ChatMessage[] {
  const out: ChatMessage[] = []
  for (const [index, value] of values.entries()) {
    const field = `messages.${index}`
    if (value['role'] === 'tool' || value['role'] === 'function') {
      const result = decodeToolMessage(value, field)
      const last = out.at(-1)
      if (last?.role === 'tool') last.content.push(result)
      else out.push({ role: 'tool', content: [result] })
    } else {
      out.push(decodeMessage(value, field))
    }
  }
  return out
}

const knownMessageFields: ReadonlySet<string> = new Set([
  'role',
  'content',
  'name',
  'refusal',
  'tool_calls',
  'function_call',
  'audio',
  'reasoning_content',
  'reasoning',
  'reasoning_details',
])

function decodeMessage(value: JsonObject, field: string): ChatMessage {
  const { role } = value
  const name = readText(value['name'])
  const outer = {
    ...(name !== undefined && { name }),
    ...keepRaw('openai-chat', pickUnknown(value, knownMessageFields)),
  }
  if (role === 'assistant') return { role, content: decodeAssistant(value, field), ...outer }
  const content = decodeContent(value['content'], `${field}.content`)
  if (role === 'user') return { role, content, ...outer }
  if (role === 'system') return { role, content, ...outer }
  if (role === 'developer') return { role: 'system', developer: true, content, ...outer }
  throw refuseField(`${field}.role`, 'must be system, developer, user, assistant or tool')
}

function decodeAssistant(value: JsonObject, field: string): ContentPart[] {
  const refusal = readText(value['refusal'])
  const content =
    value['content'] == null ? [] : decodeContent(value['content'], `${field}.content`)
  const legacy = isObject(value['function_call']) ? [value['function_call']] : []
  return [
    ...decodeReasoningFields(value),
    ...content.filter((part) => part.type !== 'text' || part.text !== ''),
    ...(refusal === undefined ? [] : [toRefusal(refusal)]),
    ...decodeAudioId(value['audio']),
    ...readObjects(value['tool_calls']).map((call, at) =>
      decodeCall(call, `${field}.tool_calls.${at}`),
    ),
    ...legacy.map((call) => decodeCall({ id: call['name'], function: call }, field)),
  ]
}

function toRefusal(text: string): ContentPart {
  return { type: 'text', text, raw: { dialect: 'openai-chat', value: { type: 'refusal' } } }
}

/** Sound of an earlier reply: OpenAI keeps it, the client names it. */
function decodeAudioId(value: unknown): ContentPart[] {
  const fileId = readText(readObject(value)['id'])
  return fileId === undefined ? [] : [{ type: 'audio', source: { kind: 'file-id', fileId } }]
}

const knownCallFields: ReadonlySet<string> = new Set(['id', 'type', 'function', 'custom', 'index'])

function decodeCall(call: JsonObject, field: string): ContentPart {
  const isCustom = isObject(call['custom'])
  const body = readObject(isCustom ? call['custom'] : call['function'])
  const name = readText(body['name'])
  if (name === undefined) throw refuseField(`${field}.function.name`, 'is missing')
  const signature = readThoughtSignature(call)
  const known = signature === undefined ? knownCallFields : signedCallFields
  const rest = pickUnknown(call, known)
  const input = isCustom ? body['input'] : body['arguments']
  return {
    type: 'tool-call',
    id: readText(call['id']) ?? name,
    name,
    arguments: typeof input === 'string' ? input : JSON.stringify(input ?? {}),
    ...(signature && { signature }),
    ...keepRaw('openai-chat', { ...rest, ...(isCustom && { type: 'custom' }) }),
  }
}

const signedCallFields: ReadonlySet<string> = new Set([...knownCallFields, 'extra_content'])

/** Where Google's own compatible endpoint puts the signature of a call. */
export function readThoughtSignature(call: JsonObject): string | undefined {
  return readText(readObject(readObject(call['extra_content'])['google'])['thought_signature'])
}

const knownToolFields: ReadonlySet<string> = new Set(['role', 'content', 'tool_call_id', 'name'])

function decodeToolMessage(value: JsonObject, field: string): ToolResult {
  const name = readText(value['name'])
  const callId = readText(value['tool_call_id']) ?? name
  if (callId === undefined) throw refuseField(`${field}.tool_call_id`, 'is missing')
  const content =
    value['content'] == null ? [] : decodeContent(value['content'], `${field}.content`)
  return {
    type: 'tool-result',
    callId,
    ...(name !== undefined && { name }),
    content: content.filter(
      (part) => part.type === 'text' || part.type === 'image' || part.type === 'file',
    ),
    ...keepRaw('openai-chat', pickUnknown(value, knownToolFields)),
  }
}

function decodeContent(value: unknown, field: string): ContentPart[] {
  if (typeof value === 'string') return [{ type: 'text', text: value }]
  if (!Array.isArray(value)) throw refuseField(field, 'must be a string or a list of parts')
  return value.map((part: unknown, at) => {
    if (typeof part === 'string') return { type: 'text', text: part }
    if (!isObject(part)) throw refuseField(`${field}.${at}`, 'must be an object')
    return decodePart(part, `${field}.${at}`)
  })
}

/** Fields of each kind of part that have a neutral word. */
const knownPartFields: Readonly<Record<string, ReadonlySet<string>>> = {
  text: new Set(['type', 'text']),
  image_url: new Set(['type', 'image_url']),
  file: new Set(['type', 'file']),
  input_audio: new Set(['type', 'input_audio']),
}

function decodePart(part: JsonObject, field: string): ContentPart {
  const type = readText(part['type'])
  if (type === undefined) throw refuseField(`${field}.type`, 'is missing')
  const known = knownPartFields[type]
  const common = {
    ...readCacheControl(part['cache_control']),
    ...keepRaw('openai-chat', known && pickUnknown(part, known)),
  }
  if (type === 'text') {
    if (typeof part['text'] !== 'string') throw refuseField(`${field}.text`, 'must be a string')
    return { type: 'text', text: part['text'], ...common }
  }
  if (type === 'refusal') return toRefusal(readText(part['refusal']) ?? '')
  if (type === 'image_url') {
    const image = isObject(part['image_url']) ? part['image_url'] : { url: part['image_url'] }
    const url = readText(image['url'])
    if (url === undefined) throw refuseField(`${field}.image_url.url`, 'is missing')
    return { type: 'image', source: fromUrl(url), ...readDetail(image['detail']), ...common }
  }
  if (type === 'file') {
    const file = readObject(part['file'])
    const source = readFileSource(file)
    if (source === undefined) throw refuseField(`${field}.file`, 'needs file_data or file_id')
    const filename = readText(file['filename'])
    return { type: 'file', source, ...(filename && { filename }), ...common }
  }
  if (type === 'input_audio') {
    const source = readInputAudio(readObject(part['input_audio']))
    if (source === undefined) throw refuseField(`${field}.input_audio.data`, 'is missing')
    return { type: 'audio', source, ...common }
  }
  return { type: 'raw', raw: { dialect: 'openai-chat', value: part } }
}

/** `cache_control` as OpenRouter and LiteLLM take it, on any part. */
function readCacheControl(
  value: unknown,
): Pick<Extract<ContentPart, { type: 'text' }>, 'cacheControl'> {
  if (!isObject(value)) return {}
  const ttl = value['ttl'] === '5m' || value['ttl'] === '1h' ? ({ ttl: value['ttl'] } as const) : {}
  return { cacheControl: ttl }
}
