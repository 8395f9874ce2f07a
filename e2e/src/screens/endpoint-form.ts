/** @file The form of a custom provider, filled by its labels. */
import { expect, type Locator, type Page } from '@playwright/test'
import type { Expectations, StrictSpec } from '@patchbay/provider-core/testing'

/** What each type is called in the form. */
export const typeNames: Record<StrictSpec, string> = {
  anthropic: 'Anthropic',
  'openai-chat-completions': 'OpenAI (Chat Completions)',
  'openai-responses': 'OpenAI (Responses)',
  google: 'Google',
  azure: 'Azure OpenAI',
  'amazon-bedrock': 'Amazon Bedrock',
  'google-vertex': 'Google Vertex',
}

const fieldNames: Record<string, string> = {
  resourceName: 'Resource name',
  apiVersion: 'API version',
  region: 'Region',
  projectId: 'Project ID',
  location: 'Location',
  tenantId: 'Tenant ID',
  clientId: 'Client ID',
  authority: 'Sign-in host',
}

const kindNames: Record<string, string> = {
  'entra-client': 'Entra application',
  'bearer-token': 'Bearer token',
  'express-key': 'Express key',
}

export const secretNames: Record<string, string> = {
  apiKey: 'API key',
  accessKeyId: 'Access key ID',
  secretAccessKey: 'Secret access key',
  sessionToken: 'Session token',
  googleCredentials: 'Google credentials',
  clientSecret: 'Client secret',
  bearerToken: 'Access token',
}

export const field = (page: Page, name: string): Locator => page.getByLabel(name, { exact: true })

export const saveButton = (page: Page): Locator =>
  page.getByRole('button', { name: 'Save', exact: true })

export async function chooseType(page: Page, spec: StrictSpec): Promise<void> {
  const box = page.getByRole('combobox', { name: 'Provider Type' })
  await box.fill(typeNames[spec])
  await page.getByRole('option', { name: typeNames[spec], exact: true }).click()
  await expect(box).toHaveValue(typeNames[spec])
}

export interface FormExtras {
  name: string
  mapping?: string
  models?: readonly string[]
}

/** Types everything that the upstream expects into the open form, as a person would. */
export async function fillEndpoint(
  page: Page,
  expectations: Expectations,
  { name, mapping, models = [] }: FormExtras,
): Promise<void> {
  const { spec, baseUrl, settings, secrets } = expectations
  await field(page, 'Name').fill(name)
  if (spec !== 'openai-chat-completions') await chooseType(page, spec)
  await field(page, 'Base URL').fill(baseUrl)
  const { credentialKind, ...texts } = settings
  if (credentialKind !== undefined) {
    const kind = kindNames[credentialKind] ?? credentialKind
    await page.getByRole('radio', { name: kind, exact: true }).check()
  }
  for (const [setting, value] of Object.entries(texts)) {
    await field(page, fieldNames[setting] ?? setting).fill(value)
    // Leaves a list of suggestions that opened over the form.
    await page.keyboard.press('Tab')
  }
  if (spec === 'amazon-bedrock' && secrets['apiKey'] !== undefined) {
    await page.getByRole('radio', { name: 'API key' }).check()
  }
  for (const [secret, value] of Object.entries(secrets)) {
    await field(page, secretNames[secret] ?? secret).fill(value)
  }
  if (mapping !== undefined) await field(page, 'Model ID Mapping').fill(mapping)
  for (const model of models) {
    await field(page, 'Models').fill(model)
    await page.keyboard.press('Enter')
  }
}

/** Saves and waits until the form shows what is saved, with nothing left to lose. */
export async function saveEndpoint(page: Page, name: string): Promise<void> {
  await saveButton(page).click()
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
  await expect(page.getByText('Unsaved changes')).toHaveCount(0)
}

export const checkResult = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Check result' })

/** Runs the check of the form as it stands; resolves with its pane when it has ended. */
export async function checkConnection(page: Page, outcome: 'Answers' | 'Failed'): Promise<Locator> {
  await page.getByRole('button', { name: 'Check connection', exact: true }).click()
  const result = checkResult(page)
  await expect(result.getByRole('status').filter({ hasText: outcome })).toBeVisible({
    timeout: 30_000,
  })
  return result
}

/** Opens "Advanced", and in it the fold of this name. */
export async function openAdvanced(page: Page, group: string): Promise<void> {
  for (const name of ['Advanced', group]) {
    const summary = page.locator('summary').filter({ hasText: new RegExp(`^${name}`) })
    const isOpen = await summary.evaluate((one) => (one.parentElement as HTMLDetailsElement).open)
    if (!isOpen) await summary.press('Enter')
    await expect(summary.locator('xpath=..')).toHaveAttribute('open')
  }
}

/** Chooses in a combobox by the words of the choice. */
export async function choose(page: Page, label: string, choice: string): Promise<void> {
  const box = page.getByRole('combobox', { name: label, exact: true })
  await box.fill(choice)
  await page.getByRole('option', { name: choice, exact: true }).click()
  await expect(box).toHaveValue(choice)
}
