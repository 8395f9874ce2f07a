/** @file Events of a streamed response → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createErrorEvent, createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, readObject, readObjects, readText } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { readOutput } from './output.ts'
import {
  hasMoreUsage,
  isToolCallItem,
  mapFinishReason,
  readUsage,
  structuralEvents,
  textPartTypes,
} from './wire.ts'

/**
 * Decodes the stream. Exactly one of `response.completed`, `response.incomplete`, `response.failed` and
 * `error` closes it. Servers that send whole items without deltas are read from the closing event.
 */
export function createStreamDecoder(): StreamDecoder {
  return createDecoder(createResponsesReader())
}

function createResponsesReader(): FrameReader {
  const seen = { hasToolCalls: false, refused: false }
  let sawContent = false
  let summaryPart: string | undefined

  const readDelta = (value: JsonObject, type: 'text-delta' | 'reasoning-delta'): ChatEvent[] => {
    const text = readText(value['delta'])
    if (text === undefined) return []
    sawContent = true
    return [{ type, text }]
  }

  /** Parts of a reasoning summary are paragraphs of their own. */
  const startSummaryPart = (value: JsonObject): ChatEvent[] => {
    const part = `${String(value['item_id'])}/${String(value['summary_index'])}`
    const isNext = summaryPart !== undefined && summaryPart !== part
    summaryPart = part
    return isNext ? [{ type: 'reasoning-delta', text: '\n\n' }] : []
  }

  const readItem = (value: JsonObject, isDone: boolean): ChatEvent[] => {
    const item = readObject(value['item'])
    seen.hasToolCalls ||= isToolCallItem(item)
    if (item['type'] === 'message') return []
    // The finished reasoning item is kept whole where it carries what only the vendor can read.
    if (item['type'] === 'reasoning' && !(isDone && readText(item['encrypted_content']))) return []
    return [{ type: 'raw', value }]
  }

  const close = (response: JsonObject): ChatEvent[] => {
    const events: ChatEvent[] = []
    if (!sawContent) {
      const output = readOutput(response)
      seen.refused ||= output.refused
      events.push(...output.events.filter((event) => event.type !== 'raw'))
    }
    return [...events, ...createFinish(response, seen)]
  }

  return {
    read(value, event) {
      const type = readText(value['type']) ?? event ?? ''
      switch (type) {
        case 'response.created':
        case 'response.in_progress':
          return [createStart(readObject(value['response']))]
        case 'response.output_text.delta':
          return readDelta(value, 'text-delta')
        case 'response.refusal.delta':
          seen.refused = true
          return readDelta(value, 'text-delta')
        case 'response.reasoning_text.delta':
        case 'response.reasoning_summary_text.delta':
          return readDelta(value, 'reasoning-delta')
        case 'response.reasoning_summary_part.added':
          return startSummaryPart(value)
        case 'response.output_item.added':
          return readItem(value, false)
        case 'response.output_item.done':
          return readItem(value, true)
        case 'response.content_part.added':
        case 'response.content_part.done':
          return textPartTypes.has(String(readObject(value['part'])['type']))
            ? []
            : [{ type: 'raw', value }]
        case 'response.completed':
        case 'response.incomplete':
          return close(readObject(value['response']))
        case 'response.failed':
        case 'response.cancelled':
          return [createFailure(readObject(value['response']))]
        case 'error':
          return [readError(value)]
        default:
          if (isObject(value['error']) && !type.startsWith('response.')) return [readError(value)]
          return structuralEvents.has(type) ? [] : [{ type: 'raw', value }]
      }
    },
    end: () => [],
  }
}

function createStart(response: JsonObject): ChatEvent {
  const id = readText(response['id'])
  const model = readText(response['model'])
  return { type: 'start', ...(id && { id }), ...(model && { model }) }
}

/** The `finish` of a closed response, after its usage where that says more than ours does. */
function createFinish(
  response: JsonObject,
  seen: { hasToolCalls: boolean; refused: boolean },
): ChatEvent[] {
  const usage = isObject(response['usage']) ? response['usage'] : undefined
  const events: ChatEvent[] = []
  if (usage !== undefined && hasMoreUsage(usage)) events.push({ type: 'raw', value: { usage } })
  events.push({
    type: 'finish',
    ...mapFinishReason(response, seen),
    ...(usage !== undefined && { usage: readUsage(usage) }),
  })
  return events
}

function createFailure(response: JsonObject): ChatEvent {
  if (isObject(response['error'])) return readError({ error: response['error'] })
  const status = readText(response['status']) ?? 'failed'
  return createErrorEvent('upstream', `The endpoint ended the response with status "${status}".`)
}

function readError(value: JsonObject): ChatEvent {
  const { decoded, status } = decodeStreamError(value)
  return createUpstreamErrorEvent(decoded, status, value)
}

/** A whole response → our events; the body's status decides how it ends. */
export function decodeWhole(response: JsonObject): ChatEvent[] {
  const start = createStart(response)
  const status = response['status']
  if (status === 'failed' || status === 'cancelled') return [start, createFailure(response)]
  if (isObject(response['error'])) return [readError(response)]
  const output = readOutput(response)
  const hasToolCalls = readObjects(response['output']).some(isToolCallItem)
  return [
    start,
    ...output.events,
    ...createFinish(response, { hasToolCalls, refused: output.refused }),
  ]
}
