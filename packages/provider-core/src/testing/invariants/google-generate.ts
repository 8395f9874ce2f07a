/** @file What holds for every generateContent stream that a client gets, whatever the upstream did. */
import type { JsonObject, StreamFrame } from '../../dialects/dialect.ts'
import { isObject, readObject, readObjects, readText } from '../../dialects/read-json.ts'
import { readFrames } from './read-frames.ts'

/**
 * The first rule that the frames break, in words; `undefined` when they keep all. Chunks without event lines;
 * one finishReason a candidate and nothing of it afterwards; the last chunk carries finishReason and
 * usageMetadata, or is an `{error}`; every chunk of a candidate has parts; function calls whole, with a name;
 * no [DONE].
 */
export function findGoogleFlaw(frames: readonly StreamFrame[]): string | undefined {
  const finished = new Map<number, boolean>()
  let last: JsonObject | undefined
  for (const { event, data, value, at } of readFrames(frames)) {
    const where = `frame ${at} (${data.slice(0, 80)}):`
    if (last !== undefined && isObject(last['error'])) return `${where} comes after an error`
    if (event !== undefined) return `${where} has an event line`
    if (value === undefined) return `${where} data is no JSON object`
    last = value
    for (const candidate of readObjects(value['candidates'])) {
      const flaw = findCandidateFlaw(candidate, finished)
      if (flaw !== undefined) return `${where} ${flaw}`
    }
  }
  if (last === undefined) return 'the stream is empty'
  if (isObject(last['error'])) {
    return readText(last['error']['message']) === undefined ? 'error without message' : undefined
  }
  if (finished.size === 0) return 'no candidate at all'
  if ([...finished.values()].includes(false)) return 'a candidate without finishReason'
  if (!readObjects(last['candidates']).some((candidate) => readText(candidate['finishReason']))) {
    return 'the last chunk has no finishReason'
  }
  return isObject(last['usageMetadata']) ? undefined : 'the last chunk has no usageMetadata'
}

function findCandidateFlaw(
  candidate: JsonObject,
  finished: Map<number, boolean>,
): string | undefined {
  const index = candidate['index'] ?? 0
  if (typeof index !== 'number') return 'candidate with another index than a number'
  if (finished.get(index) === true) return `candidate ${index} goes on after its finishReason`
  // The official SDK forgets a reply of which one chunk is without parts.
  if (readObjects(readObject(candidate['content'])['parts']).length === 0) return 'no parts'
  finished.set(index, readText(candidate['finishReason']) !== undefined)
  for (const { functionCall } of readObjects(readObject(candidate['content'])['parts'])) {
    if (functionCall === undefined) continue
    const call = readObject(functionCall)
    if (readText(call['name']) === undefined) return 'function call without name'
    if (call['args'] !== undefined && !isObject(call['args'])) return 'args are no object'
  }
  return undefined
}
