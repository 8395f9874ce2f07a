import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Endpoint } from '@patchbay/provider-core/model'
import { createChangeHub } from '../app/change-hub.ts'
import { emptySettings } from '../storage/settings-schema.ts'
import { createConfFile } from '../storage/settings-file.ts'
import { createSettingsStore } from '../storage/settings-store.ts'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'
import { createConfirmedHandlers } from './confirmed-handlers.ts'
import { createHandlers } from './create-handlers.ts'
import { endStaleHandlers } from './end-stale-handlers.ts'
import type { HandlerRuntime } from './handler-runtime.ts'

/** A handler that is allowed and has answered once; gives its process. */
async function openRunning() {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-handler-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'handler.mjs')
  await writeFile(
    file,
    `setInterval(() => {}, 10)
export const completion = ({ model }) => model === 'endless' ? new Promise(() => console.log('asked')) : String(process.pid)`,
  )
  const { backend, home, ...opened } = await openTestBackend(undefined, {
    createHandlerRuntime: createHandlers({ home: join(tmpdir(), 'patchbay-handler-home') }),
  })
  onTestFinished(() => opened[Symbol.asyncDispose]())
  const draft = draftOf({
    name: 'ticking',
    spec: 'custom-handler',
    baseUrl: undefined,
    handler: { file },
    models: ['m', 'endless'],
  })
  const saved = await backend.endpoints.save({ draft })
  if (!saved.ok) throw new Error(JSON.stringify(saved.issues))
  const { hash } = (await backend.handlers.inspect(file)) as { hash: string }
  await backend.handlers.confirm(file, hash)
  const { url = '' } = await backend.gateway.start({ port: 0 })
  const key = (await backend.gateway.keys.reveal((await backend.gateway.keys.list())[0]?.id ?? ''))
    .value
  const ask = (model = 'm') =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: `ticking/${model}`,
        messages: [{ role: 'user', content: 'Hello' }],
      }),
    })
  const answer = (await (await ask()).json()) as { choices: { message: { content: string } }[] }
  const processId = Number(answer.choices[0]?.message.content)
  const isRunning = (): boolean => {
    try {
      return process.kill(processId, 0)
    } catch {
      return false
    }
  }
  expect(isRunning()).toBe(true)
  return { backend, home, file, draft, id: saved.endpoint.id, ask, isRunning }
}

test('taking the yes back ends the process, and what is asked of it is told why', async () => {
  const { backend, file, id, ask, isRunning } = await openRunning()
  const asked = ask('endless')
  await expect.poll(() => backend.handlers.log(id).map(({ text }) => text)).toContain('asked')
  await backend.handlers.revoke(file)
  await expect.poll(isRunning).toBe(false)
  expect(await (await asked).text()).toContain('not allowed to run any more')
})

test('so does taking it back in another process', async () => {
  const { home, file, isRunning } = await openRunning()
  const other = createConfirmedHandlers({
    settings: createSettingsStore(createConfFile(home)),
    changes: createChangeHub(),
    inspect: () => Promise.reject(new Error('Not looked at.')),
  })
  await other.revoke(file)
  await expect.poll(isRunning).toBe(false)
})

test('deleting the custom provider ends it', async () => {
  const { backend, id, isRunning } = await openRunning()
  await backend.endpoints.remove(id, true)
  await expect.poll(isRunning).toBe(false)
})

test('other settings end it', async () => {
  const { backend, id, draft, isRunning } = await openRunning()
  const handler = { file: draft.handler?.file ?? '', network: ['x.example'] }
  expect(await backend.endpoints.save({ id, draft: { ...draft, handler } })).toMatchObject({
    ok: true,
  })
  await expect.poll(isRunning).toBe(false)
})

test('a yes to changed files lets the old code finish what it was asked, and no more', async () => {
  const judged: unknown[] = []
  const endpoint = { id: 'one' } as Endpoint
  const runtime: Pick<HandlerRuntime, 'endWhere'> = {
    endWhere: async (judge) =>
      void judged.push(
        await judge({ file: '/h/changed.ts', hash: 'old', endpoint }),
        await judge({ file: '/h/revoked.ts', hash: 'old', endpoint }),
      ),
  }
  const confirmedHandlers = { [resolve('/h/changed.ts')]: 'new' }
  await endStaleHandlers({
    runtime,
    settings: { read: async () => ({ ...emptySettings(), confirmedHandlers }) },
    isConfirmed: async () => false,
  })
  expect(judged).toEqual([
    'finish',
    { reason: 'revoked.ts was stopped: it is not allowed to run any more.' },
  ])
})
