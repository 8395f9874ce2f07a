/** @file Our events → the events of a response, as objects: what both the stream and the whole answer are made of. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject, ReplyContext } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { writeError } from '../openai-chat/client-errors.ts'
import { pickUnknown, readObject, readText } from '../read-json.ts'
import { readRawFields } from '../raw-fields.ts'
import { createReplyWarnings, type LeaveOut, type ReplyWarnings } from '../reply-warnings.ts'
import { createOutputWriter } from './output-writer.ts'
import { knownResponseFields, writeUsage } from './wire.ts'

/** What a response can say of how a reply ended. */
export function createResponseWarnings(): ReplyWarnings {
  return createReplyWarnings('openai-responses', 'the Responses API', {
    serviceTier: true,
    cacheWrites: true,
    otherReason: () => false,
  })
}

export interface ResponseWriter {
  /** Events of the stream; those of `finish` and `error` are the last ones. */
  write(event: ChatEvent): JsonObject[]
}

/**
 * Makes a writer of one response: `response.created` first, numbers without a gap, and exactly one of
 * completed, incomplete and failed. The format has one reply: other choices are left out.
 */
export function createResponseWriter(context: ReplyContext, leaveOut: LeaveOut): ResponseWriter {
  let sequence = -1
  let started = false
  /** Fields of the whole response, which have no event of their own. */
  let vendorFields: JsonObject = {}
  let head: JsonObject = { id: context.id, object: 'response', created_at: context.createdAt }

  const emit = (type: string, fields: JsonObject): JsonObject => {
    sequence += 1
    return { type, sequence_number: sequence, ...fields }
  }
  const output = createOutputWriter(emit, () => String(head['id']), leaveOut)

  const snapshot = (status: string, rest: JsonObject): JsonObject => ({
    ...head,
    status,
    error: null,
    incomplete_details: null,
    instructions: null,
    metadata: {},
    model: context.modelId,
    output: [],
    parallel_tool_calls: true,
    temperature: null,
    tool_choice: 'auto',
    tools: [],
    top_p: null,
    ...rest,
  })

  const start = (event: ChatEvent): JsonObject[] => {
    if (started) return []
    started = true
    if (event.type === 'start') {
      head = { ...head, ...dropEmpty({ id: event.id, created_at: event.createdAt }) }
    }
    const response = snapshot('in_progress', {})
    return [emit('response.created', { response }), emit('response.in_progress', { response })]
  }

  /** What the same format sent and we have no word for: whole items, their progress, and fields of the response. */
  const writeRaw = (value: JsonObject): JsonObject[] => {
    const type = readText(value['type'])
    const item = readObject(value['item'])
    if (type === undefined) {
      vendorFields = { ...vendorFields, ...pickUnknown(value, knownResponseFields) }
      return []
    }
    if (type === 'response.output_item.added') return output.announce(item)
    if (type === 'response.output_item.done') {
      return readText(item['type']) === undefined ? [] : output.whole(item)
    }
    if (type.startsWith('response.')) return output.progress(type, value)
    const { sequence_number: _, type: __, output_index: ___, ...fields } = value
    return type === 'error' ? [] : [emit(type, fields)]
  }

  const finish = (event: Extract<ChatEvent, { type: 'finish' }>): JsonObject[] => {
    const closed = output.end()
    const reason = incompleteReasons[event.reason]
    const status = reason === undefined ? 'completed' : 'incomplete'
    const response = snapshot(status, {
      ...vendorFields,
      output: output.items,
      usage: writeUsage(event.usage),
      ...(reason !== undefined && { incomplete_details: { reason } }),
      ...dropEmpty({ service_tier: event.serviceTier }),
    })
    return [...closed, emit(`response.${status}`, { response })]
  }

  const fail = (event: Extract<ChatEvent, { type: 'error' }>): JsonObject => {
    const { code, message } = writeError(event.error)
    const error = { code: code ?? 'invalid_prompt', message }
    const response = snapshot('failed', {
      error,
      output: output.items,
      ...(event.usage !== undefined && { usage: writeUsage(event.usage) }),
    })
    return emit('response.failed', { response })
  }

  return {
    write(event) {
      const before = start(event)
      if (event.type === 'finish') return [...before, ...finish(event)]
      if (event.type === 'error') return [...before, fail(event)]
      if ('choice' in event && event.choice !== undefined && event.choice > 0) {
        leaveOut('choices')
        return before
      }
      if (event.type === 'raw') {
        return [...before, ...writeRaw(readRawFields(event.raw, 'openai-responses'))]
      }
      return [...before, ...output.write(event)]
    },
  }
}

const incompleteReasons: Readonly<Record<string, string>> = {
  length: 'max_output_tokens',
  'content-filter': 'content_filter',
}
