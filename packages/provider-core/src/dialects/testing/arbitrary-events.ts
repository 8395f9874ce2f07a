/**
 * @file Replies for property tests: `arbitraryReply` keeps the rules of the model, `wildEvents` keeps none but
 * that one final event comes last.
 */
import * as fc from 'fast-check'
import type { ChatEvent, FinishReason, Usage } from '../../model/chat-event.ts'

/** Words that no decoder trims, splits or takes for a tag. */
export const arbitraryWord = fc
  .string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
  .map((text) => `x${text}y`)

/** JSON of an object, as a model writes arguments. */
export const arbitraryArguments = fc
  .dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.oneof(fc.integer(), arbitraryWord, fc.boolean()),
  )
  .map((value) => JSON.stringify(value))

const toolName = fc.stringMatching(/^[a-z][a-z_]{1,10}$/)

export type ReplyPartKind =
  | 'text'
  | 'reasoning'
  | 'signed-reasoning'
  | 'redacted'
  | 'encrypted'
  | 'tool-call'
  | 'image'

export interface ReplyOptions {
  /** What the reply may be made of; everything when left out. */
  readonly kinds?: readonly ReplyPartKind[]
  /** How it may end; `finish` when left out. */
  readonly ending?: 'finish' | 'error' | 'either'
}

const image: ChatEvent = {
  type: 'image',
  source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
}

const words = fc.array(arbitraryWord, { minLength: 1, maxLength: 3 })
const proof = fc.base64String({ minLength: 4, maxLength: 12 })

/** The events of one part; the index makes ids unlike each other. */
const parts: Record<ReplyPartKind, (at: number) => fc.Arbitrary<ChatEvent[]>> = {
  text: () => words.map((list) => list.map((text) => ({ type: 'text-delta', text }))),
  reasoning: () => words.map((list) => list.map((text) => ({ type: 'reasoning-delta', text }))),
  'signed-reasoning': () =>
    fc
      .tuple(words, proof)
      .map(([list, signature]) => [
        ...list.map((text): ChatEvent => ({ type: 'reasoning-delta', text })),
        { type: 'signature', signature },
      ]),
  redacted: () => proof.map((data) => [{ type: 'reasoning-redacted', data }]),
  encrypted: (at) =>
    fc
      .tuple(fc.array(arbitraryWord, { maxLength: 2 }), proof)
      .map(([list, data]) => [
        ...list.map((text): ChatEvent => ({ type: 'reasoning-delta', text })),
        { type: 'reasoning-encrypted', data, id: `rs_${at}` },
      ]),
  'tool-call': (at) =>
    fc
      .tuple(toolName, arbitraryArguments, fc.nat(20), fc.boolean())
      .map(([name, json, cut, empty]) => {
        const id = `call_${at}`
        const place = cut % (json.length + 1)
        return [
          { type: 'tool-call-start', id, name },
          ...(empty ? [{ type: 'tool-call-delta', id, arguments: '' } as const] : []),
          ...[json.slice(0, place), json.slice(place)]
            .filter((piece) => piece !== '')
            .map((piece): ChatEvent => ({ type: 'tool-call-delta', id, arguments: piece })),
          { type: 'tool-call-end', id },
        ]
      }),
  image: () => fc.constant([image]),
}

const allKinds: readonly ReplyPartKind[] = [
  'text',
  'reasoning',
  'signed-reasoning',
  'redacted',
  'encrypted',
  'tool-call',
  'image',
]

/** Counts that add up: cached and written tokens are part of the input, reasoning of the output. */
export const arbitraryUsage: fc.Arbitrary<Usage> = fc
  .tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500))
  .map(([rest, cached, answer, reasoning]) => ({
    inputTokens: rest + cached + 1,
    outputTokens: answer + reasoning + 1,
    cachedInputTokens: cached,
    reasoningTokens: reasoning,
  }))

/** Merges the lists by the turns that `order` draws, each list keeping its own order. */
function interleave(
  lists: readonly (readonly ChatEvent[])[],
  order: readonly number[],
): ChatEvent[] {
  const rest = lists.map((list) => [...list])
  const out: ChatEvent[] = []
  for (let turn = 0; rest.some((list) => list.length > 0); turn += 1) {
    const open = rest.filter((list) => list.length > 0)
    const next = open[(order[turn % Math.max(order.length, 1)] ?? 0) % open.length]?.shift()
    if (next !== undefined) out.push(next)
  }
  return out
}

const errorEvent: ChatEvent = {
  type: 'error',
  error: { code: 'overloaded', message: 'The model is busy.', retryable: true },
}

/**
 * A reply that keeps the model's rules: start, parts one after the other with the tool calls at the end,
 * whose deltas interleave, and a finish that fits them (or an error). Each part has its `block`.
 */
export function arbitraryReply(options: ReplyOptions = {}): fc.Arbitrary<ChatEvent[]> {
  const kinds = options.kinds ?? allKinds
  const endings = { finish: [false], error: [true], either: [false, true] } as const
  return fc
    .array(fc.constantFrom(...kinds), { minLength: 1, maxLength: 5 })
    .chain((chosen) => {
      const calls = chosen.filter((kind) => kind === 'tool-call')
      const others = chosen.filter((kind) => kind !== 'tool-call')
      return fc.record({
        others: fc.tuple(...others.map((kind, at) => parts[kind](at))),
        calls: fc.tuple(...calls.map((kind, at) => parts[kind](at))),
        order: fc.array(fc.nat(5), { maxLength: 12 }),
        reason: fc.constantFrom<FinishReason>('stop', 'length', 'content-filter'),
        usage: fc.option(arbitraryUsage, { nil: undefined }),
        fails: fc.constantFrom(...endings[options.ending ?? 'finish']),
      })
    })
    .map(({ others, calls, order, reason, usage, fails }) => {
      const place = (list: readonly ChatEvent[], block: number): ChatEvent[] =>
        list.map((event) => ({ ...event, block }))
      const last: ChatEvent = fails
        ? errorEvent
        : {
            type: 'finish',
            reason: calls.length > 0 ? 'tool-calls' : reason,
            ...(usage !== undefined && { usage }),
          }
      return [
        { type: 'start', id: 'reply_1', model: 'm', createdAt: 1_700_000_000 },
        ...others.flatMap(place),
        ...numberBlocks(
          interleave(
            calls.map((list, at) => place(list, at)),
            order,
          ),
          others.length,
        ),
        last,
      ]
    })
}

/** Blocks are numbered in order of their first event. */
function numberBlocks(events: readonly ChatEvent[], first: number): ChatEvent[] {
  const numbers = new Map<number, number>()
  return events.map((event) => {
    if (!('block' in event) || event.block === undefined) return event
    const known = numbers.get(event.block) ?? numbers.size + first
    numbers.set(event.block, known)
    return { ...event, block: known }
  })
}

const place = fc.record(
  { choice: fc.constantFrom(0, 1, 2), block: fc.nat(4) },
  { requiredKeys: [] },
)
const callId = fc.constantFrom('call_a', 'call_b', 'call_c')
const source = { kind: 'url', url: 'https://host.example/p.png' } as const

const wildEvent: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc.record({ type: fc.constant('start' as const) }),
  fc
    .tuple(fc.constantFrom('text-delta' as const, 'reasoning-delta' as const), fc.string(), place)
    .map(([type, text, at]) => ({ type, text, ...at })),
  fc
    .tuple(fc.string(), place)
    .map(([signature, at]) => ({ type: 'signature' as const, signature, ...at })),
  fc
    .tuple(fc.string(), place)
    .map(([data, at]) => ({ type: 'reasoning-redacted' as const, data, ...at })),
  fc
    .tuple(fc.string(), place)
    .map(([data, at]) => ({ type: 'reasoning-encrypted' as const, data, ...at })),
  fc.tuple(callId, toolName, fc.boolean(), place).map(([id, name, providerRun, at]) => ({
    type: 'tool-call-start' as const,
    id,
    name,
    ...(providerRun && { providerRun }),
    ...at,
  })),
  fc
    .tuple(callId, fc.string(), place)
    .map(([id, piece, at]) => ({ type: 'tool-call-delta' as const, id, arguments: piece, ...at })),
  fc.tuple(callId, place).map(([id, at]) => ({ type: 'tool-call-end' as const, id, ...at })),
  fc
    .tuple(callId, fc.jsonValue(), place)
    .map(([id, value, at]) => ({ type: 'tool-result' as const, callId: id, value, ...at })),
  place.map((at) => ({ ...image, ...at })),
  place.map((at) => ({ type: 'audio' as const, source, transcript: 'words', ...at })),
  place.map((at) => ({
    type: 'citation' as const,
    citation: { url: 'https://host.example/', title: 'Host', start: 0, end: 1 },
    ...at,
  })),
  place.map((at) => ({ type: 'logprobs' as const, tokens: [{ token: 'a', logprob: -1 }], ...at })),
  fc
    .constantFrom(1, 2)
    .map((choice) => ({ type: 'choice-finish' as const, choice, reason: 'stop' as const })),
  fc
    .tuple(
      fc.constantFrom(
        'openai-chat' as const,
        'anthropic-messages' as const,
        'openai-responses' as const,
      ),
      fc.jsonValue(),
    )
    .map(([dialect, value]) => ({ type: 'raw' as const, raw: { dialect, value } })),
)

/** Events in any order, ends and deltas of calls that never began among them; one final event is the last. */
export const wildEvents: fc.Arbitrary<ChatEvent[]> = fc
  .tuple(
    fc.array(wildEvent, { maxLength: 20 }),
    fc.constantFrom<ChatEvent>(
      errorEvent,
      { type: 'finish', reason: 'stop' },
      { type: 'finish', reason: 'length', usage: { inputTokens: 1, outputTokens: 2 } },
    ),
  )
  .map(([events, last]) => [...events, last])
