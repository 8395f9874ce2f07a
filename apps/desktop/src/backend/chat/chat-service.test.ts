import { expect, test } from 'vitest'
import type { ChatEvent } from '@patchbay/provider-core/model'
import type { ChatStreamPart } from '#contract/shapes'
import { draftOf, openTestBackend, type TestBackend } from '../testing/open-backend.ts'
import { scriptedWire, scriptEngine } from '../testing/scripted-engine.ts'

/** Answers with the given events; `onEvent` runs before each one. */
function scripted(
  events: readonly ChatEvent[],
  onEvent?: (index: number, signal: AbortSignal) => Promise<void>,
) {
  const requests: unknown[] = []
  const { engine } = scriptEngine([], {
    async *chat({ request }, { signal, onWire }) {
      requests.push(request)
      onWire?.(scriptedWire)
      for (const [index, event] of events.entries()) {
        await onEvent?.(index, signal)
        if (signal.aborted) {
          yield { type: 'error', error: { code: 'aborted', message: 'stopped', retryable: false } }
          return
        }
        yield event
      }
    },
  })
  return { engine, requests }
}

const reply: ChatEvent[] = [
  { type: 'start', model: 'm' },
  { type: 'reasoning-delta', text: 'Hm.' },
  { type: 'text-delta', text: 'Hello' },
  { type: 'text-delta', text: ' there' },
  {
    type: 'finish',
    reason: 'stop',
    usage: { inputTokens: 3, outputTokens: 2 },
    timing: { totalMs: 5, firstTokenMs: 2 },
  },
]

async function addEndpoint({ backend }: TestBackend) {
  const result = await backend.endpoints.save({ draft: draftOf({ models: ['m'] }) })
  if (!result.ok) throw new Error('not saved')
  return { endpointId: result.endpoint.id, modelId: 'm' }
}

async function collect(parts: AsyncIterable<ChatStreamPart>): Promise<ChatStreamPart[]> {
  const all: ChatStreamPart[] = []
  for await (const part of parts) all.push(part)
  return all
}

const live = () => new AbortController().signal
const base = { assumeModelExists: false, settings: {} }

test('a message begins a chat, streams, and is kept with its reply and its wire view', async () => {
  const { engine } = scripted(reply)
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  const parts = await collect(
    opened.backend.chat.send(
      { ...base, target, action: { type: 'send', text: 'Hi\nyou' } },
      live(),
    ),
  )
  expect(parts.map((part) => part.type)).toEqual([
    'begin',
    'event',
    'event',
    'event',
    'event',
    'event',
    'end',
  ])
  const [summary] = await opened.backend.chat.list('')
  const chat = await opened.backend.chat.get(summary?.id ?? '')
  expect(chat).toMatchObject({ title: 'Hi', endpointName: 'Company proxy', lastFailed: false })
  expect(chat.turns[1]).toMatchObject({
    parts: [
      { type: 'reasoning', text: 'Hm.' },
      { type: 'text', text: 'Hello there' },
    ],
    status: 'complete',
    hasWire: true,
    usage: { inputTokens: 3 },
  })
  expect(await opened.backend.chat.wire(chat.turns[1]?.id ?? '')).toEqual(scriptedWire)
  expect(await opened.backend.chat.curl(chat.turns[1]?.id ?? '')).toEqual({ command: 'curl …' })
})

test('the next message carries the turns before it and the system text', async () => {
  const { engine, requests } = scripted(reply)
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  const first = await collect(
    opened.backend.chat.send({ ...base, target, action: { type: 'send', text: 'One' } }, live()),
  )
  const chatId = first[0]?.type === 'begin' ? first[0].chat.id : ''
  await collect(
    opened.backend.chat.send(
      {
        ...base,
        chatId,
        target,
        settings: { system: 'Be brief' },
        action: { type: 'send', text: 'Two' },
      },
      live(),
    ),
  )
  const text = (value: string) => [{ type: 'text', text: value }]
  expect(requests[1]).toEqual({
    messages: [
      { role: 'system', content: text('Be brief') },
      { role: 'user', content: text('One') },
      { role: 'assistant', content: text('Hello there') },
      { role: 'user', content: text('Two') },
    ],
  })
})

test('stopping keeps what arrived', async () => {
  const stop = new AbortController()
  const { engine } = scripted(reply, async (index) => {
    if (index === 3) stop.abort()
  })
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  await collect(
    opened.backend.chat.send(
      { ...base, target, action: { type: 'send', text: 'Hi' } },
      stop.signal,
    ),
  )
  const [summary] = await opened.backend.chat.list('')
  expect((await opened.backend.chat.get(summary?.id ?? '')).turns[1]).toMatchObject({
    status: 'stopped',
    parts: [{ type: 'reasoning' }, { type: 'text', text: 'Hello' }],
  })
})

test('a window that goes away in the middle leaves a stopped reply', async () => {
  const { engine } = scripted(reply)
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  let seen = 0
  for await (const part of opened.backend.chat.send(
    { ...base, target, action: { type: 'send', text: 'Hi' } },
    live(),
  )) {
    seen += 1
    if (part.type === 'event' && part.event.type === 'text-delta') break
  }
  expect(seen).toBe(4)
  const [summary] = await opened.backend.chat.list('')
  expect((await opened.backend.chat.get(summary?.id ?? '')).turns[1]).toMatchObject({
    status: 'stopped',
    parts: [{ type: 'reasoning' }, { type: 'text', text: 'Hello' }],
  })
})

test('an error after some text keeps the text and the cause', async () => {
  const error = {
    code: 'stream-broken',
    message: 'The stream ended in the middle.',
    retryable: true,
  } as const
  const { engine } = scripted([...reply.slice(0, 3), { type: 'error', error }])
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  const parts = await collect(
    opened.backend.chat.send({ ...base, target, action: { type: 'send', text: 'Hi' } }, live()),
  )
  expect(parts.at(-1)).toMatchObject({
    type: 'end',
    reply: { status: 'failed', parts: [{ text: 'Hm.' }, { text: 'Hello' }], error },
  })
})

test('regenerate replaces the reply; edit drops what followed', async () => {
  const { engine, requests } = scripted(reply)
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  const { chat } = opened.backend
  await collect(chat.send({ ...base, target, action: { type: 'send', text: 'One' } }, live()))
  const chatId = (await chat.list(''))[0]?.id ?? ''
  const before = await chat.get(chatId)
  await collect(
    chat.send(
      {
        ...base,
        chatId,
        target,
        action: { type: 'regenerate', replyId: before.turns[1]?.id ?? '' },
      },
      live(),
    ),
  )
  const regenerated = await chat.get(chatId)
  expect(regenerated.turns).toHaveLength(2)
  expect(regenerated.turns[0]?.id).toBe(before.turns[0]?.id)
  expect(regenerated.turns[1]?.id).not.toBe(before.turns[1]?.id)
  await collect(
    chat.send(
      {
        ...base,
        chatId,
        target,
        action: { type: 'edit', turnId: before.turns[0]?.id ?? '', text: 'Other' },
      },
      live(),
    ),
  )
  const edited = await chat.get(chatId)
  expect(edited).toMatchObject({
    title: 'Other',
    turns: [{ parts: [{ text: 'Other' }] }, { parts: [{ text: 'Hm.' }, { text: 'Hello there' }] }],
  })
  expect(requests).toHaveLength(3)
})

test('a model without a route is a failed reply that says why, and nothing is sent', async () => {
  const { engine, requests } = scripted(reply)
  await using opened = await openTestBackend(engine)
  const parts = await collect(
    opened.backend.chat.send(
      {
        ...base,
        target: { providerId: 'anthropic', modelId: 'claude-nothing' },
        action: { type: 'send', text: 'Hi' },
      },
      live(),
    ),
  )
  expect(parts.at(-1)).toMatchObject({
    type: 'end',
    reply: { status: 'failed', error: { code: 'unknown-model' } },
  })
  expect(requests).toEqual([])
})
