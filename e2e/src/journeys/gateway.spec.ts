/** @file J4: the gateway is started in the window, a tool uses it, and its requests are seen and understood. */
import { createServer, type AddressInfo } from 'node:net'
import OpenAI from 'openai'
import { createGate, describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint } from '../command.ts'
import { expect, test, type Patchbay } from '../fixtures.ts'
import {
  addAlias,
  findFreePort,
  gatewayState,
  inspector,
  openGateway,
  openPart,
  readKey,
  requestRows,
  startGateway,
} from '../screens/gateway.ts'

const model = 'house-model'
const name = `house/${model}`
const messages = [{ role: 'user' as const, content: 'Hello through the gateway' }]

function createClient(address: string, apiKey: string): OpenAI {
  return new OpenAI({ baseURL: `${address}/v1`, apiKey, maxRetries: 0 })
}

test('a tool uses the address and the key, and its request is seen live and inspected', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const apiKey = 'sk-house-behind-the-gateway'
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey })
  const home = await createHome()
  await addEndpoint(home, {
    ...describeEndpoint(upstream.expectations, { name: 'House' }),
    models: [model],
  })
  const { page } = await launchApp({ home })
  await openGateway(page)
  await expect(gatewayState(page)).toContainText('Stopped')
  const address = await startGateway(page)
  await expect(page.getByRole('link', { name: 'Gateway running' })).toBeVisible()

  const key = await readKey(page)
  const filter = page.getByRole('searchbox', { name: 'Filter requests' })
  await expect(async () => {
    await page.getByRole('button', { name: 'Copy gateway key' }).click()
    await filter.fill('')
    await page.keyboard.press('ControlOrMeta+V')
    await expect(filter).toHaveValue(key, { timeout: 1000 })
  }).toPass({ timeout: 15_000 })
  await filter.fill('')

  const gate = createGate()
  upstream.queueBehaviours({ kind: 'reply', gate, text: 'Seen while it streams.' })
  const client = createClient(address, key)
  const stream = await test.step('a stream begins', async () => {
    const begun = client.chat.completions.create({ model: name, messages, stream: true })
    await expect(requestRows(page).first().getByRole('img', { name: 'streaming' })).toBeVisible()
    gate.open()
    return begun
  })
  let text = ''
  for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
  expect(text).toBe('Seen while it streams.')

  const row = requestRows(page).first()
  await expect(row).toContainText('200')
  await expect(row).toContainText(name)
  await expect(row).toContainText('House')
  await row.press('Enter')
  const facts = inspector(page)
  await expect(facts).toContainText('OpenAI Chat, passed through')
  await expect(facts).toContainText(model)
  await facts.getByRole('button', { name: 'Keep requests and replies' }).click()
  await expect(facts).toContainText('came before this was switched on')

  await client.chat.completions.create({ model: name, messages })
  await expect(requestRows(page)).toHaveCount(2)
  await expect(requestRows(page).first()).toContainText('200')
  await page.keyboard.press('Home')
  await requestRows(page).first().press('Enter')
  await expect(facts.getByRole('region', { name: 'Request' })).toContainText(
    'Hello through the gateway',
  )
  await expect(facts).not.toContainText(apiKey)
  await facts.getByRole('tab', { name: 'Response' }).click()
  await expect(facts.getByRole('region', { name: 'Response' })).toContainText('HTTP 200')
  await facts.getByRole('button', { name: 'Copy as curl' }).click()
  await expect(facts.getByText('Copied, with the key as $PATCHBAY_KEY')).toBeAttached()

  await requestRows(page).first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(requestRows(page).nth(1)).toBeFocused()
  await expect(facts).toContainText('came before this was switched on')
  await page.keyboard.press('Escape')
  await expect(facts).toHaveCount(0)

  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(gatewayState(page)).toContainText('Stopped')
  await expect(client.chat.completions.create({ model: name, messages })).rejects.toThrow(
    /connect/i,
  )
})

/** The app on the Gateway screen, running, with one endpoint behind it. */
async function startHouse(fixtures: {
  createHome: () => Promise<string>
  launchApp: (options: { home: string }) => Promise<Patchbay>
  upstream: Parameters<typeof describeEndpoint>[0]
}): Promise<{ app: Patchbay; address: string; key: string }> {
  const home = await fixtures.createHome()
  const endpoint = describeEndpoint(fixtures.upstream, { name: 'House' })
  await addEndpoint(home, { ...endpoint, models: [model] })
  const app = await fixtures.launchApp({ home })
  await openGateway(app.page)
  const address = await startGateway(app.page)
  return { app, address, key: await readKey(app.page) }
}

test('a rotated key is refused at once, and an alias made in the window works', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const { expectations: upstream } = await startUpstream({ spec: 'anthropic' })
  const { app, address, key } = await startHouse({ createHome, launchApp, upstream })
  const { page } = app
  const ask = (apiKey: string, wanted: string) =>
    createClient(address, apiKey).chat.completions.create({ model: wanted, messages })
  expect((await ask(key, name)).choices[0]?.message.content).toContain('Hello through the gateway')

  await page.getByRole('button', { name: 'Rotate', exact: true }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('OpenAI SDK')
  await question.getByRole('button', { name: 'Rotate' }).click()
  await expect(question).toHaveCount(0)
  await expect(ask(key, name)).rejects.toMatchObject({ status: 401 })
  await expect(requestRows(page).first()).toContainText('wrong key')
  const next = await readKey(page)
  expect(next).not.toBe(key)

  await addAlias(page, { name: 'fast', place: 'House', model })
  await expect(page.getByRole('table', { name: 'Aliases' })).toContainText(`House: ${model}`)
  expect((await ask(next, 'fast')).choices[0]?.message.content).toContain('gateway')
  await page.getByRole('button', { name: 'Remove fast' }).click()
  await expect(page.getByText('No aliases yet')).toBeVisible()
  await expect(ask(next, 'fast')).rejects.toMatchObject({ status: 404 })
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('table', { name: 'Aliases' })).toContainText('fast')
  expect((await ask(next, 'fast')).choices).toHaveLength(1)

  await openPart(page, 'Usage')
  await expect(page.getByRole('table', { name: 'Usage by model' })).toContainText('fast', {
    timeout: 30_000,
  })
})

test('keys are made, limited, shown and revoked', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const { expectations: upstream } = await startUpstream({ spec: 'openai-chat-completions' })
  const { app, address } = await startHouse({ createHome, launchApp, upstream })
  const { page } = app
  await openPart(page, 'Keys')
  await page.getByRole('button', { name: 'New key' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Continuous integration')
  await dialog.getByText('Some models', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await expect(dialog.getByRole('alert')).toContainText('Name at least one model')
  await dialog.getByRole('textbox', { name: 'Models' }).fill('other/*')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await dialog.getByRole('button', { name: 'Show key Continuous integration' }).click()
  const value = dialog.locator('code')
  await expect(value).not.toContainText('•')
  const key = await value.innerText()
  await dialog.getByRole('button', { name: 'Done' }).click()

  const ask = () => createClient(address, key).chat.completions.create({ model: name, messages })
  await expect(ask()).rejects.toMatchObject({ status: 403 })
  const row = page.getByRole('row', { name: 'Continuous integration' })
  await expect(row).toContainText('other/*')
  await row.getByRole('button', { name: 'Actions for Continuous integration' }).click()
  await page.getByRole('menuitem', { name: 'Rename or limit…' }).click()
  await dialog.getByText('Every model', { exact: true }).click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(row).toContainText('every model')
  expect((await ask()).choices).toHaveLength(1)

  await row.getByRole('button', { name: 'Actions for Continuous integration' }).click()
  await page.getByRole('menuitem', { name: 'Revoke…' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke' }).click()
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(row).toHaveCount(0)
  await expect(ask()).rejects.toMatchObject({ status: 401 })
})

test('a taken port is named with its mend, and a start without a key is asked about', async ({
  launchApp,
}) => {
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const { page } = await launchApp()
  await openGateway(page)
  await openPart(page, 'Settings')
  await page.getByRole('textbox', { name: 'Port' }).fill(String(port))
  await page.getByRole('button', { name: 'Use this port and start' }).click()
  const problem = page.getByRole('alert').filter({ hasText: String(port) })
  await expect(problem).toBeVisible()
  const free = await findFreePort()
  await problem.getByRole('textbox', { name: 'Port' }).fill(String(free))
  await problem.getByRole('button', { name: 'Use this port and start' }).click()
  await expect(gatewayState(page)).toContainText('Running')
  await expect(problem).toHaveCount(0)
  other.close()

  const list = () => fetch(`http://127.0.0.1:${free}/v1/models`)
  expect((await list()).status).toBe(401)
  const required = page.getByRole('checkbox', { name: /^Require a key/ })
  await required.click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Keep requiring one' }).click()
  await expect(required).toBeChecked()
  await required.click()
  await page.getByRole('button', { name: 'Do not require a key' }).click()
  await expect(required).not.toBeChecked()
  await expect(async () => expect((await list()).status).toBe(200)).toPass()

  const runEntry = async (entry: string): Promise<void> => {
    await page.keyboard.press('ControlOrMeta+K')
    await page.getByRole('dialog', { name: 'Palette' }).getByRole('combobox').fill(entry)
    await page.keyboard.press('Enter')
  }
  await runEntry('stop the gateway')
  await expect(gatewayState(page)).toContainText('Stopped')
  await runEntry('start the gateway')
  await expect(gatewayState(page)).toContainText('Running')
})

test('set-ups carry the address and the model, and the key only when copied', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const { expectations: upstream } = await startUpstream({ spec: 'openai-chat-completions' })
  const { app, address, key } = await startHouse({ createHome, launchApp, upstream })
  const { page } = app
  await page.getByRole('tab', { name: 'Codex' }).click()
  const file = page.getByRole('region', { name: 'Codex: ~/.codex/config.toml' })
  await expect(file).toContainText(`base_url = "${address}/v1"`)
  await expect(file).toContainText(`model = "${name}"`)
  await page.getByRole('button', { name: 'More tools' }).click()
  await page.getByRole('menuitem', { name: 'opencode' }).click()
  const json = page.getByRole('region', { name: /^opencode: / })
  await expect(json).toContainText('pbk-••••')
  await expect(page.getByText(key)).toHaveCount(0)
  const filter = page.getByRole('searchbox', { name: 'Filter requests' })
  await expect(async () => {
    await page.getByRole('button', { name: 'Copy with key' }).click()
    await filter.fill('')
    await page.keyboard.press('ControlOrMeta+V')
    expect(await filter.inputValue()).toContain(key)
  }).toPass({ timeout: 15_000 })
})
