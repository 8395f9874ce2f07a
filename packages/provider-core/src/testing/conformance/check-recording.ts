/** @file What one recording has to show: decoded whole, nothing dropped, said again in every format, an error when cut. */
import { isDeepStrictEqual } from 'node:util'
import type { ClientDialect, Dialect, ReplyContext, StreamFrame } from '../../dialects/dialect.ts'
import { getDialect } from '../../dialects/registry.ts'
import { isObject, readCount, readObject } from '../../dialects/read-json.ts'
import type { ChatEvent } from '../../model/chat-event.ts'
import {
  clientDialectIds,
  findStreamFlaw,
  type ClientDialectId,
} from '../invariants/find-stream-flaw.ts'
import { summarizeReply, type ReplySummary } from '../invariants/summarize-reply.ts'
import { findDropped } from './find-dropped.ts'
import { normalizeEvents } from './normalize-events.ts'
import { countNeeded, hasError, toFrames, type Recording } from './recording.ts'

/** One thing that a recording did not show; `dialect` is the format whose codec is at fault. */
export interface Failure {
  readonly check: 'decode' | 'dropped' | 'same-dialect' | 'translate' | 'cut'
  readonly dialect: string
  readonly reason: string
}

/** Runs every check of a recording; an empty list is a pass. */
export function checkRecording(recording: Recording): Failure[] {
  if (recording.kind === 'error') return checkError(recording)
  const events = decode(recording)
  const failures = [...checkDecoded(recording, events), ...checkDropped(recording, events)]
  for (const id of clientDialectIds) failures.push(...checkEncoded(recording, events, id))
  if (recording.kind === 'stream') failures.push(...checkCuts(recording))
  return failures
}

function decode(recording: Recording, frames = toFrames(recording)): ChatEvent[] {
  const dialect = getDialect(recording.dialect)
  if (recording.kind === 'whole') return dialect.decodeResponse(recording.values[0])
  return decodeFrames(dialect, frames)
}

function decodeFrames(dialect: Dialect, frames: readonly StreamFrame[]): ChatEvent[] {
  const decoder = dialect.createStreamDecoder()
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

function checkError({ dialect, values }: Recording): Failure[] {
  const [body = {}] = values
  const status = readCount(readObject(body['error'])['code']) ?? 400
  const { message } = getDialect(dialect).decodeError(status, body)
  return message === readObject(body['error'])['message']
    ? []
    : [{ check: 'decode', dialect, reason: `the error says "${message}"` }]
}

function checkDecoded(recording: Recording, events: readonly ChatEvent[]): Failure[] {
  const last = events.at(-1)
  const expected = hasError(recording) ? 'error' : 'finish'
  if (last?.type === expected) return []
  const words = last?.type === 'error' ? `${last.error.code}: ${last.error.message}` : last?.type
  return [{ check: 'decode', dialect: recording.dialect, reason: `ends in ${words}` }]
}

function checkDropped(recording: Recording, events: readonly ChatEvent[]): Failure[] {
  const dropped = findDropped(recording, events)
  if (dropped.length === 0) return []
  return [{ check: 'dropped', dialect: recording.dialect, reason: dropped.join('; ') }]
}

function isClientDialect(dialect: Dialect): dialect is ClientDialect {
  return 'createStreamEncoder' in dialect
}

function toContext(events: readonly ChatEvent[]): ReplyContext {
  const start = events.find((event) => event.type === 'start')
  return {
    modelId: start?.model ?? 'model',
    includeUsage: true,
    id: start?.id ?? 'reply',
    createdAt: start?.createdAt ?? 1_700_000_000,
  }
}

function checkEncoded(
  { dialect: source, kind }: Recording,
  events: readonly ChatEvent[],
  id: ClientDialectId,
): Failure[] {
  const dialect = getDialect(id)
  const isSame = id === source
  const fail = (reason: string): Failure[] => [
    { check: isSame ? 'same-dialect' : 'translate', dialect: id, reason },
  ]
  if (!isClientDialect(dialect)) return fail('no client side')
  const context = toContext(events)
  const failures: Failure[] = []
  const frames = encode(dialect, events, context)
  const flaw = findStreamFlaw(id, frames, { includeUsage: true })
  if (flaw !== undefined) failures.push(...fail(`stream: ${flaw}`))
  const streamed = decodeFrames(dialect, frames)
  const reply = dialect.encodeResponse(events, context)
  const failed = events.at(-1)?.type === 'error'
  const whole = failed ? undefined : dialect.decodeResponse(reply.body)
  if (failed && reply.status < 400) failures.push(...fail(`an error is status ${reply.status}`))
  for (const [form, again] of Object.entries({ stream: streamed, whole })) {
    if (again === undefined) continue
    const difference =
      isSame && form === kind ? diffMeaning(events, again) : diffReply(events, again)
    if (difference !== undefined) failures.push(...fail(`${form}: ${difference}`))
  }
  return failures
}

function encode(
  dialect: ClientDialect,
  events: readonly ChatEvent[],
  context: ReplyContext,
): StreamFrame[] {
  const encoder = dialect.createStreamEncoder(context)
  return events.flatMap((event) => encoder.push(event))
}

/** The first place where two replies of one format differ. */
function diffMeaning(before: readonly ChatEvent[], after: readonly ChatEvent[]) {
  return diff(normalizeEvents(before), normalizeEvents(after), '')
}

/** What a translation must keep: words, calls, counts and how it ended. */
function diffReply(before: readonly ChatEvent[], after: readonly ChatEvent[]): string | undefined {
  const [from, to] = [summarizeReply(before), summarizeReply(after)]
  const pick = (summary: ReplySummary) => ({
    text: summary.text,
    reasoning: summary.reasoning,
    // What is no object cannot be said everywhere; then it stands in `input`.
    toolCalls: summary.toolCalls.map((call) => ({
      name: call.name,
      arguments: isObject(call.arguments) ? call.arguments : { input: call.arguments },
    })),
    error: summary.error === undefined ? undefined : 'error',
    inputTokens: summary.usage.inputTokens,
    outputTokens: summary.usage.outputTokens,
    ...(from.finish !== 'other' && { finish: readFinish(summary) }),
  })
  const [was, is] = [pick(from), pick(to)]
  // Formats that cannot leave counts out say 0.
  if (was.inputTokens === undefined) is.inputTokens = undefined
  if (was.outputTokens === undefined) is.outputTokens = undefined
  return diff(was, is, '')
}

/** Upstreams also say "stop" after calls; clients are always told of them. */
function readFinish({ finish, toolCalls }: ReplySummary): string | undefined {
  return finish === 'stop' && toolCalls.length > 0 ? 'tool-calls' : finish
}

function diff(before: unknown, after: unknown, path: string): string | undefined {
  if (isDeepStrictEqual(before, after)) return undefined
  if (typeof before === 'object' && typeof after === 'object' && before && after) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const found = diff(
        (before as Record<string, unknown>)[key],
        (after as Record<string, unknown>)[key],
        `${path}.${key}`,
      )
      if (found !== undefined) return found
    }
  }
  const words = (value: unknown) => (JSON.stringify(value) ?? 'undefined').slice(0, 160)
  return `${path} was ${words(before)}, is ${words(after)}`
}

/** How many of a long stream's cuts are also encoded for clients. */
const encodedCuts = 8

function checkCuts(recording: Recording): Failure[] {
  const frames = toFrames(recording)
  const needed = countNeeded(recording)
  const dialect = getDialect(recording.dialect)
  const step = Math.max(1, Math.floor(needed / encodedCuts))
  for (let cut = 0; cut < needed; cut += 1) {
    const events = decodeFrames(dialect, frames.slice(0, cut))
    const reason = `cut before line ${cut + 1}`
    if (events.at(-1)?.type !== 'error') {
      return [{ check: 'cut', dialect: recording.dialect, reason: `${reason}: no error event` }]
    }
    const flaw = cut % step === 0 ? findCutFlaw(events) : undefined
    if (flaw !== undefined) return [{ check: 'cut', ...flaw, reason: `${reason}: ${flaw.reason}` }]
  }
  return []
}

function findCutFlaw(events: readonly ChatEvent[]) {
  for (const id of clientDialectIds) {
    const dialect = getDialect(id)
    if (!isClientDialect(dialect)) continue
    const frames = encode(dialect, events, toContext(events))
    const reason = findStreamFlaw(id, frames, { includeUsage: true })
    if (reason !== undefined) return { dialect: id, reason }
  }
  return undefined
}
