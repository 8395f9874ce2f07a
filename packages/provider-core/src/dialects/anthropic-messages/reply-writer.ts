/**
 * @file Our events → the events of a message, as objects. Blocks are written one at a time: what comes for a
 * block while another is open waits in its place (parallel tool calls interleave in other formats).
 */
import type { ChatEvent, Warning } from '../../model/chat-event.ts'
import type { JsonObject, ReplyContext } from '../dialect.ts'
import { isObject, readObject, readText } from '../read-json.ts'
import { createReplyWarnings } from '../reply-warnings.ts'
import { createPartQueue } from './part-queue.ts'
import { encodeStreamError } from './client-errors.ts'
import { isOtherReason, mapStopReason, readRaw, writeUsage } from './wire.ts'

export interface ReplyWriter {
  /** The wire events of one of ours; nothing after the last one. */
  push(event: ChatEvent): JsonObject[]
  readonly warnings: readonly Warning[]
}

/** Makes the writer of one reply. Only the first of several choices is written: the format has one. */
export function createReplyWriter(context: ReplyContext): ReplyWriter {
  const { inspect, leaveOut, warnings } = createReplyWarnings(
    'anthropic-messages',
    'the Messages API',
    {
      stopSequence: true,
      serviceTier: true,
      cacheWrites: true,
      otherReason: ({ rawReason }) => isOtherReason(rawReason),
    },
  )
  const queue = createPartQueue(leaveOut)
  const extras = { start: {}, delta: {}, beside: {}, stop: {} }
  let started = false
  let ended = false

  const start = (event?: Extract<ChatEvent, { type: 'start' }>): JsonObject[] => {
    if (started) return []
    started = true
    const message = {
      id: event?.id ?? context.id,
      type: 'message',
      role: 'assistant',
      model: context.modelId,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: 0, output_tokens: 0 },
      ...extras.start,
    }
    return [{ type: 'message_start', message }]
  }

  const finish = (event: Extract<ChatEvent, { type: 'finish' }>): JsonObject[] => {
    ended = true
    const { reason, rawReason, stopSequence, usage, serviceTier } = event
    const blocks = queue.close()
    const { hasToolUse } = queue
    return [
      ...start(),
      ...blocks,
      {
        type: 'message_delta',
        delta: {
          ...extras.delta,
          stop_reason: mapStopReason(reason, { rawReason, stopSequence, hasToolUse }),
          stop_sequence: stopSequence ?? null,
        },
        ...extras.beside,
        usage: writeUsage(usage, serviceTier),
      },
      { type: 'message_stop', ...extras.stop },
    ]
  }

  /** What the decoder of this format kept finds its place again. */
  const writeRaw = (value: JsonObject, place: number | undefined): JsonObject[] => {
    const { type, ...fields } = value
    switch (type) {
      case 'message_start':
        // A second one is no start of anything.
        if (!started) Object.assign(extras.start, readObject(fields['message']))
        return []
      case 'message_delta': {
        const { delta, ...beside } = fields
        Object.assign(extras.delta, readObject(delta))
        Object.assign(extras.beside, beside)
        return []
      }
      case 'message_stop':
        Object.assign(extras.stop, fields)
        return []
      case 'content_block_start':
      case 'content_block_delta':
      case 'content_block_stop':
        return [...start(), ...queue.pushRaw(value, place)]
      default:
        return readText(type) === undefined || type === 'ping' || type === 'error'
          ? []
          : [...start(), value]
    }
  }

  return {
    warnings,
    push(event) {
      if (ended) return []
      if ('choice' in event && (event.choice ?? 0) > 0) {
        leaveOut('choices')
        return []
      }
      inspect(event)
      switch (event.type) {
        case 'start':
          return start(event)
        case 'finish':
          return finish(event)
        case 'error':
          ended = true
          return [encodeStreamError(event.error)]
        case 'raw': {
          const value = readRaw(event.raw)
          return isObject(value) ? writeRaw(value, event.block) : []
        }
        case 'logprobs':
          leaveOut('logprobs')
          return []
        case 'choice-finish':
          return []
        default:
          return [...start(), ...queue.push(event)]
      }
    },
  }
}
