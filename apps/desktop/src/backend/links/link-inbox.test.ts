import { expect, test } from 'vitest'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'
import { createLinkInbox } from './link-inbox.ts'

const link =
  'patchbay://add?name=Acme&base_url=https%3A%2F%2Fllm.acme.example%2Fv1&model=m1&key=sk-of-a-link'
const none = { get: () => Promise.reject(new Error('unused')) }

test('a link is held until a window listens, and goes to one window once', async () => {
  const inbox = createLinkInbox(none)
  inbox.offer(link)
  const stop = new AbortController()
  const [first, second] = [inbox.watch(stop.signal), inbox.watch(stop.signal)]
  const taken = await first.next()
  expect(taken.value).toMatchObject({
    ok: true,
    draft: {
      name: 'Acme',
      baseUrl: 'https://llm.acme.example/v1',
      models: ['m1'],
      secrets: { apiKey: { state: 'set', value: 'sk-of-a-link' } },
    },
  })
  const waiting = second.next()
  inbox.offer('patchbay://add?name=Second&base_url=https%3A%2F%2Fb.example')
  expect((await waiting).value).toMatchObject({ ok: true, draft: { name: 'Second' } })
  stop.abort()
  expect((await first.next()).done).toBe(true)
})

test('a window that leaves takes nothing along', async () => {
  const inbox = createLinkInbox(none)
  const stop = new AbortController()
  const waiting = inbox.watch(stop.signal).next()
  stop.abort()
  expect((await waiting).done).toBe(true)
  inbox.offer(link)
  const next = await inbox.watch(new AbortController().signal).next()
  expect(next.value).toMatchObject({ ok: true })
})

test('a flood keeps only the latest, and what is no link is told without repeating it', async () => {
  const inbox = createLinkInbox(none)
  for (let count = 0; count < 100; count += 1) inbox.offer(`patchbay://add?name=n${count}`)
  inbox.offer('patchbay://steal?key=sk-secret')
  const watching = inbox.watch(new AbortController().signal)
  const seen: unknown[] = []
  for (let count = 0; count < 5; count += 1) seen.push((await watching.next()).value)
  expect(seen[0]).toMatchObject({ draft: { name: 'n96' } })
  expect(seen.at(-1)).toMatchObject({ ok: false })
  expect(JSON.stringify(seen.at(-1))).not.toContain('sk-secret')
})

test('a saved custom provider becomes a link that reads back, without its key', async () => {
  await using opened = await openTestBackend()
  const { endpoints, links } = opened.backend
  const saved = await endpoints.save({
    draft: draftOf({ models: ['m'], secrets: { apiKey: { state: 'set', value: 'sk-saved' } } }),
  })
  const formatted = await links.format(saved.ok ? saved.endpoint.id : '')
  if (!formatted.ok) throw new Error(formatted.message)
  expect(formatted.link).not.toContain('sk-saved')
  expect(links.read(formatted.link)).toMatchObject({
    ok: true,
    draft: { name: 'Company proxy', spec: 'anthropic', models: ['m'], secrets: {} },
  })
  await expect(links.format('nothing')).rejects.toThrow(/not there any more/)
})
