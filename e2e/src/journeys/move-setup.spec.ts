/** @file J6: a set-up moves to another data folder, without its keys. */
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { openSettings } from '../screens/navigation.ts'

test('a bundle is previewed, then imported; keys have to be entered again', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-stays-at-home' })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'Moving' })
  await addEndpoint(home, { ...endpoint })
  await runPatchbay(['provider', 'set', 'anthropic', '--endpoint', 'Moving'], { home })
  const { stdout: bundle } = await runPatchbay(['export'], { home })
  expect(bundle).not.toContain('sk-stays-at-home')

  const app = await launchApp()
  const { page } = app
  await openSettings(page)
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  const paste = page.getByRole('textbox', { name: 'Or paste it' })
  await paste.fill('{"something": "else"}')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('alert')).toContainText('not a Patchbay bundle')
  await paste.fill(bundle)
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible()
  await expect(page.getByText('Anthropic to Moving')).toBeVisible()
  const before = await runPatchbay(['endpoint', 'list', '--json'], { home: app.home })
  expect(JSON.parse(before.stdout)).toEqual([])

  await page.getByRole('button', { name: 'Import 1 provider' }).click()
  await expect(page.getByText('1 provider imported.')).toBeVisible()
  await page.getByRole('link', { name: 'Moving' }).or(page.getByText('Moving')).last().click()
  await page.getByRole('heading', { name: 'Moving', level: 1 }).waitFor()
  await expect(page.getByText(/^Saved in /)).toHaveCount(0)
  await page.getByLabel('API key', { exact: true }).fill('sk-stays-at-home')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/^Saved in /)).toBeVisible()
  const after = await runPatchbay(['endpoint', 'check', 'Moving', '--json'], { home: app.home })
  expect(JSON.parse(after.stdout)).toMatchObject({ ok: true })
})
