/** @file Settings that cannot be read or written: nothing is lost and the window says what happened. */
import { spawnSync } from 'node:child_process'
import { appendFile, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { field, saveButton } from '../screens/endpoint-form.ts'
import { openCustomProviders } from '../screens/navigation.ts'

test('a corrupt settings file is set aside and named, and the app starts', async ({
  createHome,
  launchApp,
}) => {
  const home = await createHome()
  const broken = '{"format": 1, "endpoints": {'
  await writeFile(join(home, 'settings.json'), broken)
  const { page } = await launchApp({ home })
  const notice = page.getByRole('alert').filter({ hasText: 'set aside as' })
  await expect(notice).toContainText(/settings\.corrupt-.*\.json/)
  const aside = (await readdir(home)).find((name) => name.startsWith('settings.corrupt-')) ?? ''
  expect(await readFile(join(home, aside), 'utf8')).toBe(broken)
  await notice.getByRole('button', { name: 'Dismiss' }).click()
  await expect(notice).toBeHidden()
  await openCustomProviders(page)
  await expect(page.getByText('No custom providers yet')).toBeVisible()
})

test('settings of a newer version are said to be so and left as they are', async ({
  createHome,
  launchApp,
}) => {
  const home = await createHome()
  const newer = `${JSON.stringify({ format: 99, endpoints: {}, later: true })}\n`
  await writeFile(join(home, 'settings.json'), newer)
  const { page } = await launchApp({ home })
  await expect(page.getByText(/written by a newer Patchbay/).first()).toBeVisible()
  await openCustomProviders(page)
  const screen = page.getByRole('main').getByRole('alert')
  await expect(screen).toContainText('Nothing was changed')

  const endpoint = { name: 'Does not fit', spec: 'anthropic', baseUrl: 'http://127.0.0.1:9' }
  const command = await runPatchbay(['endpoint', 'add', '-'], { home, input: endpoint })
  expect(command.code).toBe(1)
  expect(command.stderr).toContain('newer Patchbay')
  expect(await readFile(join(home, 'settings.json'), 'utf8')).toBe(newer)
})

test('a full disk: the save fails in words, the old entry is whole, the form keeps everything', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const home = join(await createHome(), 'small')
  await mkdir(home)
  const browserFiles = await createHome()
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', home])
  const env = mount.status === 0 ? {} : { NODE_OPTIONS: `--import ${fullDisk}` }
  const fill = join(home, 'everything-else')
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-before' })
  try {
    // Chromium's own files stay outside: it would free some room at any moment.
    await symlink(browserFiles, join(home, 'electron'))
    const endpoint = describeEndpoint(upstream.expectations, { name: 'Whole' })
    const { id } = await addEndpoint(home, { ...endpoint })
    const app = await launchApp({ home, env })
    const { page } = app
    await openCustomProviders(page)
    await page.getByRole('button', { name: 'Edit Whole' }).click()
    await field(page, 'Name').fill('Half')
    await page.getByRole('button', { name: 'Replace' }).click()
    await field(page, 'API key').fill('sk-after')
    if (mount.status === 0) await fillDisk(fill)
    await saveButton(page).click()
    const alert = page.getByRole('alert').filter({ hasText: 'was not saved' })
    await expect(alert).toContainText(/disk|space|ENOSPC/i)
    await expect(field(page, 'Name')).toHaveValue('Half')
    await expect(field(page, 'API key')).toHaveValue('sk-after')
    if (mount.status === 0) await rm(fill, { force: true })

    const shown = await runPatchbay(['endpoint', 'show', id, '--json'], { home })
    expect(JSON.parse(shown.stdout)).toMatchObject({ name: 'Whole', savedSecrets: ['apiKey'] })
    const chat = await runPatchbay(
      ['chat', '--endpoint', 'Whole', '--model', 'x', '--assume-model-exists', 'The old key?'],
      { home },
    )
    expect(chat.stdout).toContain('heard: The old key?')
    await app.stop()
  } finally {
    if (mount.status === 0) spawnSync('umount', ['-l', home])
  }
})

/** Writes until nothing more fits. */
async function fillDisk(path: string): Promise<void> {
  const block = Buffer.alloc(64 * 1024)
  for (;;) {
    const full = await appendFile(path, block).then(
      () => false,
      (error: NodeJS.ErrnoException) => error.code === 'ENOSPC',
    )
    if (full) return
  }
}

/** Where tmpfs may not be mounted: every write of the app fails as on a full disk. */
const fullDisk = `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs'
  import { syncBuiltinESMExports } from 'node:module'
  const full = () => Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' })
  const renameSync = fs.renameSync
  fs.renameSync = (from, to) => {
    if (String(to).endsWith('settings.json')) throw full()
    return renameSync(from, to)
  }
  syncBuiltinESMExports()
`)}`
