/** @file Links that fill the form of a custom provider, whichever way they come. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { startSecondStandIn } from '../hosts/launch-stand-in.ts'
import { field, saveEndpoint } from '../screens/endpoint-form.ts'
import { openCustomProviders } from '../screens/navigation.ts'

const key = 'sk-canary-of-a-link-7d1f'

function linkTo(name: string, baseUrl = 'https://llm.acme.example/v1'): string {
  const query = new URLSearchParams({
    name,
    type: 'openai-chat-completions',
    base_url: baseUrl,
    model: 'acme-large',
    key,
    tls_off: 'true',
  })
  return `patchbay://add?${query}`
}

async function expectForm(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('heading', { name: 'New provider' })).toBeVisible()
  await expect(field(page, 'Name')).toHaveValue(name)
  await expect(field(page, 'Base URL')).toHaveValue('https://llm.acme.example/v1')
  await expect(page.getByText('Unsaved changes')).toBeVisible()
  const notice = page.getByRole('status').filter({ hasText: 'From a link.' })
  await expect(notice).toContainText('Patchbay cannot tell who made it')
  await expect(notice).toContainText('tls_off')
  await expect(notice).not.toContainText(key)
}

async function openLinkBox(page: Page): Promise<void> {
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Add from link…' }).click()
}

/** Nothing on the disk has the key, nor has anything that was printed. */
async function expectNowhere(home: string, output: string): Promise<void> {
  expect(output).not.toContain(key)
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    // Chromium's own files belong to the window, where the key was typed.
    if (!entry.isFile() || entry.parentPath.includes('electron')) continue
    const text = await readFile(join(entry.parentPath, entry.name), 'latin1')
    expect(text, entry.name).not.toContain(key)
  }
}

test('a pasted link fills a form that is saved only by its owner', async ({ launchApp }) => {
  const app = await launchApp()
  const { page } = app
  await openLinkBox(page)
  const box = page.getByRole('textbox', { name: 'Link' })
  await box.fill('https://example.com/?key=abc')
  await page.getByRole('button', { name: 'Open the form' }).click()
  await expect(page.getByText(/not a link to add a custom provider/)).toBeVisible()
  await box.fill(linkTo('Acme'))
  await page.getByRole('button', { name: 'Open the form' }).click()
  await expectForm(page, 'Acme')
  const seen = await new AxeBuilder({ page }).analyze()
  expect(seen.violations.map(({ id }) => id)).toEqual([])
  await expectNowhere(app.home, app.run.output())

  // A form with something to lose asks before it is left.
  await page.getByRole('link', { name: 'Back to Custom Providers' }).click()
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await saveEndpoint(page, 'Acme')
  await expect(page.getByText('From a link.')).toHaveCount(0)
  await expectNowhere(app.home, app.run.output())
})

test('a plain http address from a link asks for the same consent as one that is typed', async ({
  launchApp,
}) => {
  const { page } = await launchApp()
  await openLinkBox(page)
  await page
    .getByRole('textbox', { name: 'Link' })
    .fill(linkTo('Plain', 'http://llm.acme.example/v1'))
  await page.getByRole('button', { name: 'Open the form' }).click()
  const consent = page.getByRole('checkbox', { name: /Send the key unprotected/ })
  await expect(consent).not.toBeChecked()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('alert').filter({ hasText: /http/ }).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'New provider' })).toBeVisible()
})

test('a link that was made long leaves the address in sight and the form in its column', async ({
  launchApp,
}) => {
  const { page } = await launchApp()
  await openLinkBox(page)
  const box = page.getByRole('textbox', { name: 'Link' })
  await box.fill('x'.repeat(200_000))
  await page.getByRole('button', { name: 'Open the form' }).click()
  await expect(page.getByText('This link is too long')).toBeVisible()
  const unknown = Array.from({ length: 60 }, (_, index) => `&unknown_${index}=x`).join('')
  const model = 'm'.repeat(2000)
  await box.fill(`${linkTo('Acme')}&model=${model}${unknown}`)
  await page.getByRole('button', { name: 'Open the form' }).click()
  await expectForm(page, 'Acme')
  await expect(field(page, 'Base URL')).toBeInViewport()
  const models = page.getByRole('list', { name: 'Models of this endpoint' })
  await expect(models).toContainText(model)
  // This button ends where its column does; the box around a text field has up to 16 pixels of its own.
  const inColumn = await page.getByRole('button', { name: 'Add model' }).boundingBox()
  const name = await field(page, 'Name').boundingBox()
  if (!inColumn || !name) throw new Error('not drawn')
  expect(inColumn.x + inColumn.width).toBeLessThanOrEqual(name.x + name.width + 16)
})

test('a link that starts the app, and one that comes while it runs', async ({
  launchApp,
  hostName,
}) => {
  const isBrowser = hostName === 'browser-host'
  test.skip(hostName === 'electron', 'Electron itself takes its links from the system')
  const args = isBrowser ? ['--link', linkTo('First')] : [linkTo('First')]
  const app = await launchApp({ args })
  const { page } = app
  await expectForm(page, 'First')
  if (isBrowser) return
  expect(app.run.records).toContainEqual({ type: 'protocol-client', scheme: 'patchbay' })

  // Another start: the first one gets the link, and asks, as its form is not saved.
  const env = { PATCHBAY_HOME: app.home }
  expect(await startSecondStandIn({ home: app.home, env, args: [linkTo('Second')] })).toBe(0)
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expectForm(page, 'Second')

  // As macOS hands it over.
  app.run.openLink?.(linkTo('Third'))
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await expectForm(page, 'Second')
  app.run.openLink?.('patchbay://steal?key=abc')
  await expect(page.getByText(/The link that was opened cannot be used/)).toBeVisible()
  await page.keyboard.press('Escape')

  // What is a word of JavaScript is no type.
  app.run.openLink?.('patchbay://add?type=constructor&name=Odd')
  await page.getByRole('button', { name: 'Discard changes' }).click()
  await expect(field(page, 'Name')).toHaveValue('Odd')

  // The window that is there takes it, not the one that was before it was loaded anew.
  page.on('dialog', (dialog) => void dialog.accept())
  await page.reload()
  await page.getByRole('heading', { name: 'New provider' }).waitFor()
  app.run.openLink?.(linkTo('Fourth'))
  await expectForm(page, 'Fourth')
  await expectNowhere(app.home, app.run.output())
})

test('serve refuses a link that it cannot read', async ({ createHome, hostName }) => {
  test.skip(hostName !== 'browser-host', 'a command')
  const home = await createHome()
  const { code, stderr } = await runPatchbay(
    ['serve', '--no-open', '--link', 'patchbay://steal?key=sk-x'],
    { home },
  )
  expect(code).toBe(1)
  expect(stderr).toContain('not a link to add a custom provider')
  expect(stderr).not.toContain('sk-x')
})

test('a custom provider is copied as a link without its key', async ({
  launchApp,
  createHome,
  hostName,
}) => {
  const home = await createHome()
  const { id } = await addEndpoint(home, {
    name: 'Shared',
    spec: 'openai-chat-completions',
    baseUrl: 'https://llm.acme.example/v1',
    models: ['acme-large'],
    secrets: { apiKey: key },
  })
  const { page } = await launchApp({ home })
  if (hostName === 'browser-host') {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  }
  await openCustomProviders(page)
  await page.getByRole('row', { name: /Shared/ }).press('Enter')
  await page.getByRole('button', { name: 'More actions for Shared' }).click()
  await page.getByRole('menuitem', { name: 'Copy as link' }).click()
  await expect(page.getByText(/Copied the link, without any key/)).toBeVisible()
  const printed = await runPatchbay(['endpoint', 'link', id, '--json'], { home })
  const { link } = JSON.parse(printed.stdout) as { link: string }
  expect(link).not.toContain(key)
  if (hostName !== 'browser-host') return
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe(link)
  expect(new URL(copied).searchParams.get('model')).toBe('acme-large')
})
