/** @file What holds for every OpenAI Responses stream that a client gets, whatever the upstream did. */
import type { JsonObject, StreamFrame } from '../../dialects/dialect.ts'
import { readObject, readObjects, readText } from '../../dialects/read-json.ts'
import { readFrames } from './read-frames.ts'

interface Walk {
  sequence: number
  /** Open items by `output_index`, with the open parts of each and what was written into them. */
  readonly open: Map<number, Map<string, string>>
  items: number
  ended: string | undefined
}

/** Pairs of events inside an item, with the field that numbers them. */
const partPairs: readonly { added: string; done: string; index: string }[] = [
  { added: 'response.content_part.added', done: 'response.content_part.done', index: 'content' },
  {
    added: 'response.reasoning_summary_part.added',
    done: 'response.reasoning_summary_part.done',
    index: 'summary',
  },
]

/** Events that add text to something, by the event that closes it and repeats the whole. */
const texts: ReadonlyMap<string, { done: string; field: string }> = new Map([
  ['response.output_text.delta', { done: 'response.output_text.done', field: 'text' }],
  ['response.refusal.delta', { done: 'response.refusal.done', field: 'refusal' }],
  [
    'response.function_call_arguments.delta',
    { done: 'response.function_call_arguments.done', field: 'arguments' },
  ],
  ['response.reasoning_text.delta', { done: 'response.reasoning_text.done', field: 'text' }],
  [
    'response.reasoning_summary_text.delta',
    { done: 'response.reasoning_summary_text.done', field: 'text' },
  ],
])

/**
 * The first rule that the frames break, in words; `undefined` when they keep all. response.created first;
 * sequence_number strictly rising; items and parts added before they are used, done once, dense; the text of a
 * `done` event equals its deltas; exactly one of completed, incomplete, failed, last; no [DONE].
 */
export function findResponsesFlaw(frames: readonly StreamFrame[]): string | undefined {
  const walk: Walk = { sequence: -1, open: new Map(), items: 0, ended: undefined }
  for (const { event, data, value, at } of readFrames(frames)) {
    const where = `frame ${at} (${data.slice(0, 80)}):`
    if (value === undefined) return `${where} data is no JSON object`
    const type = readText(value['type'])
    if (type === undefined || event !== type) return `${where} event line ${event} for ${type}`
    if (walk.ended !== undefined) return `${where} comes after the last event`
    const sequence = value['sequence_number']
    if (typeof sequence !== 'number' || sequence <= walk.sequence) {
      return `${where} sequence_number ${String(sequence)} after ${walk.sequence}`
    }
    walk.sequence = sequence
    if (at === 0 && type !== 'response.created') return `${where} not response.created`
    const flaw = findEventFlaw(type, value, walk)
    if (flaw !== undefined) return `${where} ${flaw}`
  }
  return walk.ended === undefined ? 'the stream has no closing event' : undefined
}

function findEventFlaw(type: string, value: JsonObject, walk: Walk): string | undefined {
  if (/^response\.(completed|incomplete|failed)$/.test(type)) return endResponse(type, value, walk)
  const index = value['output_index']
  if (type === 'response.output_item.added') {
    if (index !== walk.items) return `output_index ${String(index)} instead of ${walk.items}`
    walk.open.set(walk.items, new Map())
    walk.items += 1
    return undefined
  }
  if (typeof index !== 'number') return undefined
  const parts = walk.open.get(index)
  if (parts === undefined) return `item ${index} is not open`
  if (type === 'response.output_item.done') {
    const left = [...parts.keys()].find((key) => key.startsWith('part:'))
    walk.open.delete(index)
    return left === undefined ? undefined : `item ${index} is done with ${left} open`
  }
  return findPartFlaw(type, value, parts) ?? findTextFlaw(type, value, parts)
}

function findPartFlaw(
  type: string,
  value: JsonObject,
  parts: Map<string, string>,
): string | undefined {
  for (const pair of partPairs) {
    const key = `part:${pair.index}:${String(value[`${pair.index}_index`])}`
    if (type === pair.added) {
      if (parts.has(key)) return `${key} is open already`
      parts.set(key, '')
    } else if (type === pair.done && !parts.delete(key)) {
      return `${key} is not open`
    }
  }
  return undefined
}

function findTextFlaw(
  type: string,
  value: JsonObject,
  parts: Map<string, string>,
): string | undefined {
  const place = `${String(value['content_index'])}:${String(value['summary_index'])}`
  const open = texts.get(type)
  if (open !== undefined) {
    const key = `text:${open.done}:${place}`
    parts.set(key, (parts.get(key) ?? '') + String(value['delta']))
    return undefined
  }
  for (const { done, field } of texts.values()) {
    if (type !== done) continue
    const key = `text:${done}:${place}`
    const written = parts.get(key) ?? ''
    parts.delete(key)
    return value[field] === written ? undefined : `${field} differs from its deltas`
  }
  return undefined
}

function endResponse(type: string, value: JsonObject, walk: Walk): string | undefined {
  walk.ended = type
  const response = readObject(value['response'])
  if (`response.${String(response['status'])}` !== type) {
    return `status ${String(response['status'])} in ${type}`
  }
  if (type === 'response.failed') {
    return readText(readObject(response['error'])['message']) === undefined
      ? 'failed without an error message'
      : undefined
  }
  if (walk.open.size > 0) return `item ${[...walk.open.keys()].join(', ')} is still open`
  const output = readObjects(response['output']).length
  return output === walk.items ? undefined : `${output} items in the end, ${walk.items} streamed`
}
