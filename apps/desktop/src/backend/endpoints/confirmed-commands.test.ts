import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { expect, test } from 'vitest'
import type { EndpointDraftInput } from '@patchbay/provider-core/model'
import { createRouter } from '../router.ts'
import { draftOf, openTestBackend } from '../testing/open-backend.ts'
import { createConfirmedCommands } from './confirmed-commands.ts'

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
  const command = { program: 'gcloud', args: ['auth', 'print-access-token'] }
  expect(await commands.confirm(command)).toBe(true)
  expect(await commands.state(command)).toBe('confirmed')
  for (const args of [[], ['auth print-access-token'], ['auth', 'print-access-token', '']]) {
    expect(await commands.state({ program: 'gcloud', args })).toBe('window-asks')
  }
})

test('what a saved endpoint runs needs no second yes; a command that it only keeps does', async () => {
  await using opened = await openTestBackend()
  const { commands, endpoints } = opened.backend
  // As the command line saves, where the person typed it.
  await endpoints.save({ draft: draftOf({ auth: running('/bin/print-token') }) })
  expect(await commands.state({ program: '/bin/print-token', args: [] })).toBe('confirmed')

  const kept = { scheme: 'none', command: { program: '/bin/other' } } as const
  const client = createRouterClient(createRouter(opened.backend))
  expect(
    await client.endpoints.save({ draft: draftOf({ name: 'Kept', auth: kept }) }),
  ).toMatchObject({ ok: true })
  expect(await client.endpoints.commandState({ program: '/bin/other', args: [] })).toBe(
    'window-asks',
  )
  await expect(
    client.endpoints.save({ draft: draftOf({ name: 'Run', auth: running('/bin/other') }) }),
  ).rejects.toThrow(said)
})

test('where the host asks, the word of a window is no yes', async () => {
  await using opened = await openTestBackend()
  const asked: string[] = []
  let answer = false
  const commands = createConfirmedCommands(opened.backend.settings, async ({ program }) => {
    asked.push(program)
    return answer
  })
  const command = { program: '/bin/print-token', args: [] }
  expect(await commands.state(command)).toBe('host-asks')
  expect(await commands.confirm(command)).toBe(false)
  await expect(commands.require(draftOf({ auth: running('/bin/print-token') }))).rejects.toThrow(
    said,
  )
  answer = true
  expect(await commands.confirm(command)).toBe(true)
  expect(await commands.confirm(command)).toBe(true)
  expect(asked).toHaveLength(2)
})
