/** @file A recognisable key in every secret field of every type: found in the keychain, and nowhere else. */
import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import { type StrictUpstream, type StrictUpstreamOptions } from '@patchbay/provider-core/testing'
import { findLeaks, findLeaksInFiles, readProcessArguments } from './canary-search.ts'
import { runPatchbay } from './command.ts'
import { expect, test } from './fixtures.ts'
import { searchKeychain } from './keychain.ts'
import { startGateway } from './running-gateway.ts'
import { messageBox, pickModel, sendMessage, waitForReply } from './screens/chat.ts'
import {
  checkConnection,
  checkResult,
  field,
  fillEndpoint,
  saveEndpoint,
} from './screens/endpoint-form.ts'
import {
  openChat,
  openCustomProviders,
  openGateway,
  openNewProvider,
  openSettings,
} from './screens/navigation.ts'

const canaries = new Map<string, string>()

function plant(name: string): string {
  const value = `canary-${name}-${randomBytes(12).toString('hex')}`
  canaries.set(name, value)
  return value
}

const apiKeyOf = (spec: string): { apiKey: string } => ({ apiKey: plant(`${spec}-api-key`) })

function listUpstreams(): StrictUpstreamOptions[] {
  return [
    { spec: 'anthropic', ...apiKeyOf('anthropic') },
    { spec: 'openai-chat-completions', ...apiKeyOf('openai-chat-completions') },
    { spec: 'openai-responses', ...apiKeyOf('openai-responses') },
    { spec: 'google', ...apiKeyOf('google') },
    { spec: 'azure', ...apiKeyOf('azure') },
    {
      spec: 'amazon-bedrock',
      credentials: {
        accessKeyId: plant('bedrock-access-key-id'),
        secretAccessKey: plant('bedrock-secret-access-key'),
        sessionToken: plant('bedrock-session-token'),
      },
    },
    { spec: 'google-vertex' },
  ]
}

/** Everything that the page holds: its markup, and what its controls hold. */
async function readPage(page: Page): Promise<string> {
  const values = await page
    .locator('input, textarea')
    .evaluateAll((controls) => controls.map((one) => (one as HTMLInputElement).value))
  return [await page.content(), ...values, page.url()].join('\n')
}

async function expectClean(page: Page): Promise<void> {
  expect(findLeaks(await readPage(page), canaries), `what ${page.url()} shows`).toEqual([])
}

async function addWithKeys(page: Page, upstream: StrictUpstream): Promise<void> {
  const { expectations } = upstream
  const name = `Canary ${expectations.spec}`
  const model = `${expectations.models[0]}-${expectations.spec}`
  await openNewProvider(page)
  await fillEndpoint(page, expectations, { name, models: [model] })
  if (expectations.spec === 'openai-chat-completions') {
    await page.locator('summary', { hasText: 'Advanced' }).click()
    await page.getByRole('button', { name: 'Add header' }).click()
    await field(page, 'Header name 1').fill('x-team-token')
    await field(page, 'Header value 1').fill(canaries.get('header') ?? '')
  }
  await checkConnection(page, 'Answers')
  await saveEndpoint(page, name)
  await expectClean(page)
  await checkResult(page).locator('summary').last().click()
  await expectClean(page)
}

async function chatWith(page: Page, upstream: StrictUpstream): Promise<void> {
  const { spec, models, secrets } = upstream.expectations
  const model = `${models[0]}-${spec}`
  await openChat(page)
  await pickModel(page, model)
  await sendMessage(page, 'Say something')
  const reply = await waitForReply(page, model)
  await reply.getByRole('button', { name: 'Request', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Request' })
  await dialog.locator('summary', { hasText: 'Headers' }).first().click()
  await expectClean(page)
  await dialog.getByRole('button', { name: 'Copy as curl' }).click()
  await expect(dialog.getByText(/^Copied, /)).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await messageBox(page).focus()
  await page.keyboard.press('ControlOrMeta+V')
  await expect(messageBox(page)).toHaveValue(/^curl /)
  await expectClean(page)
  await messageBox(page).fill('')

  // An upstream that repeats the key in its error.
  const told = Object.values(secrets).find((value) => value.length < 200) ?? ''
  const message = `Incorrect API key provided: ${told}.`
  upstream.queueBehaviours({ kind: 'http-error', status: 401, message })
  await sendMessage(page, 'And again')
  const alert = page.getByRole('log').getByRole('alert').last()
  await expect(alert).toContainText('401')
  await alert.getByText('What the server said').click()
  await expectClean(page)
}

/** A gateway key that was really used, also by a client that writes it into its prompt. */
async function useGatewayKey(home: string, { expectations }: StrictUpstream): Promise<void> {
  const { spec, models } = expectations
  await runPatchbay(['gateway', 'key', 'create', 'Canary', '--json'], { home })
  const revealed = await runPatchbay(['gateway', 'key', 'reveal', 'Canary', '--json'], { home })
  const { value } = JSON.parse(revealed.stdout) as { value: string }
  canaries.set('gateway-key', value)
  const gateway = await startGateway(home)
  const ask = (key: string): Promise<Response> =>
    fetch(`${gateway.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: `canary-${spec}/${models[0]}-${spec}`,
        messages: [{ role: 'user', content: `My key is ${value}` }],
      }),
    })
  expect((await ask(value)).status).toBe(200)
  const refused = await ask(`${value}x`)
  expect(refused.status).toBe(401)
  expect(findLeaks(await refused.text(), canaries), 'what a refused client is told').toEqual([])
  expect(await gateway.stop()).toBe(0)
  const listed = await runPatchbay(['gateway', 'key', 'list', '--json'], { home })
  expect(listed.stdout).toContain('Canary')
  // Its first line is for whoever starts it.
  const printed = gateway.output().split('\n').slice(1).join('\n') + listed.stdout + listed.stderr
  expect(findLeaks(printed, canaries), 'the gateway and its list of keys').toEqual([])
}

test('keys of every type are in the keychain and nowhere else', async ({
  launchApp,
  startUpstream,
}) => {
  test.setTimeout(240_000)
  canaries.clear()
  const header = plant('header')
  const official = plant('official')
  const upstreams: StrictUpstream[] = []
  for (const options of listUpstreams()) {
    const own = options.spec === 'openai-chat-completions' ? { 'x-team-token': header } : undefined
    upstreams.push(await startUpstream({ ...options, ...(own ? { headers: own } : {}) }))
  }
  const vertex = upstreams.find(({ expectations }) => expectations.spec === 'google-vertex')
  const account = JSON.parse(vertex?.expectations.secrets['googleCredentials'] ?? '{}') as {
    private_key: string
  }
  canaries.set('vertex-private-key', account.private_key.split('\n')[5] ?? '')

  const app = await launchApp()
  const { home } = app
  let { page } = app
  for (const upstream of upstreams) {
    await test.step(upstream.expectations.spec, async () => {
      await addWithKeys(page, upstream)
      await chatWith(page, upstream)
    })
  }
  await openSettings(page)
  await page.getByRole('button', { name: 'Add key of OpenAI' }).click()
  await page.getByRole('dialog').getByLabel('API key', { exact: true }).fill(official)
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Change key of OpenAI' })).toBeVisible()
  await expectClean(page)
  const [first] = upstreams
  if (first) await useGatewayKey(home, first)
  await openGateway(page)
  await expectClean(page)
  const processes = [await readProcessArguments()]

  page = await app.restart()
  await openCustomProviders(page)
  await expectClean(page)
  for (const { expectations } of upstreams) {
    await openCustomProviders(page)
    const name = `Edit Canary ${expectations.spec}`
    await page.getByRole('button', { name, exact: true }).click()
    await expect(page.getByText(/^Saved in /).first()).toBeVisible()
    await expectClean(page)
  }
  await openSettings(page)
  await page.getByRole('link', { name: 'Data', exact: true }).click()
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByText(/is ready\. No key is in it/)).toBeVisible()
  await page.getByRole('checkbox', { name: 'With all keys, sealed with a passphrase' }).check()
  await page.getByLabel('New passphrase').fill('a canary sings')
  await page.getByLabel('Repeat it').fill('a canary sings')
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await expect(page.getByText(/\d+ keys sealed in it/)).toBeVisible()
  const exported = await runPatchbay(['export', '--json'], { home })
  const listed = await runPatchbay(['endpoint', 'list', '--json'], { home })
  expect(exported.stdout).toContain('Canary azure')
  processes.push(await readProcessArguments())

  const keychain = searchKeychain()
  for (const [name, value] of canaries) {
    if (name !== 'vertex-private-key') expect(keychain, name).toContain(value)
  }
  // Longer than every keychain holds: sealed in a file, with its key in the keychain.
  expect(keychain).toContain('patchbay-sealed-1:')

  const { leaks, files } = await findLeaksInFiles(home, canaries)
  expect(files).toBeGreaterThan(1)
  expect(leaks).toEqual([])
  for (const run of app.runs) {
    expect(findLeaks(run.output(), canaries), 'what the app printed').toEqual([])
    expect(findLeaks(run.toWindow.join('\n'), canaries), 'what the window was told').toEqual([])
    expect(run.toWindow.join('')).toContain('Canary azure')
  }
  const printed = exported.stdout + exported.stderr + listed.stdout + listed.stderr
  expect(findLeaks(printed, canaries), 'the export and the list').toEqual([])
  expect(findLeaks(processes.join('\n'), canaries), 'arguments of processes').toEqual([])
})
