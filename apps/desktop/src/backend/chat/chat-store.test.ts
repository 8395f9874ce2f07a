import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
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

const picture = (id: string): ChatTurn['parts'] => [
  { type: 'image', media: { kind: 'kept', id, mediaType: 'image/png', bytes: 3 } },
]
const bytes = { name: 'a.png', mediaType: 'image/png', data: new Uint8Array([1, 2, 3]) }

test('bytes stay while a message names them, and go with the last one', () => {
  addChat('a', 'First', '2026-11-20T00:00:00Z', [])
  const id = store.media.put(bytes, 'a')
  store.putTurns('a', 0, [
    turn('1', 'user', '', { parts: picture(id) }),
    turn('2', 'assistant', ''),
  ])
  expect(store.media.get(id)).toEqual(bytes)
  store.putTurns('a', 0, [turn('3', 'user', 'edited', { parts: picture(id) })])
  expect(store.media.describe(id)).toEqual({ name: 'a.png', mediaType: 'image/png', bytes: 3 })
  store.putTurns('a', 0, [turn('4', 'user', 'without')])
  expect(store.media.get(id)).toBeUndefined()
  const other = store.media.put(bytes, 'a')
  store.remove('a')
  expect(store.media.get(other)).toBeUndefined()
})

test('files that wait are claimed all or none, and only by one chat', () => {
  addChat('a', 'First', '2026-11-20T00:00:00Z', [])
  addChat('b', 'Second', '2026-11-20T00:00:00Z', [])
  const [one, two] = [store.media.put(bytes), store.media.put(bytes)]
  expect(store.media.claim('a', [one, 'gone'])).toBe(false)
  expect(store.media.claim('b', [one, two])).toBe(true)
  expect(store.media.claim('a', [one])).toBe(false)
  store.media.removeWaiting(one)
  expect(store.media.get(one)).toBeDefined()
})

test('a file that was never sent is forgotten a day later', async () => {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-chats-'))
  const path = join(home, 'chats.sqlite')
  const open = (now: string) => openChatStore(path, () => new Date(now))
  const first = await open('2026-11-20T00:00:00Z')
  const id = first.media.put(bytes)
  first.close()
  const soon = await open('2026-11-20T23:00:00Z')
  expect(soon.media.get(id)).toBeDefined()
  soon.close()
  const later = await open('2026-11-21T01:00:00Z')
  expect(later.media.get(id)).toBeUndefined()
  later.close()
  await rm(home, { recursive: true })
})

test('chats of the first version open with their text and reasoning as parts, and are found', async () => {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-chats-'))
  const path = join(home, 'chats.sqlite')
  const old = new DatabaseSync(path)
  old.exec(`
    CREATE TABLE chats (id TEXT PRIMARY KEY, title TEXT NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, target TEXT, settings TEXT NOT NULL) STRICT;
    CREATE TABLE turns (id TEXT PRIMARY KEY, chat_id TEXT NOT NULL REFERENCES chats(id) ON DELETE CASCADE, position INTEGER NOT NULL, turn TEXT NOT NULL) STRICT;
    CREATE INDEX turns_of_chat ON turns(chat_id, position);
    CREATE TABLE wires (turn_id TEXT PRIMARY KEY REFERENCES turns(id) ON DELETE CASCADE, kept_at INTEGER NOT NULL, wire TEXT NOT NULL, curl TEXT NOT NULL) STRICT;
    PRAGMA user_version = 1;
    INSERT INTO chats VALUES ('a', 'Old', '2026-11-01', '2026-11-01', NULL, '{}');`)
  const insert = old.prepare("INSERT INTO turns VALUES (?, 'a', ?, ?)")
  const common = { createdAt: '2026-11-01', status: 'complete' }
  insert.run('1', 0, JSON.stringify({ id: '1', role: 'user', text: 'say "hi"', ...common }))
  const reply = { id: '2', role: 'assistant', text: 'Hi there', reasoning: 'Hm.', ...common }
  insert.run('2', 1, JSON.stringify({ ...reply, reasoningMs: 12, usage: { inputTokens: 3 } }))
  insert.run('3', 2, JSON.stringify({ ...reply, id: '3', text: '', reasoning: undefined }))
  old.close()
  for (let round = 0; round < 2; round += 1) {
    const opened = await openChatStore(path)
    expect(opened.get('a')?.turns).toMatchObject([
      { parts: [{ type: 'text', text: 'say "hi"' }] },
      {
        parts: [
          { type: 'reasoning', text: 'Hm.' },
          { type: 'text', text: 'Hi there' },
        ],
        reasoningMs: 12,
        usage: { inputTokens: 3 },
      },
      { parts: [] },
    ])
    expect(opened.list('hi there')).toHaveLength(1)
    expect(opened.list('Hm.')).toHaveLength(0)
    opened.close()
  }
  await rm(home, { recursive: true })
})

async function openOnDisk(): Promise<{
  kept: ChatStore
  folder: string
  readDisk: () => Promise<string>
}> {
  const folder = await mkdtemp(join(tmpdir(), 'chats-'))
  const kept = await openChatStore(join(folder, 'chats.sqlite'))
  const readDisk = async (): Promise<string> => {
    const files = (await readdir(folder)).filter((name) => !name.endsWith('-shm'))
    const texts = files.map((name) => readFile(join(folder, name), 'latin1'))
    return (await Promise.all(texts)).join('')
  }
  return { kept, folder, readDisk }
}

test('a deleted chat leaves nothing on the disk, and its file is for this user only', async () => {
  const { kept, folder, readDisk } = await openOnDisk()
  try {
    const at = '2026-11-21T00:00:00Z'
    kept.putChat({ id: 'a', title: 'canary title', createdAt: at, updatedAt: at, settings: {} })
    const data = Buffer.alloc(100_000, 'canary bytes ')
    const id = kept.media.put({ name: 'canary.png', mediaType: 'image/png', data }, 'a')
    kept.putTurns('a', 0, [turn('1', 'user', `canary words ${id}`), turn('2', 'assistant', 'x')])
    kept.putWire('2', wire, 'canary command')
    expect(await readDisk()).toContain('canary')
    kept.remove('a')
    expect(await readDisk()).not.toContain('canary')
    if (process.platform !== 'win32') {
      const { mode } = await stat(join(folder, 'chats.sqlite'))
      expect(mode & 0o777).toBe(0o600)
    }
  } finally {
    kept.close()
    await rm(folder, { recursive: true })
  }
})

test('words that were edited away and files that were detached leave nothing on the disk', async () => {
  const { kept, folder, readDisk } = await openOnDisk()
  try {
    const at = '2026-11-21T00:00:00Z'
    const data = Buffer.alloc(100_000, 'canary bytes ')
    const file = { name: 'canary.png', mediaType: 'image/png', data }
    kept.putChat({ id: 'a', title: 'x', createdAt: at, updatedAt: at, settings: {} })
    const sent = kept.media.put(file, 'a')
    kept.putTurns('a', 0, [turn('1', 'user', `canary words ${sent}`)])
    expect(await readDisk()).toContain('canary')
    kept.putTurns('a', 0, [turn('2', 'user', 'other words')])
    expect(await readDisk()).not.toContain('canary')

    const waiting = kept.media.put(file)
    expect(await readDisk()).toContain('canary')
    kept.media.removeWaiting(waiting)
    expect(await readDisk()).not.toContain('canary')
  } finally {
    kept.close()
    await rm(folder, { recursive: true })
  }
})
