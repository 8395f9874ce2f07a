/** @file What an endpoint can need beyond URL and key, set in the form alone, and used by real requests. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { startHttpProxy } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test, type Patchbay } from '../fixtures.ts'
import {
  checkConnection,
  checkResult,
  choose,
  field,
  openAdvanced,
  saveButton,
  saveEndpoint,
} from '../screens/endpoint-form.ts'
import { openCustomProviders, openNewProvider } from '../screens/navigation.ts'

const groups = [
  'Headers, query and body',
  'Authentication',
  'Proxy',
  'TLS',
  'Time limits and retry',
  'Compatibility',
]

async function openAllGroups(page: Page): Promise<void> {
  for (const group of groups) await openAdvanced(page, group)
}

/** Everything that the page holds: its markup, and what its controls hold. */
async function readPage(page: Page): Promise<string> {
  const values = await page
    .locator('input, textarea')
    .evaluateAll((controls) => controls.map((one) => (one as HTMLInputElement).value))
  return [await page.content(), ...values].join('\n')
}

test('an own header, a proxy, an own authority, retry and compatibility, set by their labels', async ({
  launchApp,
  startUpstream,
}) => {
  const key = 'corp-key-4711-canary'
  const password = 'proxy-4711-canary'
  const upstream = await startUpstream({
    spec: 'openai-chat-completions',
    apiKey: '',
    headers: { 'x-corp-key': key },
    tls: 'valid',
  })
  await using proxy = await startHttpProxy({ account: { username: 'ann', password } })
  const { page } = await launchApp()
  await openNewProvider(page)
  await field(page, 'Name').fill('Corp gateway')
  await field(page, 'Base URL').fill(upstream.expectations.baseUrl)

  await openAdvanced(page, 'Authentication')
  await choose(page, 'How to authenticate', 'Own header')
  await saveButton(page).click()
  await expect(field(page, 'API key')).toBeFocused()
  await expect(field(page, 'Header name')).toHaveAccessibleDescription(/Name the header/)
  await field(page, 'Header name').fill('x-corp-key')
  await field(page, 'API key').fill(key)

  await openAdvanced(page, 'Proxy')
  const proxyUrl = `http://127.0.0.1:${proxy.port}`
  // As it is often written: the account goes to its own fields.
  await field(page, 'Proxy URL').fill(proxyUrl.replace('://', `://ann:${password}@`))
  await page.keyboard.press('Tab')
  await expect(field(page, 'Proxy URL')).toHaveValue(proxyUrl)
  await expect(field(page, 'User name')).toHaveValue('ann')
  await field(page, 'No proxy for').fill('.corp.example 10.0.0.0/8')

  await openAdvanced(page, 'TLS')
  const pem = upstream.caPem ?? ''
  await field(page, 'Authorities').fill(pem.replace(/-----END[^-]*-----/, ''))
  await openAdvanced(page, 'Time limits and retry')
  await field(page, 'Tries').fill('3')
  await field(page, 'Longest wait').fill('2.5')
  await openAdvanced(page, 'Compatibility')
  await page.getByRole('checkbox', { name: /Content as a list of parts/ }).check()
  await choose(page, 'Output limit field', 'max_completion_tokens')

  // A fold with an issue opens by itself, and the field has focus.
  await page.locator('summary', { hasText: 'Advanced' }).click()
  await saveButton(page).click()
  await expect(field(page, 'Authorities')).toBeFocused()
  await expect(field(page, 'Authorities')).toHaveAccessibleDescription(/not whole/)
  await field(page, 'Authorities').fill(pem)

  await checkConnection(page, 'Answers')
  await expect(checkResult(page)).toContainText('in the header x-corp-key')
  expect(proxy.asked.length).toBeGreaterThan(0)
  await saveEndpoint(page, 'Corp gateway')
  await expect(page.getByText('Saved “Corp gateway”.')).toBeVisible()

  await page.reload()
  await page.getByRole('heading', { name: 'Corp gateway', level: 1 }).waitFor()
  await openAllGroups(page)
  await expect(page.getByRole('combobox', { name: 'How to authenticate' })).toHaveValue(
    'Own header',
  )
  const kept: [string, string][] = [
    ['Header name', 'x-corp-key'],
    ['Proxy URL', proxyUrl],
    ['User name', 'ann'],
    ['No proxy for', '.corp.example, 10.0.0.0/8'],
    ['Authorities', pem.trim()],
    ['Tries', '3'],
    ['Longest wait', '2.5'],
  ]
  for (const [label, value] of kept) await expect(field(page, label)).toHaveValue(value)
  await expect(page.getByRole('checkbox', { name: /Content as a list/ })).toBeChecked()
  await expect(page.getByRole('combobox', { name: 'Output limit field' })).toHaveValue(
    'max_completion_tokens',
  )
  await expect(page.getByRole('group', { name: 'Password' })).toContainText('Saved')
  const shown = await readPage(page)
  expect(shown).not.toContain(key)
  expect(shown).not.toContain(password)
})

test('a program that prints the token is asked about, then run, then known', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const key = 'printed-token-4711'
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey: key })
  const home = await createHome()
  const script = join(home, 'print-token.mjs')
  const runs = join(home, 'runs')
  await writeFile(
    script,
    `import { appendFileSync } from 'node:fs'
     appendFileSync(${JSON.stringify(runs)}, 'x')
     console.log(JSON.stringify({ token: '${key}', expires_in: 3000 }))`,
  )
  const countRuns = async (): Promise<number> =>
    (await readFile(runs, 'utf8').catch(() => '')).length
  const app = await launchApp({ home })
  const { page } = app
  await openNewProvider(page)
  await field(page, 'Name').fill('By command')
  await field(page, 'Base URL').fill(upstream.expectations.baseUrl)
  await openAdvanced(page, 'Authentication')
  await choose(page, 'How to authenticate', 'Command that prints a token')
  await field(page, 'Program').fill(process.execPath)
  await page.getByRole('button', { name: 'Add argument' }).click()
  await expect(field(page, 'Argument 1')).toBeFocused()
  await page.keyboard.type(script)

  const check = page.getByRole('button', { name: 'Check connection', exact: true })
  await check.click()
  const shown = await answerQuestion(app, 'Do not run it')
  expect(shown).toContain(process.execPath)
  expect(shown).toContain(script)
  await expect(page.getByRole('alert')).toContainText('may not be run')
  expect(await countRuns()).toBe(0)

  await check.click()
  await answerQuestion(app, 'Allow')
  const result = checkResult(page)
  await expect(result.getByRole('status').filter({ hasText: 'Answers' })).toBeVisible()
  await expect(result).toContainText(/Token printed by .*, in 50 min/)
  expect(await countRuns()).toBe(1)
  // Known now, so nothing is asked.
  await saveEndpoint(page, 'By command')
  expect(await readPage(page)).not.toContain(key)

  // Other arguments are another question.
  await openAdvanced(page, 'Authentication')
  await field(page, 'Argument 1').fill(`${script}.other`)
  await saveButton(page).click()
  expect(await answerQuestion(app, 'Do not run it')).toContain(`${script}.other`)
  await expect(page.getByText('Unsaved changes')).toBeVisible()
})

/** Electron asks by the system's dialog, a browser by the page's; gives what the question shows. */
async function answerQuestion(
  { page, run }: Pick<Patchbay, 'page' | 'run'>,
  button: 'Do not run it' | 'Allow',
): Promise<string> {
  if (run.answerQuestion) return run.answerQuestion(button === 'Allow' ? 1 : 0)
  const question = page.getByRole('alertdialog')
  const shown = await question.innerText()
  await question.getByRole('button', { name: button }).click()
  await expect(question).toHaveCount(0)
  return shown
}

test('an entry that is deleted elsewhere leaves what was typed, to be saved as a new one', async ({
  createHome,
  launchApp,
}) => {
  const home = await createHome()
  await addEndpoint(home, {
    name: 'Shared',
    spec: 'openai-chat-completions',
    baseUrl: 'http://127.0.0.1:9/v1',
    headers: { 'x-team': 'a' },
    secrets: {},
  })
  const { page } = await launchApp({ home })
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Edit Shared' }).click()
  await page.getByRole('heading', { name: 'Shared', level: 1 }).waitFor()
  await field(page, 'Base URL').fill('http://127.0.0.1:10/v1')
  await runPatchbay(['endpoint', 'remove', 'Shared', '--yes'], { home })
  await expect(page.getByRole('alert')).toContainText('was deleted')
  await expect(field(page, 'Base URL')).toHaveValue('http://127.0.0.1:10/v1')
  await page.getByRole('button', { name: 'Save as new' }).first().click()
  await expect(page.getByText('Saved “Shared”.')).toBeVisible()
  await expect(saveButton(page)).toBeVisible()
  await expect(field(page, 'Base URL')).toHaveValue('http://127.0.0.1:10/v1')
  const { stdout } = await runPatchbay(['endpoint', 'show', 'Shared'], { home })
  expect(JSON.parse(stdout)).toMatchObject({ headers: { 'x-team': 'a' } })
})

test('an entry that is deleted from its own form leads back to the list and can be undone', async ({
  createHome,
  launchApp,
}) => {
  const home = await createHome()
  const baseUrl = 'http://127.0.0.1:9/v1'
  await addEndpoint(home, { name: 'Mine', spec: 'openai-chat-completions', baseUrl, secrets: {} })
  const { page } = await launchApp({ home })
  await openCustomProviders(page)
  await page.getByRole('button', { name: 'Edit Mine' }).click()
  await field(page, 'Base URL').fill('http://127.0.0.1:10/v1')
  await page.getByRole('button', { name: 'More actions for Mine' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await page.getByRole('heading', { name: 'Custom Providers', level: 1 }).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('row', { name: 'Mine' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the open settings, ${colorScheme}`, async ({ launchApp }) => {
    const { page } = await launchApp()
    await page.emulateMedia({ colorScheme })
    await openNewProvider(page)
    await openAllGroups(page)
    await choose(page, 'How to authenticate', 'Command that prints a token')
    await page.getByRole('button', { name: 'Add argument' }).click()
    await field(page, 'Client certificate').fill('half')
    await field(page, 'Longest wait').fill('long')
    await saveButton(page).click()
    await expect(field(page, 'Longest wait')).toHaveAccessibleDescription(/seconds/)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target).join()}`),
    ).toEqual([])
  })
}
