/** @file Custom providers that exist: edited, duplicated, deleted while in use, and kept over a restart. */
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { pickModel, replyFrom, sendMessage, waitForReply } from '../screens/chat.ts'
import { field, saveButton } from '../screens/endpoint-form.ts'
import { openChat, openCustomProviders, openSettings } from '../screens/navigation.ts'

const apiKey = 'sk-kept-over-restarts-77'

test('edit changes settings and leaves the key alone', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'Old name' }) })
  const { page } = await launchApp({ home })
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Edit Old name' }).click()
  await expect(page.getByText(/^Saved in /)).toBeVisible()
  await field(page, 'Name').fill('New name')
  await field(page, 'Models').fill('claude-edited')
  await page.keyboard.press('Enter')
  await saveButton(page).click()
  await page.getByRole('heading', { name: 'New name', level: 1 }).waitFor()

  await openChat(page)
  await pickModel(page, 'claude-edited')
  await sendMessage(page, 'Does the old key work?')
  await expect(await waitForReply(page, 'claude-edited')).toContainText('heard: Does the old key')
})

test('a duplicate has its own name and the same key', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'google', apiKey })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'Gemini here' })
  await addEndpoint(home, { ...endpoint })
  const { page } = await launchApp({ home })
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Duplicate Gemini here' }).click()
  const table = page.getByRole('table', { name: 'Custom providers' })
  await expect(table.getByRole('row')).toHaveCount(3)
  const list = await runPatchbay(['endpoint', 'list', '--json'], { home })
  const names = (JSON.parse(list.stdout) as { name: string; savedSecrets: string[] }[]).map(
    ({ name, savedSecrets }) => `${name}: ${savedSecrets.join()}`,
  )
  expect(new Set(names).size).toBe(2)
  expect(names.every((name) => name.endsWith(': apiKey'))).toBe(true)
  const copy = names.find((name) => !name.startsWith('Gemini here:'))?.split(':')[0] ?? ''
  await table.getByRole('button', { name: `Check ${copy}` }).click()
  // A row shows its actions while it is pointed at, and its last check otherwise.
  await page.getByRole('searchbox', { name: 'Search custom providers' }).hover()
  await page.getByRole('searchbox', { name: 'Search custom providers' }).focus()
  const row = table.getByRole('row').filter({ hasText: copy })
  await expect(row).toContainText(/answers/i, { timeout: 30_000 })
})

test('delete names the providers that use it, returns them, and can be undone', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'In use' })
  await addEndpoint(home, { ...endpoint })
  await runPatchbay(['provider', 'set', 'anthropic', '--endpoint', 'In use'], { home })
  const { page } = await launchApp({ home })
  await openCustomProviders(page)
  const table = page.getByRole('table', { name: 'Custom providers' })
  await expect(table.getByRole('row', { name: 'In use' })).toContainText('Anthropic')
  await table.getByRole('button', { name: 'Delete In use' }).click()

  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(question).toContainText('Anthropic uses it and will go back to the official API')
  await question.getByRole('button', { name: 'Cancel' }).click()
  await expect(table.getByRole('row', { name: 'In use' })).toBeVisible()
  await table.getByRole('button', { name: 'Delete In use' }).click()
  await question.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByText('No custom providers yet')).toBeVisible()
  const providers = await runPatchbay(['provider', 'list', '--json'], { home })
  const anthropic = (JSON.parse(providers.stdout) as { id: string; mode: string }[]).find(
    ({ id }) => id === 'anthropic',
  )
  expect(anthropic?.mode).toBe('official')

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(table.getByRole('row', { name: 'In use' })).toContainText('Anthropic')
  await openChat(page)
  await pickModel(page, 'claude-sonnet-4-6')
  await sendMessage(page, 'Are you back?')
  await expect(await waitForReply(page, 'claude-sonnet-4-6')).toContainText('heard: Are you back?')
})

test('a restart keeps everything and shows no key', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey })
  const home = await createHome()
  const mapping = { 'claude-sonnet-4-6': 'claude-v2' }
  await addEndpoint(home, {
    ...describeEndpoint(upstream.expectations, { name: 'Kept', modelMapping: mapping }),
  })
  await runPatchbay(['provider', 'set', 'anthropic', '--endpoint', 'Kept'], { home })
  const app = await launchApp({ home })
  await openChat(app.page)
  await pickModel(app.page, 'claude-sonnet-4-6')
  await sendMessage(app.page, 'Remember this')
  await waitForReply(app.page, 'claude-sonnet-4-6')

  const page = await app.restart()
  await openChat(page)
  await page.getByRole('link', { name: /Remember this/ }).click()
  await expect(replyFrom(page, 'claude-sonnet-4-6')).toContainText('claude-v2 heard: Remember this')
  await openSettings(page)
  const anthropic = page.getByRole('group', { name: 'Anthropic', exact: true })
  await expect(anthropic.getByRole('combobox', { name: 'Endpoint' })).toHaveValue('Kept')
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Edit Kept' }).click()
  const stored = page.getByRole('group', { name: 'API key' })
  await expect(stored.getByText(/^Saved in /)).toBeVisible()
  await expect(field(page, 'Model ID Mapping')).toHaveValue(/claude-v2/)
  expect(await page.content()).not.toContain(apiKey)
  expect(app.runs.flatMap((run) => run.toWindow).join('\n')).not.toContain(apiKey)
})
