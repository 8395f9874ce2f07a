/** @file One `output` item of a response → our events: while it streams, when it is done, and when it comes whole. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { readAnnotation } from '../openai-chat/citations.ts'
import { readThoughtSignature } from '../openai-chat/client-messages.ts'
import { readLogprobs } from '../openai-chat/logprobs.ts'
import { createRawEvent, keepRaw } from '../raw-fields.ts'
import { pickUnknown, readObjects, readText } from '../read-json.ts'
import { openReasoning } from './sealed-reasoning.ts'
import { providerCallTypes } from './wire.ts'

const dialect = 'openai-responses'

/** Number of a part, where the upstream numbers its items. */
export type Block = { readonly block?: number }

export interface ItemReader {
  /** The response asked the client to run something. */
  readonly hasToolCalls: boolean
  readonly refused: boolean
  /** Anything of this item (or of any, when left out) was read. */
  hasRead(item?: unknown): boolean
  /** Text or reasoning of an item. */
  delta(item: unknown, event: ChatEvent): ChatEvent[]
  refuse(): void
  added(item: JsonObject, key: unknown, block: Block): ChatEvent[]
  callDelta(key: unknown, text: string): ChatEvent[]
  /** What the finished item says that its deltas did not. */
  done(item: JsonObject, key: unknown, blockOf: (part: number) => Block): ChatEvent[]
}

interface Call {
  readonly id: string
  readonly block: Block
  hasArguments: boolean
}

/** Makes a reader for one response. `key` is the item's number or id, whichever the upstream gives. */
export function createItemReader(): ItemReader {
  const calls = new Map<unknown, Call>()
  const read = new Set<unknown>()
  let refused = false
  let hasToolCalls = false

  const startCall = (item: JsonObject, key: unknown, block: Block): ChatEvent[] => {
    if (calls.has(key)) return []
    hasToolCalls = true
    const id = readText(item['call_id']) ?? readText(item['id']) ?? `call_${calls.size}`
    const isCustom = item['type'] === 'custom_tool_call'
    calls.set(key, { id, block, hasArguments: false })
    read.add(key)
    const rest = { ...pickUnknown(item, knownCallFields), ...(isCustom && { type: 'custom' }) }
    const name = readText(item['name']) ?? 'unknown'
    return [{ type: 'tool-call-start', id, name, ...keepRaw(dialect, rest), ...block }]
  }

  const callDelta = (key: unknown, text: string): ChatEvent[] => {
    const call = calls.get(key)
    if (call === undefined || text === '') return []
    call.hasArguments = true
    return [{ type: 'tool-call-delta', id: call.id, arguments: text, ...call.block }]
  }

  const endCall = (item: JsonObject, key: unknown, block: Block): ChatEvent[] => {
    const events = startCall(item, key, block)
    const call = calls.get(key)
    if (call === undefined) return events
    const whole = readText(item['arguments']) ?? readText(item['input']) ?? ''
    if (!call.hasArguments) events.push(...callDelta(key, whole))
    const signature = readThoughtSignature(item)
    if (signature !== undefined) events.push({ type: 'signature', signature, ...call.block })
    return [...events, { type: 'tool-call-end', id: call.id, ...call.block }]
  }

  const readMessage = (item: JsonObject, blockOf: (part: number) => Block): ChatEvent[] =>
    readObjects(item['content']).flatMap((part, at): ChatEvent[] => {
      const refusal = readText(part['refusal'])
      if (refusal !== undefined) refused = true
      const text = refusal ?? readText(part['text'])
      const block = blockOf(at)
      if (text === undefined && part['type'] !== 'output_text') {
        return [createRawEvent(dialect, part)]
      }
      const tokens = readLogprobs(part['logprobs'])
      return [
        ...(text === undefined ? [] : [{ type: 'text-delta', text, ...block } as const]),
        ...(tokens.length > 0 ? [{ type: 'logprobs', tokens, ...block } as const] : []),
        ...readObjects(part['annotations']).map((each) => ({
          type: 'citation' as const,
          citation: readAnnotation(each, dialect),
          ...block,
        })),
      ]
    })

  return {
    get hasToolCalls() {
      return hasToolCalls
    },
    get refused() {
      return refused
    },
    hasRead: (item) => (item === undefined ? read.size > 0 : read.has(item)),
    delta(item, event) {
      read.add(item)
      return [event]
    },
    refuse() {
      refused = true
    },
    added(item, key, block) {
      return isCall(item) ? startCall(item, key, block) : []
    },
    callDelta,
    done(item, key, blockOf) {
      if (isCall(item)) return endCall(item, key, blockOf(0))
      const hadDeltas = read.has(key)
      read.add(key)
      if (item['type'] === 'message') return hadDeltas ? [] : readMessage(item, blockOf)
      if (item['type'] === 'reasoning') return readReasoning(item, blockOf(0), hadDeltas)
      return readOther(item, blockOf(0))
    },
  }
}

const knownCallFields: ReadonlySet<string> = new Set([
  'type',
  'status',
  'call_id',
  'name',
  'arguments',
  'input',
  'extra_content',
])

const spokenFields: ReadonlySet<string> = new Set([
  'type',
  'status',
  'role',
  'content',
  'summary',
  'encrypted_content',
  'result',
])

/** What an item says beside its content (`id`, `phase`), ahead of it: a client of the same format sees it again. */
export function announceItem(item: JsonObject): ChatEvent[] {
  const rest = pickUnknown(item, spokenFields)
  if (rest === undefined) return []
  const announced = { type: item['type'], ...rest }
  return [createRawEvent(dialect, { type: 'response.output_item.added', item: announced })]
}

function isCall(item: JsonObject): boolean {
  return item['type'] === 'function_call' || item['type'] === 'custom_tool_call'
}

/** Paragraphs as in the stream, then the proof. */
function readReasoning(item: JsonObject, block: Block, hadDeltas: boolean): ChatEvent[] {
  const parts = [...readObjects(item['summary']), ...readObjects(item['content'])]
  const text = parts.flatMap((part) => readText(part['text']) ?? []).join('\n\n')
  const events: ChatEvent[] = []
  if (text !== '' && !hadDeltas) events.push({ type: 'reasoning-delta', text, ...block })
  const content = readText(item['encrypted_content'])
  if (content === undefined) {
    const isEmpty = text === '' && !hadDeltas && readText(item['id']) !== undefined
    return isEmpty ? [createRawEvent(dialect, { type: 'response.output_item.done', item })] : events
  }
  const { signature, redacted, encrypted, id } = openReasoning(content, readText(item['id']))
  if (signature !== undefined) events.push({ type: 'signature', signature, ...block })
  if (redacted !== undefined) events.push({ type: 'reasoning-redacted', data: redacted, ...block })
  if (encrypted !== undefined) {
    events.push({ type: 'reasoning-encrypted', data: encrypted, ...(id && { id }), ...block })
  }
  return events
}

/** Images, what the vendor ran, and what has no word of ours. */
function readOther(item: JsonObject, block: Block): ChatEvent[] {
  const image = readText(item['result'])
  if (item['type'] === 'image_generation_call' && image !== undefined) {
    const mediaType = `image/${readText(item['output_format']) ?? 'png'}`
    return [
      ...announceItem(item),
      { type: 'image', source: { kind: 'base64', mediaType, data: image }, ...block },
    ]
  }
  const id = readText(item['id'])
  if (!providerCallTypes.has(item['type']) || id === undefined) {
    return [createRawEvent(dialect, { type: 'response.output_item.done', item })]
  }
  const name = String(item['type']).replace(/_call$/, '')
  const raw = { dialect, value: item } as const
  return [
    { type: 'tool-call-start', id, name, providerRun: true, raw, ...block },
    { type: 'tool-call-end', id, ...block },
  ]
}
