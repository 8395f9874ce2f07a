import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import type { EndpointDraftInput } from '@patchbay/provider-core/model'
import { createRouter } from '../router.ts'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'

const said = 'Nobody has agreed yet'

function running(program: string, args: string[] = []): NonNullable<EndpointDraftInput['auth']> {
  return { scheme: 'command', command: { program, args } }
}

test('a window cannot save, check or list models with a program that nobody agreed to, and it is not run', async () => {
  await using opened = await openTestBackend()
  const client = createRouterClient(createRouter(opened.backend))
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-command-'))
  try {
    const mark = join(folder, 'ran')
    const script = `require('node:fs').writeFileSync(${JSON.stringify(mark)}, ''); console.log('tok-123')`
    const auth = running(process.execPath, ['-e', script])
    const draft = draftOf({ auth, baseUrl: 'http://127.0.0.1:9' })

    await expect(client.endpoints.save({ draft })).rejects.toThrow(said)
    const check = async () => {
      for await (const event of await client.endpoints.check({ draft })) expect(event).toBeDefined()
    }
    await expect(check()).rejects.toThrow(said)
    expect(await client.endpoints.listModels({ draft })).toMatchObject({ ok: false })
    await expect(readFile(mark)).rejects.toThrow('ENOENT')
    expect(await opened.backend.endpoints.list()).toEqual([])

    await client.endpoints.confirmCommand({ program: process.execPath, args: ['-e', script] })
    await client.endpoints.listModels({ draft })
    expect(await readFile(mark, 'utf8')).toBe('')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('yes to a program is yes to exactly its arguments', async () => {
  await using opened = await openTestBackend()
  const { commands } = opened.backend
  commands.confirm({ program: 'gcloud', args: ['auth', 'print-access-token'] })
  expect(await commands.has({ program: 'gcloud', args: ['auth', 'print-access-token'] })).toBe(true)
  for (const args of [[], ['auth print-access-token'], ['auth', 'print-access-token', '']]) {
    expect(await commands.has({ program: 'gcloud', args })).toBe(false)
  }
})

test('what a saved endpoint runs needs no second yes; a command that it only keeps does', async () => {
  await using opened = await openTestBackend()
  const { commands, endpoints } = opened.backend
  // As the command line saves, where the person typed it.
  await endpoints.save({ draft: draftOf({ auth: running('/bin/print-token') }) })
  expect(await commands.has({ program: '/bin/print-token', args: [] })).toBe(true)

  const kept = { scheme: 'none', command: { program: '/bin/other' } } as const
  const client = createRouterClient(createRouter(opened.backend))
  expect(
    await client.endpoints.save({ draft: draftOf({ name: 'Kept', auth: kept }) }),
  ).toMatchObject({ ok: true })
  expect(await client.endpoints.isCommandConfirmed({ program: '/bin/other', args: [] })).toBe(false)
  await expect(
    client.endpoints.save({ draft: draftOf({ name: 'Run', auth: running('/bin/other') }) }),
  ).rejects.toThrow(said)
})
