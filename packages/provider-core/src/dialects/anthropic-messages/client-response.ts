/** @file Our events → a whole message. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { EncodedReply, JsonObject, ReplyContext } from '../dialect.ts'
import { isObject, parseJson, readObject, readText } from '../read-json.ts'
import { encodeError } from './client-errors.ts'
import { createReplyWriter } from './reply-writer.ts'
import { mergeUsage } from './wire.ts'

/** Encodes a whole reply; a failed one is its error. It says what the stream of the same events would say. */
export function encodeResponse(events: readonly ChatEvent[], context: ReplyContext): EncodedReply {
  const writer = createReplyWriter(context)
  const { warnings } = writer
  const message: JsonObject = {}
  const content: JsonObject[] = []
  for (const event of events) {
    for (const value of writer.push(event)) fold(value, message, content)
    if (event.type === 'error') return { ...encodeError(event.error), warnings }
  }
  return { status: 200, body: { ...message, content }, warnings }
}

function fold(value: JsonObject, message: JsonObject, content: JsonObject[]): void {
  const last = content.at(-1)
  switch (value['type']) {
    case 'message_start':
      Object.assign(message, readObject(value['message']))
      return
    case 'content_block_start':
      content.push({ ...readObject(value['content_block']) })
      return
    case 'content_block_delta':
      if (last !== undefined) foldDelta(last, readObject(value['delta']))
      return
    case 'content_block_stop':
      if (last !== undefined) closeBlock(last)
      return
    case 'message_delta': {
      const { type: _, delta, usage, ...beside } = value
      Object.assign(message, beside, readObject(delta))
      message['usage'] = mergeUsage(readObject(message['usage']), readObject(usage))
      return
    }
    case 'message_stop': {
      const { type: _, ...rest } = value
      Object.assign(message, rest)
      return
    }
    default:
      return
  }
}

const textFields: ReadonlyMap<unknown, string> = new Map([
  ['text_delta', 'text'],
  ['thinking_delta', 'thinking'],
  ['signature_delta', 'signature'],
  ['input_json_delta', 'partial_json'],
])

function foldDelta(block: JsonObject, delta: JsonObject): void {
  const { type, ...fields } = delta
  const name = textFields.get(type)
  if (name !== undefined) {
    block[name] = (readText(block[name]) ?? '') + (readText(delta[name]) ?? '')
  } else if (type === 'citations_delta') {
    const citations = Array.isArray(block['citations']) ? block['citations'] : []
    block['citations'] = [...citations, delta['citation']]
  } else {
    for (const [key, field] of Object.entries(fields)) {
      const before = block[key]
      block[key] = typeof before === 'string' && typeof field === 'string' ? before + field : field
    }
  }
}

/** Arguments become an object; what is no JSON object stands in the field `input`, as the format has no other. */
function closeBlock(block: JsonObject): void {
  const { partial_json: text } = block
  if (typeof text !== 'string') return
  delete block['partial_json']
  const value = parseJson(text)
  block['input'] = isObject(value) ? value : { input: value ?? text }
}
