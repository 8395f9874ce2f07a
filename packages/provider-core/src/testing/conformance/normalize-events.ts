import type { ChatEvent } from '../../model/chat-event.ts'
import { isObject, parseJson } from '../../dialects/read-json.ts'

/**
 * A reply without what differs between two ways of saying the same: pieces are joined, blocks are not numbered,
 * arguments are parsed, raw values stand apart in any order. Two replies of one meaning normalize alike.
 */
export function normalizeEvents(events: readonly ChatEvent[]): unknown {
  const content: object[] = []
  const raw = new Set<string>()
  const calls = new Map<string, { arguments: unknown; providerRun?: boolean | undefined }>()
  for (const event of events) {
    if (event.type === 'raw') {
      if (isProgress(event.raw.value)) continue
      raw.add(JSON.stringify(sortKeys(dropNumbers(event.raw.value))))
    } else if (event.type === 'tool-call-start') {
      const { block: _, ...rest } = event
      const call = { ...rest, arguments: '' }
      calls.set(event.id, call)
      content.push(call)
    } else if (event.type === 'tool-call-delta') {
      const call = calls.get(event.id)
      if (call !== undefined) call.arguments = `${String(call.arguments)}${event.arguments}`
    } else if (event.type === 'finish') {
      const hasCalls = [...calls.values()].some((call) => call.providerRun !== true)
      content.push(normalizeFinish(event, hasCalls))
    } else if (event.type === 'error') {
      // A format has fewer names for errors than we have; the words are the same.
      content.push({ type: 'error', message: event.error.message })
    } else if (event.type !== 'tool-call-end') {
      addContent(content, event)
    }
  }
  for (const call of calls.values()) {
    const text = String(call.arguments)
    call.arguments = text === '' ? {} : (parseJson(text) ?? text)
  }
  return sortKeys({ content, raw: [...raw].toSorted() })
}

/** Upstreams also say "stop" after calls, and count in their own ways; clients are told in the usual one. */
function normalizeFinish(event: Extract<ChatEvent, { type: 'finish' }>, hasCalls: boolean): object {
  const { rawReason, usage, timing: _timing, ...rest } = event
  const { raw: _raw, ...counts } = usage ?? {}
  const reason = hasCalls && rest.reason === 'stop' ? 'tool-calls' : rest.reason
  return { ...rest, reason, ...(!hasCalls && { rawReason }), usage: counts }
}

function addContent(content: object[], event: ChatEvent): void {
  const { block: _, ...plain } = { block: undefined, ...event }
  const last = content.at(-1) as typeof plain | undefined
  const joins =
    (plain.type === 'text-delta' && last?.type === 'text-delta') ||
    (plain.type === 'reasoning-delta' && last?.type === 'reasoning-delta')
  if (joins) last.text += plain.text
  else if (!('text' in plain && plain.text === '')) content.push(plain)
}

/**
 * What a stream says on the way and not in the end: a second message_start of a broken server, and how far the
 * Responses API is with a tool that it runs itself, whose item it says whole when it is done.
 */
function isProgress(value: unknown): boolean {
  if (!isObject(value)) return false
  const type = String(value['type'])
  if (type === 'message_start') return true
  return type.startsWith('response.') && type !== 'response.output_item.done'
}

/** Positions in the stream and padding: whoever writes the stream numbers it anew. */
const numberFields: ReadonlySet<string> = new Set([
  'sequence_number',
  'output_index',
  'item_id',
  'obfuscation',
])

function dropNumbers(value: unknown): unknown {
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([key]) => !numberFields.has(key)))
}

/** The same JSON with the keys of every object in order. */
export function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  )
}
