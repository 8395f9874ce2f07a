/** @file Keys and addresses that come from environment variables: set in the form, read when they are used. */
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { checkConnection, saveEndpoint } from '../screens/endpoint-form.ts'
import { openCustomProviders, openNewProvider } from '../screens/navigation.ts'

test('an address and a key come from variables; commands without them are told which is missing', async ({
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey: 'sk-variable' })
  const { baseUrl } = describeEndpoint(upstream.expectations)
  const env = { HOUSE_BASE: baseUrl, HOUSE_KEY: 'sk-variable' }
  const app = await launchApp({ env })
  const { page } = app
  await openNewProvider(page)
  await page.getByLabel('Name', { exact: true }).fill('House')
  await page.getByRole('button', { name: 'From a variable…' }).first().click()
  await page.getByLabel('Base URL: environment variable').fill('HOUSE_BASE')
  await page.getByRole('button', { name: 'From a variable…' }).first().click()
  await page.getByLabel('API key: environment variable').fill('HOUSE-KEY')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('letters, digits and _')
  await page.getByLabel('API key: environment variable').fill('HOUSE_KEY')
  await checkConnection(page, 'Answers')
  await saveEndpoint(page, 'House')
  await expect(page.getByRole('group', { name: 'API key' })).toContainText(
    'From the environment variable HOUSE_KEY',
  )
  await openCustomProviders(page)
  await expect(page.getByText('$HOUSE_BASE')).toBeVisible()
  await expect(page.getByText('sk-variable')).toHaveCount(0)

  const { home } = app
  const args = [
    'chat',
    '--endpoint',
    'House',
    '--model',
    'fake-model',
    '--assume-model-exists',
    'hi',
  ]
  const answered = await runPatchbay(args, { home, env })
  expect(answered.code, answered.stderr).toBe(0)
  const missing = await runPatchbay(args, { home, env: { ...env, HOUSE_KEY: undefined } })
  expect(missing.code).toBe(1)
  expect(missing.stderr).toContain('HOUSE_KEY')
})
