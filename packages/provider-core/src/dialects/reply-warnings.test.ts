/** @file What a client's format cannot say of a reply is a warning, never silence. */
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent, Warning } from '../model/chat-event.ts'
import { clientDialectIds, type ClientDialectId } from '../testing/invariants/find-stream-flaw.ts'
import type { ClientDialect, ReplyContext } from './dialect.ts'
import { getDialect } from './registry.ts'
import { arbitraryReply } from './testing/arbitrary-events.ts'
import { wideReply } from './testing/wide-reply.ts'

const context: ReplyContext = {
  modelId: 'm',
  includeUsage: true,
  id: 'reply_1',
  createdAt: 1_700_000_000,
}

interface Said {
  /** The reply as its client reads it. */
  readonly events: readonly ChatEvent[]
  readonly warnings: readonly Warning[]
}

function getClient(id: ClientDialectId): ClientDialect {
  return getDialect(id) as ClientDialect
}

function sayStreamed(id: ClientDialectId, events: readonly ChatEvent[]): Said {
  const encoder = getClient(id).createStreamEncoder(context)
  const decoder = getClient(id).createStreamDecoder()
  const frames = events.flatMap((event) => encoder.push(event))
  return {
    events: [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()],
    warnings: encoder.warnings,
  }
}

function sayWhole(id: ClientDialectId, events: readonly ChatEvent[]): Said {
  const { body, warnings } = getClient(id).encodeResponse(events, context)
  const sent: unknown = JSON.parse(JSON.stringify(body))
  return { events: getClient(id).decodeResponse(sent), warnings }
}

/** Which warnings speak for an event that the client does not find. */
const codes: Readonly<Partial<Record<ChatEvent['type'], readonly string[]>>> = {
  signature: ['text-signature', 'call-signature'],
  'tool-call-start': ['provider-call'],
  'tool-call-delta': ['provider-call', 'tool-call'],
  'tool-result': ['tool-result', 'tool-result-error-mark'],
  image: ['image'],
  audio: ['audio', 'audio-id', 'audio-type'],
  citation: ['citation', 'citation-range', 'citation-quote'],
  logprobs: ['logprobs'],
  raw: ['raw'],
  finish: ['stop-sequence', 'service-tier', 'usage-details', 'finish-reason'],
}

/** Everything that an event tells: its texts and numbers, without its place. */
function leavesOf(event: ChatEvent): string[] {
  const leaves: string[] = []
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) visit(each, name)
    } else if (!['type', 'block', 'choice', 'kind', 'dialect'].includes(key)) {
      leaves.push(`${key}=${String(value)}`)
    }
  }
  visit(event, '')
  return leaves
}

function isHeard(
  { source, transcript = '', id }: Extract<ChatEvent, { type: 'audio' }>,
  events: readonly ChatEvent[],
): boolean {
  const heard = events.filter((each) => each.type === 'audio')
  const sounds = heard.map((each) => each.source).filter((each) => each.kind === 'base64')
  const isThere =
    source.kind === 'base64'
      ? sounds
          .map(({ data }) => data)
          .join('')
          .includes(source.data) &&
        (source.data === '' || sounds.some(({ mediaType }) => mediaType === source.mediaType))
      : heard.some((each) => each.source.kind === 'url' && source.kind === 'url')
  return (
    isThere &&
    heard
      .map((each) => each.transcript ?? '')
      .join('')
      .includes(transcript) &&
    (id === undefined || heard.some((each) => each.id === id))
  )
}

/** Words that were joined, ids that were made anew, and JSON that was written anew are found by their values. */
function isFound(event: ChatEvent, events: readonly ChatEvent[]): boolean {
  const choice = 'choice' in event ? (event.choice ?? 0) : 0
  const same = events.filter(
    (each) => each.type === event.type && ('choice' in each ? (each.choice ?? 0) : 0) === choice,
  )
  switch (event.type) {
    case 'text-delta':
    case 'reasoning-delta':
      return same
        .map((each) => ('text' in each ? each.text : ''))
        .join('')
        .includes(event.text)
    case 'signature':
      return same.some((each) => 'signature' in each && each.signature === event.signature)
    case 'tool-call-start':
      return same.some((each) => 'name' in each && each.name === event.name)
    case 'tool-call-delta':
      return same.some((each) => 'arguments' in each && each.arguments === event.arguments)
    case 'tool-call-end':
      return true
    case 'raw':
    case 'tool-result': {
      const word = /kept-\w+|result-word/.exec(JSON.stringify(event))?.[0] ?? ''
      const hasMark = (each: ChatEvent) => each.type === 'tool-result' && each.isError === true
      return JSON.stringify(same).includes(word) && (!hasMark(event) || same.some(hasMark))
    }
    case 'audio':
      return isHeard(event, same)
    case 'image': {
      const told = new Set(same.flatMap(leavesOf))
      // Formats without images give their address in the text.
      const text = events.map((each) => (each.type === 'text-delta' ? each.text : '')).join('')
      const { source } = event
      const isText = source.kind === 'url' && text.includes(source.url)
      return isText || leavesOf(event).every((leaf) => told.has(leaf))
    }
    case 'citation': {
      const wanted = leavesOf(event).filter((leaf) => !/^(start|end)=/.test(leaf))
      // Ranges move where several parts become one text.
      const hasRange = (each: ChatEvent) => leavesOf(each).some((leaf) => /^end=[1-9]/.test(leaf))
      return same.some((each) => {
        const told = new Set(leavesOf(each))
        return wanted.every((leaf) => told.has(leaf)) && (!hasRange(event) || hasRange(each))
      })
    }
    default: {
      const told = new Set(same.flatMap(leavesOf))
      // A reply that stopped for a call says so.
      const meant = told.has('reason=tool-calls')
        ? told.add('reason=stop').add('reason=other')
        : told
      return leavesOf(event).every((leaf) => meant.has(leaf))
    }
  }
}

function findSilence(events: readonly ChatEvent[], said: Said): ChatEvent | undefined {
  const warned = new Set(said.warnings.map(({ code }) => code))
  return events.find((event) => {
    if (event.type === 'start' || isFound(event, said.events)) return false
    const isLaterChoice = 'choice' in event && (event.choice ?? 0) > 0
    const kinds = [...(codes[event.type] ?? []), ...(isLaterChoice ? ['choices'] : [])]
    return !kinds.some((kind) => warned.has(`reply-${kind}-left-out`))
  })
}

describe.each(clientDialectIds)('%s', (id) => {
  test('every event of a reply reaches the client or is warned about, streamed and whole', () => {
    fc.assert(
      fc.property(wideReply, (events) => {
        const streamed = sayStreamed(id, events)
        expect(findSilence(events, streamed), 'streamed').toBeUndefined()
        expect(findSilence(events, sayWhole(id, events)), 'whole').toBeUndefined()
        const codesOf = streamed.warnings.map(({ code }) => code)
        expect(new Set(codesOf).size).toBe(codesOf.length)
      }),
      { numRuns: 400 },
    )
  })

  test('a reply that the format can say has no warnings', () => {
    const kinds = ['text', 'reasoning', 'signed-reasoning', 'tool-call', 'redacted'] as const
    fc.assert(
      fc.property(arbitraryReply({ kinds: [...kinds], ending: 'either' }), (events) => {
        expect(sayStreamed(id, events).warnings).toEqual([])
        expect(sayWhole(id, events).warnings).toEqual([])
      }),
    )
  })

  test("the request's own warnings come first, also on a reply that failed", () => {
    const own = { code: 'seed-left-out', message: '"seed" was left out.' }
    const events: ChatEvent[] = [
      { type: 'start', warnings: [own] },
      { type: 'text-delta', text: 'Hel' },
      { type: 'raw', raw: { dialect: 'bedrock-converse', value: { trace: {} } } },
      { type: 'error', error: { code: 'overloaded', message: 'Busy.', retryable: true } },
    ]
    for (const { warnings } of [sayStreamed(id, events), sayWhole(id, events)]) {
      expect(warnings.map(({ code }) => code)).toEqual(['seed-left-out', 'reply-raw-left-out'])
    }
  })
})
