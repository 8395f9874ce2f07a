import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { errorCodes } from '../model/error.ts'
import { chatEventSchema, type ChatEvent, type Usage } from '../model/chat-event.ts'
import { dialectIds, type DialectId } from '../model/spec.ts'
import type { StreamFrame } from './dialect.ts'
import { getDialect } from './registry.ts'

/** A reply in our own words, and how each format writes it as frames. */
interface Script {
  readonly pieces: readonly { readonly kind: 'text' | 'reasoning'; readonly text: string }[]
  readonly counts: { readonly input: number; readonly cached: number; readonly output: number }
}

const frame = (data: unknown, event?: string): StreamFrame => ({
  event,
  data: typeof data === 'string' ? data : JSON.stringify(data),
})

interface Writer {
  /** Frames of the whole stream. */
  readonly frames: (script: Script) => StreamFrame[]
  /** How many frames at the end may be missing without the reply being incomplete. */
  readonly optionalTail: number
  /** A keep-alive of this format, that says nothing. */
  readonly keepAlive: StreamFrame
}

const writers: Record<DialectId, Writer> = {
  'openai-chat': {
    optionalTail: 2,
    keepAlive: frame(''),
    frames: ({ pieces, counts }) => [
      frame({ id: 'c1', model: 'm', choices: [{ index: 0, delta: { role: 'assistant' } }] }),
      ...pieces.map(({ kind, text }) =>
        frame({
          id: 'c1',
          choices: [
            { index: 0, delta: kind === 'text' ? { content: text } : { reasoning_content: text } },
          ],
          // A server that counts with every chunk: the numbers are cumulative.
          usage: { prompt_tokens: counts.input, completion_tokens: 1 },
        }),
      ),
      frame({ id: 'c1', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }),
      frame({
        id: 'c1',
        choices: [],
        usage: {
          prompt_tokens: counts.input,
          completion_tokens: counts.output,
          prompt_tokens_details: { cached_tokens: counts.cached },
        },
      }),
      frame('[DONE]'),
    ],
  },
  'openai-responses': {
    optionalTail: 0,
    keepAlive: frame({ type: 'keepalive', sequence_number: 3 }),
    frames: ({ pieces, counts }) => [
      frame({
        type: 'response.created',
        response: { id: 'c1', model: 'm', status: 'in_progress' },
      }),
      ...pieces.map(({ kind, text }) =>
        frame({
          type: kind === 'text' ? 'response.output_text.delta' : 'response.reasoning_text.delta',
          delta: text,
        }),
      ),
      frame({
        type: 'response.completed',
        response: {
          id: 'c1',
          status: 'completed',
          usage: {
            input_tokens: counts.input,
            output_tokens: counts.output,
            input_tokens_details: { cached_tokens: counts.cached },
          },
        },
      }),
    ],
  },
  'anthropic-messages': {
    optionalTail: 0,
    keepAlive: frame({ type: 'ping' }, 'ping'),
    frames: ({ pieces, counts }) => [
      frame({
        type: 'message_start',
        message: {
          id: 'c1',
          model: 'm',
          usage: {
            input_tokens: counts.input - counts.cached,
            cache_read_input_tokens: counts.cached,
            output_tokens: 1,
          },
        },
      }),
      ...pieces.flatMap(({ kind, text }, index) => [
        frame({
          type: 'content_block_start',
          index,
          content_block: kind === 'text' ? { type: 'text', text: '' } : { type: 'thinking' },
        }),
        frame({
          type: 'content_block_delta',
          index,
          delta:
            kind === 'text'
              ? { type: 'text_delta', text }
              : { type: 'thinking_delta', thinking: text },
        }),
        frame({ type: 'content_block_stop', index }),
      ]),
      frame({
        type: 'message_delta',
        delta: { stop_reason: 'end_turn' },
        usage: { output_tokens: counts.output },
      }),
      frame({ type: 'message_stop' }),
    ],
  },
  'google-generate': {
    optionalTail: 0,
    keepAlive: frame(''),
    frames: ({ pieces, counts }) => [
      ...pieces.map(({ kind, text }) =>
        frame({
          responseId: 'c1',
          candidates: [{ content: { parts: [{ text, thought: kind === 'reasoning' }] } }],
          usageMetadata: { promptTokenCount: counts.input, candidatesTokenCount: 1 },
        }),
      ),
      frame({
        responseId: 'c1',
        candidates: [{ content: { parts: [{ text: '' }] }, finishReason: 'STOP' }],
        usageMetadata: {
          promptTokenCount: counts.input,
          cachedContentTokenCount: counts.cached,
          candidatesTokenCount: counts.output,
        },
      }),
    ],
  },
  'bedrock-converse': {
    optionalTail: 1,
    keepAlive: frame(''),
    frames: ({ pieces, counts }) => [
      frame({ role: 'assistant', p: 'abc' }, 'messageStart'),
      ...pieces.flatMap(({ kind, text }, contentBlockIndex) => [
        frame(
          {
            contentBlockIndex,
            delta: kind === 'text' ? { text } : { reasoningContent: { text } },
            p: 'abcdef',
          },
          'contentBlockDelta',
        ),
        frame({ contentBlockIndex }, 'contentBlockStop'),
      ]),
      frame({ stopReason: 'end_turn' }, 'messageStop'),
      frame(
        {
          usage: {
            inputTokens: counts.input - counts.cached,
            cacheReadInputTokens: counts.cached,
            outputTokens: counts.output,
          },
        },
        'metadata',
      ),
    ],
  },
}

const word = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).map((text) => `x${text}`)
const script: fc.Arbitrary<Script> = fc.record({
  pieces: fc.array(fc.record({ kind: fc.constantFrom('text', 'reasoning'), text: word }), {
    minLength: 1,
    maxLength: 6,
  }),
  counts: fc
    .tuple(fc.nat(1000), fc.nat(1000), fc.integer({ min: 1, max: 1000 }))
    .map(([rest, cached, output]) => ({ input: rest + 1 + cached, cached, output })),
})

function decode(id: DialectId, frames: readonly StreamFrame[]): ChatEvent[] {
  const decoder = getDialect(id).createStreamDecoder()
  return [...frames.flatMap((each) => decoder.push(each)), ...decoder.end()]
}

function join(events: readonly ChatEvent[], type: 'text-delta' | 'reasoning-delta'): string {
  return events.map((event) => (event.type === type ? event.text : '')).join('')
}

function finals(events: readonly ChatEvent[]): ChatEvent[] {
  return events.filter((event) => event.type === 'finish' || event.type === 'error')
}

/** What the order of events breaks, in words; `undefined` when it keeps every rule. */
function findFlaw(events: readonly ChatEvent[]): string | undefined {
  const invalid = events.find((event) => !chatEventSchema.safeParse(event).success)
  if (invalid !== undefined) return `not an event: ${JSON.stringify(invalid)}`
  if (finals(events).length !== 1) return `${finals(events).length} final events`
  if (events.at(-1) !== finals(events)[0]) return 'events after the final one'
  const starts = events.filter((event) => event.type === 'start')
  if (starts.length > 1) return `${starts.length} starts`
  const firstContent = events.findIndex((event) => event.type.endsWith('-delta'))
  if (firstContent === -1) return undefined
  return events.slice(0, firstContent).some((event) => event.type === 'start')
    ? undefined
    : 'content before the start'
}

describe.each(dialectIds)('%s', (id) => {
  const writer = writers[id]

  test('text, reasoning, usage and reason arrive whole, keep-alives or not', () => {
    fc.assert(
      fc.property(script, fc.array(fc.nat(20)), (reply, places) => {
        const frames = writer.frames(reply)
        for (const place of places) frames.splice(place % frames.length, 0, writer.keepAlive)
        const events = decode(id, frames)
        expect(findFlaw(events)).toBeUndefined()
        const expected = (kind: string) =>
          reply.pieces.map((piece) => (piece.kind === kind ? piece.text : '')).join('')
        expect(join(events, 'text-delta')).toBe(expected('text'))
        expect(join(events, 'reasoning-delta')).toBe(expected('reasoning'))
        const usage: Usage = {
          inputTokens: reply.counts.input,
          outputTokens: reply.counts.output,
          cachedInputTokens: reply.counts.cached,
        }
        expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop', usage })
      }),
    )
  })

  test('a stream that is cut before its end becomes one stream-broken error', () => {
    fc.assert(
      fc.property(script, fc.nat(30), (reply, place) => {
        const frames = writer.frames(reply)
        const kept = frames.slice(0, place % (frames.length - writer.optionalTail))
        const events = decode(id, kept)
        expect(findFlaw(events)).toBeUndefined()
        expect(events.at(-1)).toMatchObject({ type: 'error', error: { code: 'stream-broken' } })
      }),
    )
  })

  test('a frame that is not JSON ends the reply at once, and what came is kept', () => {
    const garbage = fc.constantFrom('{"half":', '<html>', 'null', '42', '[]', '"text"', '}{')
    fc.assert(
      fc.property(script, fc.nat(30), garbage, (reply, place, data) => {
        const frames = writer.frames(reply)
        const at = place % (frames.length - writer.optionalTail)
        const events = decode(id, frames.toSpliced(at, 0, frame(data)))
        expect(findFlaw(events)).toBeUndefined()
        expect(events.at(-1)).toMatchObject({ type: 'error', error: { code: 'invalid-answer' } })
        const before = getDialect(id).createStreamDecoder()
        expect(events.slice(0, -1)).toEqual(frames.slice(0, at).flatMap((f) => before.push(f)))
      }),
    )
  })

  test('whatever JSON comes, the decoder does not throw and ends once', () => {
    const event = fc.option(fc.constantFrom('error', 'messageStop', 'metadata', 'x'), {
      nil: undefined,
    })
    const anyFrame = fc.record({ event, data: fc.oneof(fc.json(), fc.string()) })
    fc.assert(
      fc.property(script, fc.array(anyFrame), fc.nat(20), (reply, extra, place) => {
        const frames = writer.frames(reply)
        expect(
          findFlaw(decode(id, frames.toSpliced(place % frames.length, 0, ...extra))),
        ).toBeUndefined()
      }),
    )
  })

  test('known frames with any field replaced do not throw and end once', () => {
    fc.assert(
      fc.property(script, fc.nat(30), fc.nat(50), fc.jsonValue(), (reply, place, key, value) => {
        const frames = writer
          .frames(reply)
          .map((each, index, all) =>
            index === place % all.length
              ? { ...each, data: replaceField(each.data, key, value) }
              : each,
          )
        expect(findFlaw(decode(id, frames))).toBeUndefined()
      }),
    )
  })

  test('nothing is emitted after the last event', () => {
    const frames = writer.frames({
      pieces: [{ kind: 'text', text: 'hi' }],
      counts: { input: 2, cached: 1, output: 1 },
    })
    const decoder = getDialect(id).createStreamDecoder()
    for (const each of frames) decoder.push(each)
    decoder.end()
    expect(decoder.done).toBe(true)
    expect(frames.flatMap((each) => decoder.push(each))).toEqual([])
    expect(decoder.end()).toEqual([])
  })

  test('whole bodies of any shape end once', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (body) => {
        const events = getDialect(id).decodeResponse(body)
        expect(findFlaw(events)).toBeUndefined()
        expect(events.at(-1)?.type).toBe('error')
      }),
    )
  })

  test('error bodies of any shape get a code', () => {
    const body = fc.oneof(
      fc.jsonValue(),
      fc.string(),
      fc.record({ error: fc.jsonValue() }),
      fc.record({ message: fc.jsonValue(), detail: fc.jsonValue(), errors: fc.jsonValue() }),
    )
    fc.assert(
      fc.property(fc.integer({ min: 400, max: 599 }), body, (status, value) => {
        expect(errorCodes).toContain(getDialect(id).decodeError(status, value).code)
      }),
    )
  })
})

/** Replaces the n-th value (counted through the tree) of a JSON text; texts that are no JSON stay. */
function replaceField(data: string, nth: number, replacement: unknown): string {
  if (!data.startsWith('{')) return data
  let seen = 0
  const parsed: unknown = JSON.parse(data)
  return JSON.stringify(parsed, (key, value: unknown) => {
    if (key === '') return value
    seen += 1
    return seen === nth % 7 ? replacement : value
  })
}
