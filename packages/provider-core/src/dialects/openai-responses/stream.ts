/** @file Events of a streamed response → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { createDecoder, type FrameReader } from '../create-decoder.ts'
import { dropEmpty } from '../encode-fields.ts'
import type { JsonObject, StreamDecoder } from '../dialect.ts'
import { createErrorEvent, createUpstreamErrorEvent } from '../final-error.ts'
import { readAnnotation } from '../openai-chat/citations.ts'
import { readLogprobs } from '../openai-chat/logprobs.ts'
import { createRawEvent } from '../raw-fields.ts'
import {
  isObject,
  pickUnknown,
  readCount,
  readObject,
  readObjects,
  readText,
} from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { announceItem, createItemReader, type Block, type ItemReader } from './item-reader.ts'
import {
  isToolCallItem,
  knownResponseFields,
  mapFinishReason,
  readUsage,
  structuralEvents,
  textPartTypes,
} from './wire.ts'

const dialect = 'openai-responses'

/**
 * Decodes the stream. Exactly one of `response.completed`, `response.incomplete`, `response.failed` and
 * `error` closes it. Servers that send whole items without deltas are read from the items, or from the closing event.
 */
export function createStreamDecoder(): StreamDecoder {
  return createDecoder(createResponsesReader())
}

const closingFields: ReadonlySet<string> = new Set(['type', 'response', 'sequence_number'])

/** Numbers the parts in order of their first event. */
function createBlocks() {
  const numbers = new Map<string, number>()
  return (place: string): Block => {
    const block = numbers.get(place) ?? numbers.size
    numbers.set(place, block)
    return { block }
  }
}

function createResponsesReader(): FrameReader {
  const items = createItemReader()
  const number = createBlocks()
  let summaryPart: string | undefined

  const keyOf = (value: JsonObject) => value['output_index'] ?? value['item_id'] ?? ''
  const blockOf = (value: JsonObject, part?: string | number): Block => {
    const index = readCount(value['output_index'])
    return index === undefined ? {} : number(part === undefined ? `${index}` : `${index}/${part}`)
  }
  const textBlock = (value: JsonObject) => blockOf(value, readCount(value['content_index']) ?? 0)

  const readTextDelta = (value: JsonObject): ChatEvent[] => {
    const text = readText(value['delta'])
    const tokens = readLogprobs(value['logprobs'])
    const block = textBlock(value)
    return [
      ...(text === undefined
        ? []
        : items.delta(keyOf(value), { type: 'text-delta', text, ...block })),
      ...(tokens.length > 0 ? [{ type: 'logprobs', tokens, ...block } as const] : []),
    ]
  }

  const readReasoningDelta = (value: JsonObject): ChatEvent[] => {
    const text = readText(value['delta'])
    if (text === undefined) return []
    return items.delta(keyOf(value), { type: 'reasoning-delta', text, ...blockOf(value) })
  }

  /** Parts of a reasoning summary are paragraphs of their own. */
  const startSummaryPart = (value: JsonObject): ChatEvent[] => {
    const item = `${String(value['item_id'])}/`
    const part = `${item}${String(value['summary_index'])}`
    const isNext = summaryPart?.startsWith(item) === true && summaryPart !== part
    summaryPart = part
    return isNext ? [{ type: 'reasoning-delta', text: '\n\n', ...blockOf(value) }] : []
  }

  const readAdded = (value: JsonObject): ChatEvent[] => {
    const item = readObject(value['item'])
    // A client of the same format has to see the vendor's own id: encrypted reasoning is bound to it.
    if (item['type'] === 'message' || item['type'] === 'reasoning') return announceItem(item)
    if (isToolCallItem(item)) return items.added(item, keyOf(value), blockOf(value))
    return [createRawEvent(dialect, { type: 'response.output_item.added', item })]
  }

  const readDone = (value: JsonObject): ChatEvent[] => {
    const item = readObject(value['item'])
    // Without a number, deltas and items cannot be brought together: the closing event says what is missing.
    if (item['type'] === 'message' && value['output_index'] === undefined) return []
    return items.done(item, keyOf(value), (part) =>
      item['type'] === 'message' ? blockOf(value, part) : blockOf(value),
    )
  }

  const close = (value: JsonObject): ChatEvent[] => {
    // Proxies put counts of their own beside the response.
    const response = { ...pickUnknown(value, closingFields), ...readObject(value['response']) }
    const events = items.hasRead() ? [] : readOutput(response, items)
    return [...events, ...createFinish(response, items)]
  }

  return {
    read(value, event) {
      const type = readText(value['type']) ?? event ?? ''
      switch (type) {
        case 'response.created':
        case 'response.in_progress':
          return [createStart(readObject(value['response']))]
        case 'response.output_text.delta':
          return readTextDelta(value)
        case 'response.refusal.delta':
          items.refuse()
          return readTextDelta(value)
        case 'response.reasoning_text.delta':
        case 'response.reasoning_summary_text.delta':
          return readReasoningDelta(value)
        case 'response.reasoning_summary_part.added':
          return startSummaryPart(value)
        case 'response.function_call_arguments.delta':
        case 'response.custom_tool_call_input.delta':
          return items.callDelta(keyOf(value), readText(value['delta']) ?? '')
        case 'response.output_text.annotation.added': {
          const citation = readAnnotation(readObject(value['annotation']), dialect)
          return [{ type: 'citation', citation, ...textBlock(value) }]
        }
        case 'response.output_item.added':
          return readAdded(value)
        case 'response.output_item.done':
          return readDone(value)
        case 'response.content_part.added':
        case 'response.content_part.done':
          return textPartTypes.has(String(readObject(value['part'])['type']))
            ? []
            : [createRawEvent(dialect, value)]
        case 'response.completed':
        case 'response.incomplete':
          return close(value)
        case 'response.failed':
        case 'response.cancelled':
          return [createFailure(readObject(value['response']))]
        case 'error':
          return [readError(value)]
        default:
          if (isObject(value['error']) && !type.startsWith('response.')) return [readError(value)]
          return structuralEvents.has(type) ? [] : [createRawEvent(dialect, value)]
      }
    },
    end: () => [],
  }
}

function createStart(response: JsonObject): ChatEvent {
  return {
    type: 'start',
    ...dropEmpty({
      id: readText(response['id']),
      model: readText(response['model']),
      createdAt: readCount(response['created_at']),
    }),
  }
}

function createFinish(response: JsonObject, items: ItemReader): ChatEvent[] {
  const usage = isObject(response['usage']) ? readUsage(response['usage']) : undefined
  const serviceTier = readText(response['service_tier'])
  const seen = { hasToolCalls: items.hasToolCalls, refused: items.refused }
  const rest = pickUnknown(response, knownResponseFields)
  return [
    ...(rest === undefined ? [] : [createRawEvent(dialect, rest)]),
    {
      type: 'finish',
      ...mapFinishReason(response, seen),
      ...(usage !== undefined && { usage }),
      ...(serviceTier !== undefined && { serviceTier }),
    },
  ]
}

/** What failed may have cost something all the same. */
function createFailure(response: JsonObject): ChatEvent {
  const usage = isObject(response['usage']) ? readUsage(response['usage']) : undefined
  return { ...wordFailure(response), ...(usage !== undefined && { usage }) }
}

function wordFailure(response: JsonObject): ChatEvent {
  if (isObject(response['error'])) return readError({ error: response['error'] })
  const status = readText(response['status']) ?? 'failed'
  return createErrorEvent('upstream', `The endpoint ended the response with status "${status}".`)
}

function readError(value: JsonObject): ChatEvent {
  const { decoded, status } = decodeStreamError(value)
  return createUpstreamErrorEvent(decoded, status, value)
}

/** The items of a whole response, in order. */
function readOutput(response: JsonObject, items: ItemReader): ChatEvent[] {
  const number = createBlocks()
  return readObjects(response['output']).flatMap((item, index) => [
    ...(item['type'] === 'message' || item['type'] === 'reasoning' ? announceItem(item) : []),
    ...items.done(item, index, (part) => number(`${index}/${part}`)),
  ])
}

/** A whole response → our events; the body's status decides how it ends. */
export function decodeWhole(response: JsonObject): ChatEvent[] {
  const start = createStart(response)
  const status = response['status']
  if (status === 'failed' || status === 'cancelled') return [start, createFailure(response)]
  if (isObject(response['error'])) return [readError(response)]
  const items = createItemReader()
  return [start, ...readOutput(response, items), ...createFinish(response, items)]
}
