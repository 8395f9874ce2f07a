/** @file Our events of a whole reply → one chat completion. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { dropEmpty } from '../encode-fields.ts'
import { joinBase64 } from '../media-source.ts'
import type { EncodedReply, JsonObject, ReplyContext } from '../dialect.ts'
import { isObject, readObject, readObjects, readText } from '../read-json.ts'
import { createChatWarnings, createChunkWriter } from './chunk-writer.ts'
import { encodeError } from './client-errors.ts'
import { writeUsage } from './wire.ts'

/** Puts the chunks that a stream would have had together, so that a whole answer says the same as a streamed one. */
export function encodeResponse(events: readonly ChatEvent[], context: ReplyContext): EncodedReply {
  const { inspect, leaveOut, warnings } = createChatWarnings()
  const writer = createChunkWriter(context, leaveOut)
  const chunks: JsonObject[] = []
  for (const event of events) {
    inspect(event)
    if (event.type === 'error') return { ...encodeError(event.error), warnings }
    chunks.push(...writer.write(event))
    if (event.type !== 'finish') continue
    const choices = mergeChoices(chunks)
    const head = Object.assign({}, ...chunks)
    const usage = writeUsage(event.usage)
    return { status: 200, body: { ...head, object: 'chat.completion', choices, usage }, warnings }
  }
  return encodeError({
    code: 'invalid-answer',
    message: 'The reply has no end.',
    retryable: false,
  })
}

function mergeChoices(chunks: readonly JsonObject[]): JsonObject[] {
  const choices = new Map<unknown, JsonObject>()
  for (const entry of chunks.flatMap((chunk) => readObjects(chunk['choices']))) {
    const { delta, ...rest } = entry
    const known = choices.get(entry['index']) ?? { message: {}, logprobs: null }
    choices.set(entry['index'], {
      ...known,
      ...rest,
      message: mergeDelta(readObject(known['message']), readObject(delta)),
      logprobs: mergeLogprobs(known['logprobs'], entry['logprobs']),
    })
  }
  return [...choices.values()]
    .toSorted((a, b) => Number(a['index']) - Number(b['index']))
    .map((choice) => ({ ...choice, message: completeMessage(readObject(choice['message'])) }))
}

/** Strings of these fields are pieces of one; lists grow. */
const pieces: ReadonlySet<string> = new Set(['content', 'refusal', 'reasoning_content'])

function mergeDelta(message: JsonObject, delta: JsonObject): JsonObject {
  const out = { ...message }
  for (const [name, value] of Object.entries(delta)) {
    const known = out[name]
    if (name === 'tool_calls') out[name] = mergeCalls(readObjects(known), readObjects(value))
    else if (name === 'audio') out[name] = mergeAudio(readObject(known), readObject(value))
    else if (Array.isArray(known) && Array.isArray(value)) out[name] = [...known, ...value]
    else if (pieces.has(name) && typeof known === 'string') out[name] = known + String(value)
    else out[name] = value
  }
  return out
}

/** Sound and its words grow; the id and its end are said again. */
function mergeAudio(known: JsonObject, piece: JsonObject): JsonObject {
  const { data, transcript, ...rest } = piece
  const { data: before, transcript: said } = known
  return {
    ...known,
    ...rest,
    ...dropEmpty({
      data: joinBase64(readText(before), readText(data)),
      transcript: [said, transcript].map(readText).join('') || undefined,
    }),
  }
}

function mergeTexts(known: JsonObject, piece: JsonObject): JsonObject {
  const out = { ...known }
  for (const [name, value] of Object.entries(piece)) {
    const before = out[name]
    out[name] = typeof before === 'string' && typeof value === 'string' ? before + value : value
  }
  return out
}

function mergeCalls(known: readonly JsonObject[], deltas: readonly JsonObject[]): JsonObject[] {
  const calls = [...known]
  for (const delta of deltas) {
    const index = Number(delta['index'])
    const call = calls[index]
    if (call === undefined) {
      calls[index] = delta
      continue
    }
    const bodies = ['function', 'custom'].filter((name) => isObject(delta[name]))
    const merged = bodies.map((name) => [
      name,
      mergeTexts(readObject(call[name]), readObject(delta[name])),
    ])
    calls[index] = { ...call, ...delta, ...Object.fromEntries(merged) }
  }
  return calls
}

function mergeLogprobs(known: unknown, added: unknown): unknown {
  if (!isObject(added)) return known ?? null
  const content = [...readObjects(readObject(known)['content']), ...readObjects(added['content'])]
  return { content, refusal: null }
}

/** A whole message has every field that the SDKs expect, no text is `null`, and tool calls have no index. */
function completeMessage(message: JsonObject): JsonObject {
  const { tool_calls: calls, content, ...rest } = message
  const list = readObjects(calls).map(dropIndex)
  return {
    ...rest,
    content: content === '' && list.length > 0 ? null : (content ?? null),
    refusal: rest['refusal'] ?? null,
    ...(list.length > 0 && { tool_calls: list }),
  }
}

function dropIndex(call: JsonObject): JsonObject {
  const { index: _, ...rest } = call
  return rest
}
