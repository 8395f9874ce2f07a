/** @file The user's own code as a custom provider: written, added, allowed, checked, used, and asked about again. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { runPatchbay } from '../command.ts'
import { expect, test, type Patchbay } from '../fixtures.ts'
import { addHandler, allowHandler, writeHandler } from '../sample-handler.ts'
import { modelPicker, pickModel, replyFrom, sendMessage, waitForReply } from '../screens/chat.ts'
import {
  checkConnection,
  choose,
  field,
  saveButton,
  saveEndpoint,
} from '../screens/endpoint-form.ts'
import {
  openChat,
  openCustomProviders,
  openNewProvider,
  openSettings,
} from '../screens/navigation.ts'

/** Electron asks by the system's dialog, a browser by the page's; gives what the question shows. */
async function answerQuestion({ page, run }: Patchbay, allow: boolean): Promise<string> {
  if (run.answerQuestion) return run.answerQuestion(allow ? 1 : 0)
  const question = page.getByRole('alertdialog')
  const shown = await question.innerText()
  const name = allow ? 'Allow' : 'Do not allow'
  await question.getByRole('button', { name, exact: true }).click()
  await expect(question).toHaveCount(0)
  return shown
}

const state = (page: Page, words: string) => page.getByRole('status').getByText(words)
const review = (page: Page) => page.getByRole('button', { name: 'Review and allow' })

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([])
}

test('a scaffolded handler is added in the form, allowed, checked, chatted with, and asked about again once it changed', async ({
  createHome,
  launchApp,
  hostName,
}) => {
  const home = await createHome()
  const folder = join(await createHome(), 'my-llm')
  const made = await runPatchbay(['handler', 'new', folder, '--json'], { home })
  const { file } = JSON.parse(made.stdout) as { file: string }

  const app = await launchApp({ home })
  const { page } = app
  await openNewProvider(page)
  await field(page, 'Name').fill('my-custom-llm')
  // Faults of another type go with it.
  await saveButton(page).click()
  await expect(page.getByText('Type the base URL')).toBeVisible()
  await choose(page, 'Provider Type', 'Custom handler')
  await expect(page.getByText('Type the base URL')).toHaveCount(0)
  await field(page, 'Handler file').fill('handler.ts')
  await saveButton(page).click()
  await expect(page.getByRole('alert')).toContainText('whole path')
  await field(page, 'Handler file').fill(file)
  await expect(state(page, 'Not allowed yet')).toBeVisible()
  await field(page, 'Models').fill('my-model')
  await page.keyboard.press('Enter')
  await expectNoViolations(page)

  // Nothing runs before the person said so, and a no is a no.
  await saveEndpoint(page, 'my-custom-llm')
  const result = await checkConnection(page, 'Failed')
  await result.getByRole('button', { name: 'Review and allow' }).click()
  expect(await answerQuestion(app, false)).toContain(file)
  await expect(state(page, 'Not allowed yet')).toBeVisible()
  await result.getByRole('button', { name: 'Review and allow' }).click()
  await answerQuestion(app, true)
  // The check goes on by itself.
  await expect(result.getByRole('status').filter({ hasText: 'Answers' })).toBeVisible({
    timeout: 30_000,
  })
  await expect(state(page, 'Allowed')).toBeVisible()
  await expect(review(page)).toHaveCount(0)
  // Where a main process has utility processes, they get the flags and none of its environment.
  const forked = app.run.records.filter((record) => record.type === 'utility-process')
  expect(forked.length > 0).toBe(hostName === 'electron-stand-in')
  for (const { execArgv, env } of forked) {
    expect(execArgv).toContain('--permission')
    expect(env).toEqual([])
  }
  await expectNoViolations(page)

  await openCustomProviders(page)
  const row = page.getByRole('row').filter({ hasText: 'my-custom-llm' })
  await expect(row).toContainText('Custom handler')
  await expect(row).toContainText('handler.ts')

  await openChat(page)
  await pickModel(page, 'my-model')
  await sendMessage(page, 'Hello there')
  const reply = await waitForReply(page, 'my-model')
  await expect(reply).toContainText('Hi! This is my-model')
  // What it was called with is kept; there is no server that curl could reach.
  await reply.getByRole('button', { name: 'Request', exact: true }).click()
  const request = page.getByRole('dialog', { name: 'Request' })
  await expect(request).toContainText('Hello there')
  await expect(request.getByRole('button', { name: 'Copy as curl' })).toHaveCount(0)
  await request.getByRole('button', { name: 'Close' }).first().click()

  // A built-in provider is switched to it.
  await openSettings(page)
  const anthropic = page.getByRole('group', { name: 'Anthropic', exact: true })
  await anthropic.getByRole('radio', { name: 'Custom endpoint' }).check({ force: true })
  await expect(anthropic.getByRole('combobox', { name: 'Endpoint' })).toHaveValue('my-custom-llm')
  await openChat(page)
  await page.getByRole('button', { name: 'New chat' }).first().click()
  await pickModel(page, 'claude-sonnet-4-6')
  await expect(modelPicker(page)).toContainText('my-custom-llm')
  await sendMessage(page, 'Through the provider')
  await expect(await waitForReply(page, 'claude-sonnet-4-6')).toContainText(
    'Hi! This is claude-sonnet-4-6',
  )

  // Changed on the disk: not run until it is allowed again; then the new code answers.
  const source = await readFile(file, 'utf8')
  await writeFile(file, source.replaceAll('Hi!', 'Good day!'))
  await sendMessage(page, 'And now?')
  const refused = page.getByRole('alert').filter({ hasText: 'needs your consent' })
  await refused.getByRole('button', { name: 'Review and allow' }).click()
  await answerQuestion(app, true)
  await expect(page.getByText('Allowed. Try again.')).toBeVisible()
  await refused.getByRole('button', { name: 'Try again' }).click()
  await expect(replyFrom(page, 'claude-sonnet-4-6')).toContainText('Good day!')
  await expect(refused).toHaveCount(0)
})

test('the form shows a change by itself, gives network and secrets, keeps secrets out of the page, and shows the log', async ({
  createHome,
  launchApp,
}) => {
  const [home, folder] = [await createHome(), await createHome()]
  const file = await writeHandler(folder)
  await addHandler({ name: 'Sample', file }, { home })
  await allowHandler('Sample', { home })
  const app = await launchApp({ home })
  const { page } = app
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Edit Sample' }).click()
  await expect(state(page, 'Allowed')).toBeVisible()

  await page.getByRole('radio', { name: 'These hosts' }).check({ force: true })
  await field(page, 'Host 1').fill('https://api.example.com')
  await page.getByRole('button', { name: 'Add secret' }).click()
  await field(page, 'Secret name 1').fill('tenant')
  await saveButton(page).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Name a host' })).toBeVisible()
  await expect(page.getByRole('alert').filter({ hasText: 'Type the value' })).toBeVisible()
  await field(page, 'Host 1').fill('api.example.com')
  await field(page, 'Secret value 1').fill('tenant-secret-01')
  await saveEndpoint(page, 'Sample')
  await expect(field(page, 'Secret value 1')).toHaveValue('')
  await expect(field(page, 'Secret value 1')).toHaveAttribute('placeholder', /^Saved in /)
  expect(await page.content()).not.toContain('tenant-secret-01')

  await openChat(page)
  await pickModel(page, 'my-model')
  await sendMessage(page, 'tenant?')
  await expect(await waitForReply(page, 'my-model')).toContainText('tenant 16')
  await sendMessage(page, 'fail 500')
  const failed = page.getByRole('alert').filter({ hasText: 'The custom handler failed.' })
  await failed.getByText('What your code said').click()
  await expect(failed).toContainText(/Error: As asked\.\s+at /)

  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Edit Sample' }).click()
  await page.locator('summary').filter({ hasText: /^Log/ }).press('Enter')
  await expect(page.getByText('asked: tenant?')).toBeVisible()
  await writeFile(file, `${await readFile(file, 'utf8')}\n// changed\n`)
  await expect(state(page, 'Changed since you allowed it')).toBeVisible()

  await allowHandler('Sample', { home })
  await expect(state(page, 'Allowed')).toBeVisible()
  await page.getByRole('button', { name: 'Take back' }).click()
  await expect(state(page, 'Not allowed yet')).toBeVisible()

  // Wherever the yes is given, a check that waited for it goes on.
  const result = await checkConnection(page, 'Failed')
  await review(page).first().click()
  await answerQuestion(app, true)
  await expect(result.getByRole('status').filter({ hasText: 'Answers' })).toBeVisible({
    timeout: 30_000,
  })
})
