/** @file Links that fill the form of a custom provider, whichever way they come. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { field, saveEndpoint } from '../screens/endpoint-form.ts'
import { expectLinkForm, expectLinkKeyNowhere, linkKey, linkTo } from '../screens/link-form.ts'
import { openCustomProviders } from '../screens/navigation.ts'

async function openLinkBox(page: Page): Promise<void> {
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Add from link…' }).click()
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
  await expectLinkForm(page, 'Acme')
  const seen = await new AxeBuilder({ page }).analyze()
  expect(seen.violations.map(({ id }) => id)).toEqual([])
  await expectLinkKeyNowhere(app.home, app.run.output())

  // A form with something to lose asks before it is left.
  await page.getByRole('link', { name: 'Back to Custom Providers' }).click()
  await page.getByRole('button', { name: 'Keep editing' }).click()
  await saveEndpoint(page, 'Acme')
  await expect(page.getByText('From a link.')).toHaveCount(0)
  await expectLinkKeyNowhere(app.home, app.run.output())
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
  await expectLinkForm(page, 'Acme')
  await expect(field(page, 'Base URL')).toBeInViewport()
  const models = page.getByRole('list', { name: 'Models of this endpoint' })
  await expect(models).toContainText(model)
  // This button ends where its column does; the box around a text field has up to 16 pixels of its own.
  const inColumn = await page.getByRole('button', { name: 'Add model' }).boundingBox()
  const name = await field(page, 'Name').boundingBox()
  if (!inColumn || !name) throw new Error('not drawn')
  expect(inColumn.x + inColumn.width).toBeLessThanOrEqual(name.x + name.width + 16)
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
    secrets: { apiKey: linkKey },
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
  expect(link).not.toContain(linkKey)
  if (hostName !== 'browser-host') return
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe(link)
  expect(new URL(copied).searchParams.get('model')).toBe('acme-large')
})
