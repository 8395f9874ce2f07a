/** @file What is typed wrong in the form is said under its field, in words that help, and nothing is lost. */
import { describeEndpoint } from '@patchbay/provider-core/testing'
import type { Locator, Page } from '@playwright/test'
import { addEndpoint } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { chooseType, field, saveButton } from '../screens/endpoint-form.ts'
import { openNewProvider } from '../screens/navigation.ts'

/** The message under a control: what the control is described by, and announced. */
async function expectFault(control: Locator, message: RegExp): Promise<void> {
  await expect(control).toHaveAttribute('aria-invalid', 'true')
  await expect(control).toHaveAccessibleDescription(message)
}

async function expectNotSaved(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { name: 'New provider' })).toBeVisible()
}

test('a mapping that is not JSON, not an object or not text names its line', async ({
  launchApp,
}) => {
  const { page } = await launchApp()
  await openNewProvider(page)
  await field(page, 'Name').fill('Mapped')
  await field(page, 'Base URL').fill('http://127.0.0.1:9/v1')
  const mapping = field(page, 'Model ID Mapping')
  for (const { text, message } of [
    { text: '{\n  "a": "b",\n  "c" "d"\n}', message: /line 3/i },
    { text: '["claude-sonnet-4-6"]', message: /object|\{/i },
    { text: '{\n  "a": 7\n}', message: /line 2/i },
    { text: '{\n  "a": "b",\n  "a": "c"\n}', message: /line 3/i },
  ]) {
    await mapping.fill(text)
    await saveButton(page).click()
    await expectFault(mapping, message)
    await expect(mapping).toHaveValue(text)
    await expectNotSaved(page)
  }
  await expect(field(page, 'Name')).toHaveValue('Mapped')
  await expect(field(page, 'Base URL')).toHaveValue('http://127.0.0.1:9/v1')
})

test('a base URL without scheme, with blanks or with credentials says what to do', async ({
  launchApp,
}) => {
  const { page } = await launchApp()
  await openNewProvider(page)
  await field(page, 'Name').fill('Addressed')
  const baseUrl = field(page, 'Base URL')
  for (const { text, message } of [
    { text: 'llm.example/v1', message: /https?:\/\// },
    { text: 'https://llm example/v1', message: /space|blank/i },
    { text: 'https://me:hush-hush@llm.example/v1', message: /user|password|credential|key/i },
    { text: 'ftp://llm.example/v1', message: /http/i },
  ]) {
    await baseUrl.fill(text)
    await saveButton(page).click()
    await expectFault(baseUrl, message)
    await expectNotSaved(page)
  }
})

test('a key over plain http to a foreign host asks for consent first', async ({ launchApp }) => {
  const { page } = await launchApp()
  await openNewProvider(page)
  await field(page, 'Name').fill('Unprotected')
  await field(page, 'Base URL').fill('http://llm.example/v1')
  await field(page, 'API key').fill('sk-plain')
  await saveButton(page).click()
  await expectFault(field(page, 'Base URL'), /http/)
  await expectNotSaved(page)
  await page.getByRole('checkbox', { name: /unprotected/ }).check()
  await saveButton(page).click()
  await page.getByRole('heading', { name: 'Unprotected', level: 1 }).waitFor()
})

test('what each type needs is asked for: region, project, location, credentials', async ({
  launchApp,
}) => {
  const { page } = await launchApp()
  await openNewProvider(page)
  await field(page, 'Name').fill('Unfinished')
  await chooseType(page, 'amazon-bedrock')
  await saveButton(page).click()
  await expectFault(field(page, 'Region'), /region/i)
  await expectFault(field(page, 'Access key ID'), /key/i)
  await expectFault(field(page, 'Secret access key'), /key/i)

  await chooseType(page, 'google-vertex')
  await saveButton(page).click()
  await expectFault(field(page, 'Project ID'), /project/i)
  await expectFault(field(page, 'Location'), /location/i)
  const credentials = field(page, 'Google credentials')
  await expectFault(credentials, /service account|credentials|JSON/i)
  await credentials.fill('{"type": "authorized_user", "client_id": "x"}')
  await saveButton(page).click()
  await expectFault(credentials, /service account/i)
  await credentials.fill('sk-not-json')
  await saveButton(page).click()
  await expectFault(credentials, /JSON/i)

  await chooseType(page, 'azure')
  await saveButton(page).click()
  await expectFault(field(page, 'Resource name'), /resource|base URL/i)
  await expect(field(page, 'Name')).toHaveValue('Unfinished')
  await expectNotSaved(page)
})

test('a name that is taken is refused, whatever its case', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'Taken' }) })
  const { page } = await launchApp({ home })
  await openNewProvider(page)
  await field(page, 'Name').fill('taken')
  await field(page, 'Base URL').fill(`${upstream.url}/v1`)
  await saveButton(page).click()
  await expectFault(field(page, 'Name'), /already/)
  await expect(field(page, 'Name')).toBeFocused()
  await expect(field(page, 'Base URL')).toHaveValue(`${upstream.url}/v1`)
})

test('a pasted operation URL is cut back to its base, and the form says so', async ({
  launchApp,
}) => {
  const { page } = await launchApp()
  await openNewProvider(page)
  const baseUrl = field(page, 'Base URL')
  await baseUrl.fill('https://llm.example/v1/chat/completions')
  await baseUrl.press('Tab')
  await expect(baseUrl).toHaveValue('https://llm.example/v1')
  await expect(page.getByRole('button', { name: 'Use what I pasted exactly' })).toBeVisible()
})

test('a form with changes asks before it is left', async ({ launchApp }) => {
  const { page } = await launchApp()
  await openNewProvider(page)
  await field(page, 'Name').fill('Half done')
  await page.getByRole('link', { name: 'Chat', exact: true }).click()
  const question = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await expect(question).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(field(page, 'Name')).toHaveValue('Half done')
})
