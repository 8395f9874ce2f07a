/** @file One part of what `streaming` yields: LiteLLM's `GenericStreamingChunk`. */
import {
  checkFields,
  completeUsage,
  describe,
  isFields,
  ReplyError,
  type Fields,
} from './reply-fields.ts'

/** A part, checked. */
export interface ReplyPart {
  readonly text: string
  readonly reasoning?: string | undefined
  readonly toolUse?: Fields | undefined
  /** Given with the last part. */
  readonly finishReason?: string | undefined
  readonly usage?: Fields | undefined
  readonly extra?: Fields | undefined
}

const chunkTypes = {
  text: 'string',
  is_finished: 'boolean',
  finish_reason: 'string',
  usage: 'object',
  tool_use: 'object',
  index: 'number',
  provider_specific_fields: 'object',
} as const

/**
 * Known keys only, all of them optional: a part is LiteLLM's type when it has no other keys. Text alone counts
 * as `{ text }`.
 *
 * @throws ReplyError
 */
export function readChunk(value: unknown): ReplyPart {
  if (typeof value === 'string') return { text: value }
  if (!isFields(value))
    throw new ReplyError(`streaming yielded ${describe(value)} in place of a chunk or a text.`)
  checkFields('A chunk', value, chunkTypes)
  const finishReason = readReason(value)
  const toolUse = value['tool_use']
  const usage = completeUsage(value['usage'])
  const extra = value['provider_specific_fields']
  return {
    text: (value['text'] as string | null | undefined) ?? '',
    ...(isFields(toolUse) ? { toolUse: readToolCall(toolUse) } : {}),
    ...(finishReason === undefined ? {} : { finishReason }),
    ...(usage === undefined ? {} : { usage }),
    ...(isFields(extra) ? { extra } : {}),
  }
}

function readReason(value: Fields): string | undefined {
  const reason = value['finish_reason']
  if (typeof reason === 'string' && reason !== '') return reason
  return value['is_finished'] === true ? 'stop' : undefined
}

/** @throws ReplyError when it is no tool call of OpenAI's format */
export function readToolCall(value: Fields): Fields {
  const called = value['function']
  if (!isFields(called))
    throw new ReplyError('A tool call has no "function" with "name" and "arguments".')
  const { arguments: given, name } = called
  const argumentsText =
    typeof given === 'string' ? given : given === undefined ? '' : JSON.stringify(given)
  return {
    ...value,
    type: 'function',
    function: { ...(typeof name === 'string' ? { name } : {}), arguments: argumentsText },
  }
}
