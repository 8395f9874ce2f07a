/** @file A keychain that is not there or is locked: the window asks once, and says what it uses from then on. */
import { describeEndpoint } from '@patchbay/provider-core/testing'
import type { Page } from '@playwright/test'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { startOwnKeyring } from '../own-keyring.ts'
import { pickModel, sendMessage, waitForReply } from '../screens/chat.ts'
import { field, fillEndpoint, saveButton } from '../screens/endpoint-form.ts'
import { openChat, openCustomProviders, openNewProvider } from '../screens/navigation.ts'

/** No session bus, so no Secret Service: as on a server without a desktop. */
const noKeychain = {
  DBUS_SESSION_BUS_ADDRESS: undefined,
  XDG_RUNTIME_DIR: undefined,
  DISPLAY: undefined,
}
const passphrase = 'a passphrase that is long'

async function chooseSealedFile(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Where should keys be kept?' })
  await dialog.getByRole('radio', { name: 'In a sealed file' }).check({ force: true })
  await dialog.getByLabel('Passphrase', { exact: true }).fill('short')
  await dialog.getByRole('button', { name: 'Seal and use the file' }).click()
  await expect(dialog.getByRole('alert').first()).toContainText('at least 8 characters')
  await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
  await dialog.getByLabel('Repeat the passphrase').fill(passphrase)
  await dialog.getByRole('button', { name: 'Seal and use the file' }).click()
  await expect(dialog).toBeHidden()
}

test('no keychain: saving asks where keys go; a sealed file keeps them over a restart', async ({
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-sealed-1' })
  const app = await launchApp({ env: noKeychain })
  const { page } = app
  const later = page.getByRole('button', { name: 'Decide later' })
  await later.or(page.getByText('There is no keychain here')).first().waitFor()
  if (await later.first().isVisible()) await page.keyboard.press('Escape')
  await openNewProvider(page)
  await fillEndpoint(page, upstream.expectations, { name: 'Sealed', models: ['claude-x'] })
  await saveButton(page).click()
  await chooseSealedFile(page)
  await saveButton(page).click()
  await page.getByRole('heading', { name: 'Sealed', level: 1 }).waitFor()
  await expect(page.getByText('Saved in a sealed file')).toBeVisible()

  const again = await app.restart()
  const unlock = again.getByRole('dialog', { name: 'Unlock the sealed file' })
  await unlock.getByLabel('Passphrase').fill('not the passphrase')
  await unlock.getByRole('button', { name: 'Unlock' }).click()
  await expect(unlock.getByRole('alert')).toBeVisible()
  await unlock.getByLabel('Passphrase').fill(passphrase)
  await unlock.getByRole('button', { name: 'Unlock' }).click()
  await expect(unlock).toBeHidden()
  await openChat(again)
  await pickModel(again, 'claude-x')
  await sendMessage(again, 'Is it unsealed?')
  await expect(await waitForReply(again, 'claude-x')).toContainText('heard: Is it unsealed?')
})

test('no keychain: for this session only, keys are gone after it and the window says so', async ({
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-session-1' })
  const app = await launchApp({ env: noKeychain })
  const { page } = app
  const dialog = page.getByRole('dialog', { name: 'Where should keys be kept?' })
  const choose = page.getByRole('button', { name: 'Choose where keys go…' })
  await dialog.or(choose).first().waitFor()
  if (!(await dialog.isVisible())) await choose.click()
  await dialog.getByRole('radio', { name: 'For this session only' }).check({ force: true })
  await dialog.getByRole('button', { name: 'Use this session only' }).click()
  await expect(dialog).toBeHidden()
  await openNewProvider(page)
  await fillEndpoint(page, upstream.expectations, { name: 'Fleeting', models: ['claude-x'] })
  await saveButton(page).click()
  await page.getByRole('heading', { name: 'Fleeting', level: 1 }).waitFor()
  await expect(page.getByText('Saved for this session only')).toBeVisible()
  await openChat(page)
  await pickModel(page, 'claude-x')
  await sendMessage(page, 'While it lasts')
  await expect(await waitForReply(page, 'claude-x')).toContainText('heard: While it lasts')

  const again = await app.restart()
  await openChat(again)
  await pickModel(again, 'claude-x')
  await sendMessage(again, 'And now?')
  await expect(again.getByRole('alert').last()).toContainText(/key/i)
  await openCustomProviders(again)
  await again.getByRole('button', { name: 'Edit Fleeting' }).click()
  await expect(field(again, 'Name')).toHaveValue('Fleeting')
})

test('a vault that cannot be read says so and does not blame the key', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-in-the-keychain' })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'Locked away' })
  await addEndpoint(home, { ...endpoint, models: ['claude-x'] })
  const { page } = await launchApp({ home, env: noKeychain })
  await expect(page.getByText(/no keychain/i).first()).toBeVisible()
  await page.keyboard.press('Escape')
  await openChat(page)
  await pickModel(page, 'claude-x')
  await sendMessage(page, 'Is it the key?')
  const alert = page.getByRole('log').getByRole('alert').last()
  await expect(alert).toContainText(/keychain|saved keys/i)
  await expect(alert).not.toContainText(/refused/)
  expect(upstream.requests.filter(({ operation }) => operation !== undefined)).toEqual([])

  const command = await runPatchbay(
    ['chat', '--json', '--endpoint', 'Locked away', '--model', 'claude-x', 'Hello'],
    { home, env: noKeychain },
  )
  expect(command.code).toBe(1)
  expect(command.stderr).toContain('PATCHBAY_VAULT')
})

test('a locked keychain is said to be locked, not to lack the key', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  // Calls to a locked keyring may take half a minute each, also the one that the app waits for as it ends.
  test.setTimeout(180_000)
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-behind-a-lock' })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'Behind a lock' })
  const keyring = await startOwnKeyring(await createHome())
  await addEndpoint(home, { ...endpoint, models: ['claude-x'] }, keyring.env)
  await keyring.lock()
  const { page } = await launchApp({ home, env: keyring.env })
  await openChat(page)
  await pickModel(page, 'claude-x')
  await sendMessage(page, 'Can you see the key?')
  const alert = page.getByRole('log').getByRole('alert').last()
  await expect(alert).toContainText(/is locked/, { timeout: 40_000 })
  await expect(alert).not.toContainText(/refused|missing/)
  await keyring.close()
})
