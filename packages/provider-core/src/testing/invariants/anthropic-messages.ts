/** @file What holds for every Anthropic stream that a client gets, whatever the upstream did. */
import type { JsonObject, StreamFrame } from '../../dialects/dialect.ts'
import { readCount, readObject, readText } from '../../dialects/read-json.ts'
import { readFrames, type SeenFrame } from './read-frames.ts'

/** Blocks into which a delta of a known type may go; deltas of other types go anywhere. */
const blocksByDelta: ReadonlyMap<string, RegExp> = new Map([
  ['text_delta', /^text$/],
  ['citations_delta', /^text$/],
  ['thinking_delta', /^thinking$/],
  ['signature_delta', /^thinking$/],
  ['input_json_delta', /tool_use$/],
])

interface Walk {
  started: boolean
  open: { index: number; type: string } | undefined
  nextIndex: number
  hasToolUse: boolean
  stopReason: string | undefined
  ended: boolean
}

/**
 * The first rule that the frames break, in words; `undefined` when they keep all. One message_start; blocks
 * dense, balanced, one open at a time; one message_delta; one message_stop or one error, last; `event:` lines
 * always; no [DONE]; a stop reason other than end_turn when a tool was called.
 */
export function findAnthropicFlaw(frames: readonly StreamFrame[]): string | undefined {
  const walk: Walk = {
    started: false,
    open: undefined,
    nextIndex: 0,
    hasToolUse: false,
    stopReason: undefined,
    ended: false,
  }
  for (const frame of readFrames(frames)) {
    const flaw = findFrameFlaw(frame, walk)
    if (flaw !== undefined) return `frame ${frame.at} (${frame.data.slice(0, 80)}): ${flaw}`
  }
  return walk.ended ? undefined : 'the stream has no message_stop and no error'
}

function findFrameFlaw({ event, value }: SeenFrame, walk: Walk): string | undefined {
  if (value === undefined) return 'data is no JSON object'
  const type = readText(value['type'])
  if (type === undefined || event !== type) return `event line ${event} for type ${type}`
  if (walk.ended) return 'comes after the last event'
  if (type === 'error') {
    walk.ended = true
    return readText(readObject(value['error'])['message']) ? undefined : 'error without message'
  }
  if (type === 'ping') return undefined
  if (type === 'message_start') return startMessage(value, walk)
  if (!walk.started) return 'comes before message_start'
  if (type === 'message_stop') {
    walk.ended = true
    return walk.stopReason === undefined ? 'message_stop without message_delta' : undefined
  }
  if (walk.stopReason !== undefined) return 'comes between message_delta and message_stop'
  if (type === 'message_delta') return endMessage(value, walk)
  return findBlockFlaw(type, value, walk)
}

function startMessage(value: JsonObject, walk: Walk): string | undefined {
  if (walk.started) return 'second message_start'
  walk.started = true
  const message = readObject(value['message'])
  if (readText(message['id']) === undefined) return 'message without id'
  if (readText(message['model']) === undefined) return 'message without model'
  if (message['role'] !== 'assistant' || message['type'] !== 'message') return 'not a message'
  if (!Array.isArray(message['content'])) return 'message without content list'
  const usage = readObject(message['usage'])
  return readCount(usage['input_tokens']) === undefined ? 'message without usage' : undefined
}

function endMessage(value: JsonObject, walk: Walk): string | undefined {
  if (walk.open !== undefined) return `block ${walk.open.index} is still open`
  walk.stopReason = readText(readObject(value['delta'])['stop_reason'])
  if (walk.stopReason === undefined) return 'message_delta without stop_reason'
  if (walk.hasToolUse && walk.stopReason === 'end_turn') return 'end_turn after a tool_use'
  const usage = readObject(value['usage'])
  return readCount(usage['output_tokens']) === undefined ? 'message_delta without usage' : undefined
}

function findBlockFlaw(type: string, value: JsonObject, walk: Walk): string | undefined {
  if (!type.startsWith('content_block_')) return undefined
  const index = value['index']
  const { open } = walk
  if (type === 'content_block_start') {
    if (open !== undefined) return `block ${open.index} is still open`
    if (index !== walk.nextIndex) return `index ${String(index)} instead of ${walk.nextIndex}`
    const blockType = readText(readObject(value['content_block'])['type'])
    if (blockType === undefined) return 'block without type'
    walk.open = { index: walk.nextIndex, type: blockType }
    walk.nextIndex += 1
    walk.hasToolUse ||= blockType === 'tool_use'
    return undefined
  }
  if (open === undefined || index !== open.index) return `block ${String(index)} is not open`
  if (type === 'content_block_stop') {
    walk.open = undefined
    return undefined
  }
  const deltaType = readText(readObject(value['delta'])['type']) ?? ''
  const fitting = blocksByDelta.get(deltaType)
  return fitting === undefined || fitting.test(open.type)
    ? undefined
    : `${deltaType} in a ${open.type} block`
}
