import { afterEach, describe, expect, test } from 'vitest'
import type { ChatEvent } from '../model/chat-event.ts'
import { endpointSchema } from '../model/endpoint.ts'
import { chat } from '../operations/chat.ts'
import { listModels } from '../operations/list-models.ts'
import { openEngine } from '../testing/open-engine.ts'
import { startDemoServer, type DemoServer } from './demo-server.ts'

let server: DemoServer | undefined
afterEach(async () => {
  await server?.close()
  server = undefined
})

async function start() {
  server = await startDemoServer({ chunkMs: 0 })
  const endpoint = endpointSchema.parse({
    id: 'demo',
    name: 'Demo',
    spec: 'openai-chat-completions',
    baseUrl: server.baseUrl,
    createdAt: '2026-11-21T00:00:00.000Z',
    updatedAt: '2026-11-21T00:00:00.000Z',
  })
  return { endpoint, secrets: {} }
}

async function ask(modelId: string, text: string, stream: boolean, maxOutputTokens?: number) {
  const resolved = await start()
  await using engine = openEngine()
  const call = {
    route: { dialect: 'openai-chat', upstreamModelId: modelId } as const,
    resolved,
    request: {
      messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text }] }],
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    },
    stream,
  }
  const events: ChatEvent[] = []
  for await (const event of chat(call, engine, { signal: new AbortController().signal })) {
    events.push(event)
  }
  return events
}

const joined = (events: ChatEvent[], type: 'text-delta' | 'reasoning-delta'): string =>
  events.map((event) => (event.type === type ? event.text : '')).join('')

describe('the demo endpoint', () => {
  test('lists its models', async () => {
    await using engine = openEngine()
    const listing = await listModels(await start(), engine, {
      signal: new AbortController().signal,
    })
    expect(listing.models).toEqual(['demo-chat', 'demo-reasoner'])
  })

  test('streams markdown about what was written, in many pieces, with usage', async () => {
    const events = await ask('demo-chat', 'Is this *grün*?', true)
    expect(joined(events, 'text-delta')).toContain('> Is this *grün*?')
    expect(joined(events, 'reasoning-delta')).toBe('')
    expect(events.filter(({ type }) => type === 'text-delta').length).toBeGreaterThan(20)
    expect(events.at(-1)).toMatchObject({
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: 4, outputTokens: expect.any(Number) },
    })
  })

  test('the reasoner thinks first, streamed or whole', async () => {
    for (const stream of [true, false]) {
      const events = await ask('demo-reasoner', 'Good morning', stream)
      expect(joined(events, 'reasoning-delta')).toContain('2 words')
      expect(joined(events, 'text-delta')).toContain('> Good morning')
      await server?.close()
    }
    server = undefined
  })

  test('keeps to the token limit', async () => {
    const events = await ask('demo-chat', 'Hi', true, 16)
    expect(joined(events, 'text-delta').length).toBeLessThanOrEqual(64)
    expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'length' })
  })

  test('refuses a model that it does not have', async () => {
    const events = await ask('gpt-x', 'Hi', true)
    expect(events.at(-1)).toMatchObject({
      type: 'error',
      error: { code: 'not-found', status: 404 },
    })
  })
})
