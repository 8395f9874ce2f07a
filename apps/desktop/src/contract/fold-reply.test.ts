import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '@patchbay/provider-core/model'
import { listOpenCalls, textOf } from './chat-parts.ts'
import { foldReply, type ReplyEvent } from './fold-reply.ts'
import type { ChatTurn } from './shapes.ts'

const empty: ChatTurn = {
  id: 'r',
  role: 'assistant',
  parts: [],
  status: 'streaming',
  createdAt: '2026-11-21T00:00:00.000Z',
}

const fold = (...events: ReplyEvent[]): ChatTurn =>
  events.reduce((reply, event, index) => foldReply(reply, event, index * 10), empty)

describe('text and reasoning', () => {
  test('deltas of one block are one part, also when blocks interleave', () => {
    const reply = fold(
      { type: 'reasoning-delta', text: 'Hm', block: 0 },
      { type: 'text-delta', text: 'A', block: 1 },
      { type: 'text-delta', text: 'X', block: 2 },
      { type: 'text-delta', text: 'B', block: 1 },
      { type: 'reasoning-delta', text: '!', block: 0 },
    )
    expect(reply.parts).toEqual([
      { type: 'reasoning', text: 'Hm!', block: 0 },
      { type: 'text', text: 'AB', block: 1 },
      { type: 'text', text: 'X', block: 2 },
    ])
    expect(textOf(reply)).toBe('ABX')
    expect(reply.reasoningMs).toBe(40)
  })

  test('without numbers, a part goes on until another kind comes', () => {
    const reply = fold(
      { type: 'reasoning-delta', text: 'a' },
      { type: 'reasoning-delta', text: 'b' },
      { type: 'text-delta', text: 'c' },
      { type: 'tool-call-start', id: 't', name: 'f', block: 0 },
      { type: 'text-delta', text: 'd' },
    )
    expect(reply.parts.map((part) => part.type)).toEqual(['reasoning', 'text', 'tool-call', 'text'])
    expect(reply.parts[0]).toMatchObject({ text: 'ab' })
  })

  test('only the first of several choices is shown', () => {
    const reply = fold(
      { type: 'text-delta', text: 'one', choice: 0 },
      { type: 'text-delta', text: 'two', choice: 1 },
      { type: 'tool-call-start', id: 't', name: 'f', choice: 1 },
    )
    expect(reply.parts).toEqual([{ type: 'text', text: 'one' }])
  })

  test('further choices are told, once, beside other warnings', () => {
    const other = { code: 'c', message: 'm' }
    const reply = fold(
      { type: 'start', warnings: [other] },
      { type: 'choice-finish', choice: 0, reason: 'stop' },
      { type: 'choice-finish', choice: 1, reason: 'stop' },
      { type: 'choice-finish', choice: 2, reason: 'length' },
      { type: 'finish', reason: 'stop' },
    )
    expect(reply.warnings?.map(({ message }) => message)).toEqual([
      'm',
      'The server sent 3 choices; the first is shown.',
    ])
  })
})

describe('proofs', () => {
  test('a signature goes to the part of its block, in pieces', () => {
    const reply = fold(
      { type: 'reasoning-delta', text: 'hm', block: 0 },
      { type: 'tool-call-start', id: 't', name: 'f', block: 1 },
      { type: 'signature', signature: 'AA', block: 0 },
      { type: 'signature', signature: 'BB', block: 0 },
      { type: 'signature', signature: 'CC', block: 1 },
    )
    expect(reply.parts).toMatchObject([{ signature: 'AABB' }, { signature: 'CC' }])
  })

  test('a signature of reasoning that was not shown is a part without words', () => {
    expect(fold({ type: 'signature', signature: 'AA', block: 3 }).parts).toEqual([
      { type: 'reasoning', text: '', signature: 'AA', block: 3 },
    ])
  })

  test('hidden and sealed reasoning are kept as they came', () => {
    const reply = fold(
      { type: 'reasoning-redacted', data: 'hidden', block: 0 },
      { type: 'reasoning-delta', text: 'summary', block: 1 },
      { type: 'reasoning-encrypted', data: 'gAAA', id: 'rs_1', block: 1 },
      { type: 'reasoning-encrypted', data: 'gBBB', block: 2 },
    )
    expect(reply.parts).toEqual([
      { type: 'reasoning', text: '', redacted: 'hidden', block: 0 },
      { type: 'reasoning', text: 'summary', encrypted: 'gAAA', id: 'rs_1', block: 1 },
      { type: 'reasoning', text: '', encrypted: 'gBBB', block: 2 },
    ])
  })
})

describe('tools', () => {
  test('arguments stream into their own call, and a call is open once it ended', () => {
    const raw = { dialect: 'openai-responses', value: { id: 'fc_1' } } as const
    const begun: ReplyEvent[] = [
      { type: 'tool-call-start', id: 'a', name: 'f', raw },
      { type: 'tool-call-start', id: 'b', name: 'g' },
      { type: 'tool-call-delta', id: 'a', arguments: '{"x"' },
      { type: 'tool-call-delta', id: 'b', arguments: '{}' },
    ]
    expect(listOpenCalls(fold(...begun))).toEqual([])
    const reply = fold(
      ...begun,
      { type: 'tool-call-delta', id: 'a', arguments: ':1}' },
      { type: 'tool-call-end', id: 'a' },
    )
    expect(reply.parts).toEqual([
      { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}', ended: true, raw },
      { type: 'tool-call', id: 'b', name: 'g', arguments: '{}', ended: false },
    ])
    expect(listOpenCalls(reply).map((call) => call.id)).toEqual(['a'])
  })

  test('a tool that the vendor ran brings its result, and waits for nobody', () => {
    const reply = fold(
      { type: 'tool-call-start', id: 'a', name: 'search', providerRun: true },
      { type: 'tool-call-end', id: 'a' },
      { type: 'tool-result', callId: 'a', value: [{ hit: 1 }] },
      { type: 'tool-result', callId: 'b', value: 'no', isError: true },
    )
    expect(reply.parts.slice(1)).toEqual([
      { type: 'tool-result', callId: 'a', text: '[{"hit":1}]', providerRun: true },
      { type: 'tool-result', callId: 'b', text: 'no', providerRun: true, isError: true },
    ])
    expect(listOpenCalls(reply)).toEqual([])
  })
})

describe('the rest', () => {
  test('a citation stands with the text that it is about', () => {
    const reply = fold(
      { type: 'text-delta', text: 'one', block: 0 },
      { type: 'text-delta', text: 'two', block: 1 },
      { type: 'citation', citation: { url: 'https://a.example' }, block: 0 },
      { type: 'citation', citation: { title: 'B' } },
    )
    expect(reply.parts).toMatchObject([
      { text: 'one', citations: [{ url: 'https://a.example' }] },
      { text: 'two', citations: [{ title: 'B' }] },
    ])
  })

  test('pictures and sounds come in once their bytes are kept, and can be signed', () => {
    const media = { kind: 'kept', id: 'm', mediaType: 'image/png', bytes: 3 } as const
    const source = { kind: 'base64', mediaType: 'image/png', data: 'AAAA' } as const
    const reply = fold(
      { type: 'image', source, block: 0 },
      { type: 'audio', source },
      { type: 'media', part: { type: 'image', media, block: 0 } },
      { type: 'signature', signature: 'S', block: 0 },
    )
    expect(reply.parts).toEqual([{ type: 'image', media, block: 0, signature: 'S' }])
  })

  test('events that show nothing change nothing', () => {
    const silent: ChatEvent[] = [
      { type: 'logprobs', tokens: [] },
      { type: 'choice-finish', choice: 0, reason: 'stop' },
      { type: 'raw', raw: { dialect: 'openai-chat', value: {} } },
      { type: 'start', model: 'm' },
    ]
    for (const event of silent) expect(foldReply(empty, event, 0)).toBe(empty)
  })

  test('start brings warnings; finish, stop and failure end it', () => {
    const warnings = [{ code: 'c', message: 'm' }]
    expect(fold({ type: 'start', warnings })).toMatchObject({ warnings })
    expect(fold({ type: 'finish', reason: 'tool-calls', usage: { inputTokens: 1 } })).toMatchObject(
      {
        status: 'complete',
        finishReason: 'tool-calls',
        usage: { inputTokens: 1 },
      },
    )
    const error = { code: 'upstream', message: 'm', retryable: true } as const
    expect(fold({ type: 'error', error })).toMatchObject({ status: 'failed', error })
    expect(fold({ type: 'error', error: { ...error, code: 'aborted' } }).status).toBe('stopped')
  })
})
