/** @file What changes around a running gateway: its port, the window's size, an endpoint that an alias needs. */
import { createServer, type AddressInfo } from 'node:net'
import { describeEndpoint } from '@patchbay/provider-core/testing'
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
import { openChat, openCustomProviders } from '../screens/navigation.ts'

const model = 'house-model'

/** The app on the Gateway screen, running, with one endpoint behind it. */
async function startHouse(fixtures: {
  createHome: () => Promise<string>
  launchApp: (options: { home: string }) => Promise<Patchbay>
  upstream: Parameters<typeof describeEndpoint>[0]
}) {
  const home = await fixtures.createHome()
  const endpoint = describeEndpoint(fixtures.upstream, { name: 'House' })
  await addEndpoint(home, { ...endpoint, models: [model] })
  const { page } = await fixtures.launchApp({ home })
  await openGateway(page)
  return { page, address: await startGateway(page) }
}

const listModels = (address: string) => fetch(`${address}/v1/models`)

test('a running gateway moves to a free port, and stays where it is when the new one is taken', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const { expectations: upstream } = await startUpstream({ spec: 'openai-chat-completions' })
  const { page, address } = await startHouse({ createHome, launchApp, upstream })
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  await openPart(page, 'Settings')
  const box = page.getByRole('textbox', { name: 'Port' })
  const again = page.getByRole('button', { name: 'Save and start again' })
  await box.fill(String(port))
  await again.click()
  await expect(page.getByText(`Port ${port} is taken`)).toBeVisible()
  await expect(box).toHaveValue(String(port))
  await expect(gatewayState(page)).toContainText('Running')
  expect((await listModels(address)).status).toBe(401)
  other.close()

  const free = await findFreePort()
  await box.fill(String(free))
  await again.click()
  await expect
    .poll(async () =>
      listModels(`http://127.0.0.1:${free}`).then(
        ({ status }) => status,
        () => 0,
      ),
    )
    .toBe(401)
  const asksThere = (): Promise<unknown> => listModels(address).catch(() => 'nothing there')
  await expect.poll(asksThere).toBe('nothing there')
  await openPart(page, 'Overview')
  await expect(page.getByRole('group', { name: 'Address' })).toContainText(String(free))
})

test('a narrow window keeps every column of the requests, and a toast leaves the composer free', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const { expectations: upstream } = await startUpstream({ spec: 'openai-chat-completions' })
  const { page, address } = await startHouse({ createHome, launchApp, upstream })
  await page.setViewportSize({ width: 960, height: 620 })
  const key = await readKey(page)
  await fetch(`${address}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: `house/${model}`, messages: [{ role: 'user', content: 'Hi' }] }),
  })
  await expect(requestRows(page)).toHaveCount(1)
  await expect(page.getByText('1 routed today')).toBeVisible()
  const heads = page.getByRole('table', { name: 'Requests' }).getByRole('columnheader')
  await expect(heads).toHaveText([
    'Time',
    'Status',
    'From',
    'Model',
    'Sent to',
    'First byte',
    'Total',
  ])
  await requestRows(page).first().press('Enter')
  await expect(inspector(page)).toBeVisible()
  await expect(heads.filter({ hasText: 'First byte' })).toBeHidden()
  await page.keyboard.press('Escape')

  await addAlias(page, { name: 'fast', place: 'House', model })
  await page.getByRole('button', { name: 'Remove fast' }).click()
  // It stands at the same place on every screen.
  const toast = await page.getByText('Removed the alias “fast”.').locator('..').boundingBox()
  await openChat(page)
  const composer = await page.getByRole('textbox', { name: 'Message', exact: true }).boundingBox()
  expect((toast?.x ?? Infinity) + (toast?.width ?? 0)).toBeLessThan(composer?.x ?? 0)
})

test('the list of custom providers names the alias that uses one, and its deletion asks first', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const { expectations: upstream } = await startUpstream({ spec: 'openai-chat-completions' })
  const { page } = await startHouse({ createHome, launchApp, upstream })
  await addAlias(page, { name: 'fast', place: 'House', model })
  await openCustomProviders(page)
  await expect(page.getByRole('row', { name: /House/ })).toContainText('gateway alias fast')
  await page.getByRole('row', { name: /House/ }).hover()
  await page.getByRole('button', { name: 'Delete House' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('The gateway alias “fast” sends to it')
  await question.getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('row', { name: /House/ })).toHaveCount(0)
  await openGateway(page)
  await openPart(page, 'Models')
  await expect(page.getByRole('table', { name: 'Aliases' })).toContainText(
    `The custom provider for "${model}" was deleted.`,
  )
})
