import { expect, test } from 'vitest'
import type { ChatEvent, ImageRequest } from '@patchbay/provider-core/model'
import type { ChatDetail, ChatStreamPart } from '#contract/shapes'
import { draftOf, openTestBackend, type TestBackend } from '../testing/open-backend.ts'
import { scriptEngine } from '../testing/scripted-engine.ts'

const png = Buffer.from('\x89PNG\r\n\x1a\nrest', 'latin1').toString('base64')
const pdf = Buffer.from('%PDF-1.7\nrest').toString('base64')
const note = Buffer.from('Größe: 3').toString('base64')
const done: ChatEvent[] = [
  { type: 'start', model: 'm' },
  { type: 'text-delta', text: 'Hello' },
  { type: 'finish', reason: 'stop' },
]
const base = { assumeModelExists: false, settings: {} }
const live = () => new AbortController().signal

async function addEndpoint({ backend }: TestBackend, models = ['m'], spec = 'anthropic' as const) {
  const result = await backend.endpoints.save({ draft: draftOf({ models, spec }) })
  if (!result.ok) throw new Error('not saved')
  return { endpointId: result.endpoint.id, modelId: models[0] ?? '' }
}

type Send = Parameters<TestBackend['backend']['chat']['send']>[0]

async function send({ backend }: TestBackend, input: Send): Promise<ChatStreamPart[]> {
  const parts: ChatStreamPart[] = []
  for await (const part of backend.chat.send(input, live())) parts.push(part)
  return parts
}

async function newestChat({ backend }: TestBackend): Promise<ChatDetail> {
  const [summary] = await backend.chat.list('')
  return backend.chat.get(summary?.id ?? '')
}

test('files go with their message, and again with every later one', async () => {
  const { engine, requests } = scriptEngine([done])
  await using opened = await openTestBackend(engine)
  const { chat } = opened.backend
  const target = await addEndpoint(opened)
  const kept = [
    await chat.attach('a.png', png),
    await chat.attach('b.pdf', pdf),
    await chat.attach('c.md', note),
  ]
  expect(kept.map((file) => file.mediaType)).toEqual(['image/png', 'application/pdf', 'text/plain'])
  const attachments = kept.map((file) => file.id)
  await send(opened, { ...base, target, action: { type: 'send', text: '', attachments } })
  const before = await newestChat(opened)
  expect(before.title).toBe('a.png')
  await send(opened, { ...base, chatId: before.id, target, action: { type: 'send', text: 'And?' } })
  const files = [
    { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: png } },
    { type: 'file', source: { kind: 'base64', data: pdf }, filename: 'b.pdf' },
    { type: 'file', source: { kind: 'text', text: 'Größe: 3' }, filename: 'c.md' },
  ]
  expect(requests[0]?.messages).toMatchObject([{ role: 'user', content: files }])
  expect(requests[1]?.messages[0]).toEqual(requests[0]?.messages[0])
  expect(await chat.media(kept[0]?.id ?? '')).toEqual({ mediaType: 'image/png', data: png })
  expect(JSON.stringify(before)).not.toContain(png)

  await send(opened, {
    ...base,
    chatId: before.id,
    target,
    action: { type: 'edit', turnId: before.turns[0]?.id ?? '', text: 'With words' },
  })
  expect(requests[2]?.messages).toMatchObject([
    { role: 'user', content: [...files, { type: 'text', text: 'With words' }] },
  ])
  await chat.remove(before.id)
  await expect(chat.media(kept[0]?.id ?? '')).rejects.toThrow('not kept any more')
})

test('the curl command of a large file says where its bytes would stand', async () => {
  const called: unknown[] = []
  const { engine } = scriptEngine([done], {
    async curl({ request }) {
      called.push(request.messages[0]?.content)
      return 'curl …'
    },
  })
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  const large = Buffer.concat([Buffer.from('%PDF-1.7'), Buffer.alloc(50_000)])
  const { id } = await opened.backend.chat.attach('Plan B.pdf', large.toString('base64'))
  const attachments = [id, (await opened.backend.chat.attach('a.png', png)).id]
  await send(opened, { ...base, target, action: { type: 'send', text: '', attachments } })
  expect(called).toMatchObject([
    [{ source: { data: 'BASE64_OF_PLAN_B_PDF' } }, { source: { data: png } }],
  ])
})

test('what is no picture, PDF or text is not taken, nor is what is too large or empty', async () => {
  await using opened = await openTestBackend(scriptEngine([]).engine)
  const { chat } = opened.backend
  const attach = (data: Buffer) => chat.attach('x', data.toString('base64'))
  await expect(attach(Buffer.from([1, 0, 2]))).rejects.toThrow('It is not a picture')
  await expect(attach(Buffer.alloc(20_000_001, 97))).rejects.toThrow('larger than 20 MB')
  await expect(attach(Buffer.alloc(0))).rejects.toThrow('empty')
})

test('files that are too much together, or gone, are refused before anything is kept', async () => {
  const { engine, requests } = scriptEngine([done])
  await using opened = await openTestBackend(engine)
  const { chat } = opened.backend
  const target = await addEndpoint(opened)
  const large = Buffer.alloc(19_000_000, 97).toString('base64')
  const ids = []
  for (const name of ['1', '2', '3']) ids.push((await chat.attach(name, large)).id)
  const action = { type: 'send', text: 'Hi' } as const
  await expect(
    send(opened, { ...base, target, action: { ...action, attachments: ids } }),
  ).rejects.toThrow('larger than 50 MB together')
  await chat.detach(ids[0] ?? '')
  await expect(
    send(opened, { ...base, target, action: { ...action, attachments: ids.slice(0, 1) } }),
  ).rejects.toThrow('not there any more')
  expect(await chat.list('')).toEqual([])
  expect(requests).toEqual([])
})

test('a model that takes no pictures is refused before sending, and the file still waits', async () => {
  const { engine, requests } = scriptEngine([done])
  await using opened = await openTestBackend(engine)
  const { backend } = opened
  await backend.providers.setKey({ providerId: 'deepseek', apiKey: { state: 'set', value: 'k' } })
  const target = { providerId: 'deepseek', modelId: 'deepseek-v4-pro' }
  const { id } = await backend.chat.attach('a.png', png)
  await expect(
    send(opened, { ...base, target, action: { type: 'send', text: 'Hi', attachments: [id] } }),
  ).rejects.toThrow(/takes no images. Nothing was sent/)
  expect(await backend.chat.list('')).toEqual([])
  expect(await backend.chat.media(id)).toMatchObject({ data: png })
  expect(requests).toEqual([])
})

test('pictures of a reply are kept once; one at an address is fetched, or left as a link', async () => {
  const source = { kind: 'base64', mediaType: 'image/png', data: png } as const
  const at = (url: string) => ({ type: 'image', source: { kind: 'url', url } }) as const
  const { engine } = scriptEngine(
    [
      [
        { type: 'image', source },
        at('https://img.example/1'),
        at('https://gone.example/'),
        ...done,
      ],
    ],
    {
      async fetchImage(image) {
        if (image.kind === 'url' && image.url.includes('gone')) throw new Error('404')
        return { mediaType: 'image/webp', bytes: new Uint8Array([9]) }
      },
    },
  )
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  const parts = await send(opened, { ...base, target, action: { type: 'send', text: 'Draw' } })
  expect(JSON.stringify(parts)).not.toContain(png)
  const chat = await newestChat(opened)
  const media = chat.turns[1]?.parts.flatMap((part) => (part.type === 'image' ? [part.media] : []))
  expect(media).toMatchObject([
    { kind: 'kept', mediaType: 'image/png' },
    { kind: 'kept', mediaType: 'image/webp', bytes: 1 },
    { kind: 'link', url: 'https://gone.example/' },
  ])
  const [first] = media ?? []
  const id = first?.kind === 'kept' ? first.id : ''
  expect(await opened.backend.chat.media(id)).toEqual({ mediaType: 'image/png', data: png })
  await send(opened, {
    ...base,
    chatId: chat.id,
    target,
    action: { type: 'regenerate', replyId: chat.turns[1]?.id ?? '' },
  })
  await expect(opened.backend.chat.media(id)).rejects.toThrow('not kept any more')
})

test('sound that streams in pieces is one file that a player takes, with its words', async () => {
  const piece = (data: string, transcript: string): ChatEvent => ({
    type: 'audio',
    source: { kind: 'base64', mediaType: 'audio/pcm', data },
    transcript,
  })
  const { engine } = scriptEngine([[piece('AQI=', 'Hel'), piece('AwQ=', 'lo'), ...done.slice(2)]])
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  await send(opened, { ...base, target, action: { type: 'send', text: 'Speak' } })
  const [part] = (await newestChat(opened)).turns[1]?.parts ?? []
  expect(part).toMatchObject({ type: 'audio', transcript: 'Hello', media: { bytes: 48 } })
  const id = part?.type === 'audio' && part.media?.kind === 'kept' ? part.media.id : ''
  const { mediaType, data } = await opened.backend.chat.media(id)
  const bytes = Buffer.from(data, 'base64')
  expect(mediaType).toBe('audio/wav')
  expect(bytes.subarray(0, 4).toString()).toBe('RIFF')
  expect([...bytes.subarray(44)]).toEqual([1, 2, 3, 4])
})

test('sound that the vendor still keeps goes back by its id, later by its words', async () => {
  const spoken = (expiresAt: number): ChatEvent[] => [
    {
      type: 'audio',
      source: { kind: 'base64', mediaType: 'audio/pcm', data: 'AQI=' },
      transcript: 'Hi',
    },
    {
      type: 'audio',
      source: { kind: 'base64', mediaType: 'audio/pcm', data: '' },
      id: 'audio_1',
      expiresAt,
    },
    { type: 'finish', reason: 'stop' },
  ]
  const { engine, requests } = scriptEngine([spoken(9e9), spoken(1), done])
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  await send(opened, { ...base, target, action: { type: 'send', text: 'One' } })
  const { id: chatId } = await newestChat(opened)
  const more = { ...base, chatId, target, action: { type: 'send', text: 'More' } } as const
  await send(opened, more)
  await send(opened, more)
  expect(requests[2]?.messages).toMatchObject([
    {},
    { role: 'assistant', content: [{ type: 'audio', id: 'audio_1' }] },
    {},
    { role: 'assistant', content: [{ type: 'text', text: 'Hi' }] },
    {},
  ])
})

const asking: ChatEvent[] = [
  { type: 'tool-call-start', id: 'a', name: 'weather', block: 0 },
  { type: 'tool-call-delta', id: 'a', arguments: '{}', block: 0 },
  { type: 'tool-call-end', id: 'a', block: 0 },
  { type: 'tool-call-start', id: 'b', name: 'time', block: 1 },
  { type: 'tool-call-end', id: 'b', block: 1 },
  { type: 'finish', reason: 'tool-calls' },
]

test('results that are given answer their calls; the others are said to have none', async () => {
  const { engine, requests } = scriptEngine([asking, done])
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  await send(opened, { ...base, target, action: { type: 'send', text: 'Weather?' } })
  const { id: chatId, turns } = await newestChat(opened)
  const replyId = turns[1]?.id ?? ''
  const results = [{ callId: 'b', text: '12:00', isError: true }]
  await send(opened, {
    ...base,
    chatId,
    target,
    action: { type: 'tool-results', replyId, results },
  })
  const result = (callId: string, text: string) => ({
    type: 'tool-result',
    callId,
    content: [{ type: 'text', text }],
    isError: true,
  })
  const answered = [
    { role: 'user' },
    { role: 'assistant', content: [{ id: 'a' }, { id: 'b' }] },
    { role: 'tool', content: [result('a', 'No result was given.'), result('b', '12:00')] },
  ]
  expect(requests[1]?.messages).toMatchObject(answered)
  expect((await newestChat(opened)).turns).toHaveLength(4)

  await send(opened, { ...base, chatId, target, action: { type: 'send', text: 'Go on' } })
  expect(requests[2]?.messages).toMatchObject([
    ...answered,
    { role: 'assistant', content: [{ text: 'Hello' }] },
    { role: 'user', content: [{ text: 'Go on' }] },
  ])
})

test('calls of a reply that was cut off are not sent back', async () => {
  const error = { code: 'stream-broken', message: 'Broke.', retryable: true } as const
  const broken: ChatEvent[] = [done[1]!, ...asking.slice(0, 3), { type: 'error', error }]
  const { engine, requests } = scriptEngine([broken, done])
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened)
  await send(opened, { ...base, target, action: { type: 'send', text: 'One' } })
  const { id: chatId } = await newestChat(opened)
  await send(opened, { ...base, chatId, target, action: { type: 'send', text: 'Two' } })
  expect(requests[1]?.messages.map(({ role, content }) => [role, content.length])).toEqual([
    ['user', 1],
    ['assistant', 1],
    ['user', 1],
  ])
})

test('proofs go back to the model that gave them only', async () => {
  const thought: ChatEvent[] = [
    { type: 'reasoning-delta', text: 'Hm', block: 0 },
    { type: 'signature', signature: 'S', block: 0 },
    { type: 'text-delta', text: 'Hello', block: 1 },
    { type: 'finish', reason: 'stop' },
  ]
  const { engine, requests } = scriptEngine([thought])
  await using opened = await openTestBackend(engine)
  const target = await addEndpoint(opened, ['m', 'other'])
  await send(opened, { ...base, target, action: { type: 'send', text: 'One' } })
  const { id: chatId } = await newestChat(opened)
  const next = { ...base, chatId, action: { type: 'send', text: 'Two' } } as const
  await send(opened, { ...next, target })
  await send(opened, { ...next, target: { ...target, modelId: 'other' } })
  expect(requests[1]?.messages[1]?.content).toEqual([
    { type: 'reasoning', text: 'Hm', signature: 'S' },
    { type: 'text', text: 'Hello' },
  ])
  expect(requests[2]?.messages[1]?.content).toEqual([{ type: 'text', text: 'Hello' }])
})

test('a model that only draws is asked for a picture', async () => {
  const asked: ImageRequest[] = []
  const { engine, requests } = scriptEngine([done], {
    async generateImage({ request }, { onWire }) {
      asked.push(request)
      onWire?.({ method: 'POST', url: 'https://x/', requestHeaders: [], startedAt: '' })
      const image = { kind: 'base64', mediaType: 'image/png', data: png } as const
      return { images: [image], usage: { inputTokens: 2 }, warnings: [] }
    },
  })
  await using opened = await openTestBackend(engine)
  const { backend } = opened
  await backend.providers.setKey({ providerId: 'openai', apiKey: { state: 'set', value: 'k' } })
  const target = { providerId: 'openai', modelId: 'gpt-image-2' }
  const rows = await backend.models.list()
  expect(rows.map(({ modelId }) => modelId)).toContain('gpt-image-2')
  await send(opened, { ...base, target, action: { type: 'send', text: 'A cat' } })
  const chat = await newestChat(opened)
  expect(asked).toEqual([{ prompt: 'A cat' }])
  expect(requests).toEqual([])
  expect(chat.turns[1]).toMatchObject({
    status: 'complete',
    parts: [{ type: 'image', media: { kind: 'kept', mediaType: 'image/png' } }],
    usage: { inputTokens: 2 },
    hasWire: true,
  })
  await expect(backend.chat.curl(chat.turns[1]?.id ?? '')).rejects.toThrow(
    'There is no curl command for a picture',
  )
  const { id } = await backend.chat.attach('a.png', png)
  await expect(
    send(opened, { ...base, target, action: { type: 'send', text: 'x', attachments: [id] } }),
  ).rejects.toThrow('draws from words only')
})

test('a model that draws in a chat is asked for both', async () => {
  const { engine, requests } = scriptEngine([done])
  await using opened = await openTestBackend(engine)
  await opened.backend.providers.setKey({
    providerId: 'google',
    apiKey: { state: 'set', value: 'k' },
  })
  const target = { providerId: 'google', modelId: 'gemini-3-pro-image' }
  await send(opened, { ...base, target, action: { type: 'send', text: 'A cat' } })
  expect(requests[0]?.outputModalities).toEqual(['text', 'image'])
})

test('further choices of a reply are not kept, but told', async () => {
  const choices: ChatEvent[] = [
    { type: 'start', model: 'm' },
    { type: 'text-delta', text: 'Hello' },
    { type: 'text-delta', text: 'Hi', choice: 1 },
    { type: 'choice-finish', choice: 1, reason: 'stop' },
    { type: 'choice-finish', choice: 0, reason: 'stop' },
    { type: 'finish', reason: 'stop' },
  ]
  await using opened = await openTestBackend(scriptEngine([choices]).engine)
  const target = await addEndpoint(opened)
  await send(opened, { ...base, target, action: { type: 'send', text: 'x' } })
  expect((await newestChat(opened)).turns[1]).toMatchObject({
    parts: [{ type: 'text', text: 'Hello' }],
    warnings: [{ message: 'The server sent 2 choices; the first is shown.' }],
  })
})
