/** @file J6: set-ups move in and out: bundles with and without keys, LiteLLM configurations. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { openSettings } from '../screens/navigation.ts'

async function openData(page: Page): Promise<void> {
  await openSettings(page)
  await page.getByRole('link', { name: 'Data', exact: true }).click()
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

async function preview(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Or paste it' }).fill(text)
  await page.getByRole('button', { name: 'Preview' }).click()
}

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
  await openData(page)
  await preview(page, '{"something": "else"}')
  await expect(page.getByRole('alert')).toContainText('cannot be imported')
  await preview(page, bundle)
  await expect(page.getByText('Nothing is saved yet.')).toBeVisible()
  await expect(page.getByText('Enter afterwards: API key.')).toBeVisible()
  await expect(page.getByText('Anthropic to Moving')).toBeVisible()
  const before = await runPatchbay(['endpoint', 'list', '--json'], { home: app.home })
  expect(JSON.parse(before.stdout)).toEqual([])

  await page.getByRole('button', { name: 'Import 1 provider, 1 mode' }).click()
  await expect(page.getByText(/^1 provider imported/)).toBeVisible()
  await page.getByRole('link', { name: 'Moving' }).or(page.getByText('Moving')).last().click()
  await page.getByRole('heading', { name: 'Moving', level: 1 }).waitFor()
  await expect(page.getByText(/^Saved in /)).toHaveCount(0)
  await page.getByLabel('API key', { exact: true }).fill('sk-stays-at-home')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText(/^Saved in /)).toBeVisible()
  const after = await runPatchbay(['endpoint', 'check', 'Moving', '--json'], { home: app.home })
  expect(JSON.parse(after.stdout)).toMatchObject({ ok: true })
})

test('a bundle sealed in the window brings its keys along, for whoever knows the passphrase', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-travels' })
  const app = await launchApp()
  const { page } = app
  const endpoint = describeEndpoint(upstream.expectations, { name: 'Travelling' })
  await addEndpoint(app.home, { ...endpoint })
  await openData(page)
  await page.getByRole('checkbox', { name: 'With all keys, sealed with a passphrase' }).check()
  await page.getByLabel('New passphrase').fill('correct horse')
  await page.getByLabel('Repeat it').fill('correct hose')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByText('The two are not the same.')).toBeVisible()
  await page.getByLabel('Repeat it').fill('correct horse')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByText('1 key sealed in it.')).toBeVisible()
  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: /^Save patchbay-/ }).click()
  const download = await downloading
  const home = await createHome()
  const file = join(home, 'moved.json')
  await download.saveAs(file)

  const refused = await runPatchbay(['import', file, '--yes'], {
    home,
    env: { PATCHBAY_EXPORT_PASSPHRASE: 'wrong horse' },
  })
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('does not open')
  const taken = await runPatchbay(['import', file, '--yes', '--json'], {
    home,
    env: { PATCHBAY_EXPORT_PASSPHRASE: 'correct horse' },
  })
  expect(taken.stdout).not.toContain('sk-travels')
  expect(JSON.parse(taken.stdout)).toMatchObject({ added: [{ name: 'Travelling' }] })
  const checked = await runPatchbay(['endpoint', 'check', 'Travelling', '--json'], { home })
  expect(JSON.parse(checked.stdout)).toMatchObject({ ok: true })
})

test('a LiteLLM configuration is pasted, its report read and accepted, and answers', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey: 'sk-litellm-1' })
  const { baseUrl } = describeEndpoint(upstream.expectations)
  const config = [
    'model_list:',
    '  - model_name: house-model',
    '    litellm_params:',
    '      model: openai/fake-model',
    `      api_base: ${baseUrl}`,
    '      api_key: sk-litellm-1',
    'general_settings:',
    '  master_key: sk-master',
    '',
  ].join('\n')
  const home = await createHome()
  const file = join(home, 'config.yaml')
  await writeFile(file, config)

  const app = await launchApp()
  const { page } = app
  await openData(page)
  await preview(page, config)
  await expect(page.getByRole('combobox', { name: 'Read as' })).toHaveValue('LiteLLM configuration')
  await expect(page.getByText('general_settings.master_key')).toBeVisible()
  await expect(page.getByText('sk-master')).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: /^Import 1 provider, 1 alias/ }).click()
  await expect(page.getByText(/1 provider imported/)).toBeVisible()

  await page.getByRole('radio', { name: 'LiteLLM' }).click({ force: true })
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByRole('list', { name: 'Variables to set' })).toBeVisible()
  await expectAccessible(page)

  const listed = await runPatchbay(['endpoint', 'list', '--json'], { home: app.home })
  const [{ name }] = JSON.parse(listed.stdout)
  const args = ['chat', '--endpoint', name, '--model', 'fake-model', '--json', 'hello']
  const chat = await runPatchbay(args, { home: app.home })
  expect(chat.code, chat.stderr).toBe(0)
  expect(upstream.refusals).toEqual([])

  const report = await runPatchbay(['import', file], { home })
  expect(report.stdout).toContain('general_settings.master_key')
  expect(report.stdout).toContain('Nothing was saved.')
  expect(report.stdout).not.toMatch(/sk-litellm-1|sk-master/)
  const none = await runPatchbay(['endpoint', 'list', '--json'], { home })
  expect(JSON.parse(none.stdout)).toEqual([])
})

test('a configuration with 5,000 models is looked through without drawing all of it', async ({
  launchApp,
}) => {
  const models = Array.from({ length: 5000 }, (_none, index) => [
    `  - model_name: model-${index}`,
    '    litellm_params:',
    `      model: openai/upstream-${index}`,
    `      api_base: https://proxy-${index % 500}.example/v1`,
    '      api_key: os.environ/PROXY_KEY',
  ])
  const { page, home } = await launchApp()
  await openData(page)
  await page.getByLabel('Files of a set-up').setInputFiles({
    name: 'config.yaml',
    mimeType: 'application/yaml',
    buffer: Buffer.from(['model_list:', ...models.flat(), ''].join('\n')),
  })
  await expect(
    page.getByRole('button', { name: /^Import 500 providers, 5000 aliases/ }),
  ).toBeVisible({ timeout: 30_000 })
  expect(await page.getByRole('listitem').count()).toBeLessThan(300)
  await page.getByRole('radio', { name: /^Exactly/ }).click({ force: true })
  await page.getByRole('searchbox', { name: 'Search the report' }).fill('[4999] model_name')
  await expect(page.getByText('model_list[4999].model_name')).toBeVisible()
  await page.getByRole('button', { name: /^Import 500 providers/ }).click()
  await expect(page.getByText(/500 providers imported/)).toBeVisible({ timeout: 30_000 })
  const listed = await runPatchbay(['endpoint', 'list', '--json'], { home })
  expect(JSON.parse(listed.stdout)).toHaveLength(500)
})
