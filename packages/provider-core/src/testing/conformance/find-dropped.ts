import type { JsonObject } from '../../dialects/dialect.ts'
import { parseJson } from '../../dialects/read-json.ts'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { Recording } from './recording.ts'

/** Fields that only hold the stream together: positions, kinds, padding. */
const structuralFields: ReadonlySet<string> = new Set([
  'type',
  'object',
  'index',
  'role',
  'sequence_number',
  'output_index',
  'content_index',
  'summary_index',
  'contentBlockIndex',
  'item_id',
  'obfuscation',
  'p',
  'partialArgs',
  'willContinue',
  'jsonPath',
  'createTime',
  // Seconds of a chunk: the first stands for the reply.
  'created',
  'thought',
])

/** The Responses API repeats the whole request in every reply; a client gets its own request repeated. */
const echoedRequest =
  /^(\.response)?\.(background|instructions|max_output_tokens|max_tool_calls|metadata|moderation|parallel_tool_calls|previous_response_id|prompt_cache_key|prompt_cache_retention|reasoning|safety_identifier|service_tier|status|store|temperature|text|tool_choice|tools|top_logprobs|top_p|truncation|user)\b/
/** It also says every item and every text again when it is done (some recordings were shortened in between). */
const repeated = /^\.response\.output\b|^\.(part|item\.content\[\])?\.?text$/

/** The Responses API announces what a later event says whole. */
function isPreliminary({ type }: JsonObject): boolean {
  return /^response\.(created|in_progress|output_item\.added|content_part\.added)$/.test(
    String(type),
  )
}

/** True for what a format says without telling anything about the reply. */
function isRepetition(dialect: string, path: string, leaf: unknown): boolean {
  if (dialect !== 'openai-responses') return false
  if (path.endsWith('.status')) return true
  // Items are numbered anew; only reasoning is bound to its id.
  if (path.endsWith('.id') && !String(leaf).startsWith('rs_')) return true
  return echoedRequest.test(path) || repeated.test(path)
}

/**
 * Fields of a recording whose value appears nowhere in its events: neither in our words nor in `raw`. Values that
 * say nothing (null, false, 0, empty) do not count.
 * @returns paths with their values, at most ten
 */
export function findDropped(recording: Recording, events: readonly ChatEvent[]): string[] {
  const seen = collectSeen(events)
  const dropped = new Set<string>()
  const check = (path: string, leaf: string | number | boolean): void => {
    if (isRepetition(recording.dialect, path, leaf)) return
    if (!isKept(leaf, seen)) dropped.add(`${path} = ${JSON.stringify(leaf).slice(0, 60)}`)
  }
  /** Counts grow while a stream goes on: the last of each is the report. */
  const counts = new Map<string, string | number | boolean>()
  for (const value of recording.values) {
    if (isPreliminary(value)) continue
    walk(value, '', (path, leaf) => {
      const count = /usage.*/i.exec(path)?.[0]
      if (count === undefined) check(path, leaf)
      else counts.set(count, leaf)
    })
  }
  const total = sumUsage(events)
  for (const [path, leaf] of counts) if (leaf !== total || !/total/i.test(path)) check(path, leaf)
  return [...dropped].slice(0, 10)
}

/** Totals that only add up what is reported otherwise say nothing new. */
function sumUsage(events: readonly ChatEvent[]): number | undefined {
  const last = events.at(-1)
  if (last?.type !== 'finish' || last.usage === undefined) return undefined
  return (last.usage.inputTokens ?? 0) + (last.usage.outputTokens ?? 0)
}

interface Seen {
  /** All texts, one after the other; deltas are joined. */
  readonly texts: string
  readonly numbers: ReadonlySet<number>
  readonly truths: boolean
}

function collectSeen(events: readonly ChatEvent[]): Seen {
  const texts: string[] = []
  const numbers = new Set<number>()
  let truths = false
  const joined = new Map<string, string>()
  const calls = new Map<string, string>()
  const keep = (leaf: unknown): void => {
    if (typeof leaf === 'string') texts.push(leaf)
    else if (typeof leaf === 'number') numbers.add(leaf)
    else if (leaf === true) truths = true
  }
  for (const event of events) {
    if (event.type === 'text-delta' || event.type === 'reasoning-delta') {
      for (const key of [event.type, `${event.type}${event.block}:${event.choice}`]) {
        joined.set(key, (joined.get(key) ?? '') + event.text)
      }
    }
    if (event.type === 'tool-call-delta') {
      calls.set(event.id, (calls.get(event.id) ?? '') + event.arguments)
    }
    visit(event, keep)
  }
  for (const json of calls.values()) visit(parseJson(json), keep)
  return { texts: [...texts, ...joined.values(), ...calls.values()].join('\n'), numbers, truths }
}

function visit(value: unknown, keep: (leaf: unknown) => void): void {
  if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) visit(entry, keep)
  } else {
    keep(value)
  }
}

function walk(
  value: unknown,
  path: string,
  report: (path: string, leaf: string | number | boolean) => void,
): void {
  if (Array.isArray(value)) {
    for (const entry of value) walk(entry, `${path}[]`, report)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, entry] of Object.entries(value)) {
      if (!structuralFields.has(key)) walk(entry, `${path}.${key}`, report)
    }
  } else if (typeof value === 'string' || typeof value === 'number' || value === true) {
    if (value !== '' && value !== 0) report(path, value)
  }
}

function isKept(leaf: string | number | boolean, seen: Seen): boolean {
  if (typeof leaf === 'number') return seen.numbers.has(leaf) || seen.texts.includes(String(leaf))
  if (typeof leaf === 'boolean') return seen.truths
  if (seen.texts.includes(leaf)) return true
  // A tool's JSON may have been written anew.
  const value = parseJson(leaf)
  return typeof value === 'object' && value !== null && seen.texts.includes(JSON.stringify(value))
}
