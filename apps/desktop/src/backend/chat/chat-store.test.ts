import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ChatTurn } from '#contract/shapes'
import { openChatStore, type ChatStore } from './chat-store.ts'

let store: ChatStore
beforeEach(async () => {
  store = await openChatStore(':memory:')
})
afterEach(() => store.close())

const turn = (
  id: string,
  role: ChatTurn['role'],
  text: string,
  more: Partial<ChatTurn> = {},
): ChatTurn => ({
  id,
  role,
  parts: [{ type: 'text', text }],
  status: 'complete',
  createdAt: '2026-11-21T00:00:00.000Z',
  ...more,
})

const addChat = (id: string, title: string, updatedAt: string, turns: ChatTurn[]): void => {
  store.putChat({ id, title, createdAt: updatedAt, updatedAt, settings: {} })
  store.putTurns(id, 0, turns)
}

const wire = {
  method: 'POST',
  url: 'http://127.0.0.1/',
  requestHeaders: [],
  startedAt: '2026-11-21T00:00:00.000Z',
}

test('chats are listed newest first and found by title and by what was said', () => {
  addChat('a', 'First', '2026-11-20T00:00:00Z', [turn('a1', 'user', 'about 100% of cats')])
  addChat('b', 'Second', '2026-11-21T00:00:00Z', [turn('b1', 'user', 'about dogs')])
  expect(store.list('').map((chat) => chat.id)).toEqual(['b', 'a'])
  expect(store.list('second').map((chat) => chat.id)).toEqual(['b'])
  expect(store.list('100%').map((chat) => chat.id)).toEqual(['a'])
  expect(store.list('_')).toEqual([])
})

test('turns are replaced from a position on, and removed with their chat', () => {
  addChat('a', 'First', '2026-11-20T00:00:00Z', [
    turn('1', 'user', 'x'),
    turn('2', 'assistant', 'y'),
    turn('3', 'user', 'z'),
  ])
  store.putTurns('a', 1, [turn('4', 'assistant', 'new')])
  expect(store.get('a')?.turns.map((found) => found.id)).toEqual(['1', '4'])
  store.remove('a')
  expect(store.get('a')).toBeUndefined()
  expect(store.list('')).toEqual([])
})

test('a wire view is kept with its reply, and goes when the reply goes', () => {
  addChat('a', 'First', '2026-11-20T00:00:00Z', [
    turn('1', 'user', 'x'),
    turn('2', 'assistant', 'y'),
  ])
  store.putWire('2', wire, 'curl …')
  expect(store.getWire('2')).toEqual({ wire, curl: 'curl …' })
  expect(store.get('a')?.turns.map((found) => found.hasWire)).toEqual([false, true])
  store.putTurns('a', 1, [])
  expect(store.getWire('2')).toBeUndefined()
  store.putWire('2', wire, 'curl …')
  expect(store.getWire('2')).toBeUndefined()
})

test('a reply that was cut off by the end of the app is shown as stopped', () => {
  addChat('a', 'First', '2026-11-20T00:00:00Z', [
    turn('1', 'assistant', 'half', { status: 'streaming' }),
  ])
  store.settleInterrupted()
  expect(store.get('a')?.turns[0]).toMatchObject({
    status: 'stopped',
    parts: [{ text: 'half' }],
  })
})

test('the list tells where the last reply came from and whether it failed', () => {
  const route = {
    endpointId: 'e',
    endpointName: 'Company proxy',
    spec: 'anthropic',
    dialect: 'anthropic-messages',
    modelId: 'm',
    upstreamModelId: 'm',
    mapped: false,
    verified: true,
  } as const
  addChat('a', 'First', '2026-11-20T00:00:00Z', [
    turn('1', 'assistant', '', { status: 'failed', route }),
  ])
  expect(store.list('')[0]).toMatchObject({ endpointName: 'Company proxy', lastFailed: true })
})
