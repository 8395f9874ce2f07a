/** @file Time limits are for silence, never for the whole: a stream that goes on is not cut. */
import { expect, test } from 'vitest'
import type { ChatEvent } from '../model/chat-event.ts'
import { startStrictUpstream } from '../testing/index.ts'
import { openEngine } from '../testing/open-engine.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { chat } from './chat.ts'

const limitMs = 400
const timeouts = { connectMs: limitMs, firstByteMs: limitMs, idleMs: limitMs }

test.each(['openai-chat-completions', 'anthropic', 'amazon-bedrock'] as const)(
  'a stream outlasts every time limit, and all of them together (%s)',
  async (spec) => {
    await using upstream = await startStrictUpstream({
      spec,
      behaviour: {
        kind: 'reply',
        text: Array.from({ length: 90 }, (_, at) => `word${at} `).join(''),
        chunkDelayMs: 20,
        writeBytes: 64,
      },
    })
    await using engine = openEngine()
    const resolved = resolveExpectations(upstream.expectations, { timeouts })
    const dialect =
      spec === 'anthropic'
        ? 'anthropic-messages'
        : spec === 'amazon-bedrock'
          ? 'bedrock-converse'
          : 'openai-chat'
    const call = {
      route: { dialect, upstreamModelId: 'some-model' } as const,
      resolved,
      request: {
        messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
      },
      stream: true,
    }
    const events: ChatEvent[] = []
    const { signal } = new AbortController()
    for await (const event of chat(call, engine, { signal })) events.push(event)
    expect(upstream.refusals).toEqual([])
    const last = events.at(-1)
    expect(last).toMatchObject({ type: 'finish', reason: 'stop' })
    if (last?.type === 'finish') expect(last.timing?.totalMs).toBeGreaterThan(3 * limitMs)
    const text = events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')
    expect(text).toMatch(/^word0 .*word89\s*$/)
  },
)
