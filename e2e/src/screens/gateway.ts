/** @file The Gateway screen, by its names. */
import { createServer, type AddressInfo } from 'node:net'
import { expect, type Locator, type Page } from '@playwright/test'

export async function openGateway(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Gateway/ }).click()
  await page.getByRole('heading', { name: 'Gateway', level: 1 }).waitFor()
}

export type GatewayPart = 'Overview' | 'Models' | 'Keys' | 'Usage' | 'Settings'

export async function openPart(page: Page, part: GatewayPart): Promise<void> {
  await page.getByRole('tab', { name: part, exact: true }).click()
}

export const gatewayState = (page: Page): Locator =>
  page.getByRole('status').filter({ hasText: /^(Running|Stopped)/ })

/** A port that nothing holds now; parallel journeys must not meet on the default one. */
export async function findFreePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Starts it on a free port, from its settings; gives its address. */
export async function startGateway(page: Page): Promise<string> {
  const port = await findFreePort()
  await openPart(page, 'Settings')
  await page.getByRole('textbox', { name: 'Port' }).fill(String(port))
  await page.getByRole('button', { name: 'Use this port and start' }).click()
  await expect(gatewayState(page)).toContainText('Running')
  await openPart(page, 'Overview')
  const address = page.getByRole('group', { name: 'Address' })
  await expect(address).toContainText(`http://127.0.0.1:${port}`)
  return `http://127.0.0.1:${port}`
}

/** The value of the main key, as the screen shows it when it is asked to. */
export async function readKey(page: Page): Promise<string> {
  const box = page.getByRole('group', { name: 'gateway key' })
  await expect(box).toContainText('pbk-••••')
  await box.getByRole('button', { name: 'Show gateway key' }).click()
  await expect(box).not.toContainText('••••')
  const value = await box.locator('code').innerText()
  await box.getByRole('button', { name: 'Hide gateway key' }).click()
  return value
}

/** Rows of the live list, the newest first. */
export const requestRows = (page: Page): Locator =>
  page.getByRole('table', { name: 'Requests' }).locator('tbody [data-request]')

export const inspector = (page: Page): Locator =>
  page.getByRole('complementary', { name: /^Request / })

/** Makes an alias for one model, through its dialog. */
export async function addAlias(
  page: Page,
  alias: { name: string; place: string; model: string },
): Promise<void> {
  await openPart(page, 'Models')
  await page.getByRole('button', { name: 'New alias' }).click()
  const dialog = page.getByRole('dialog', { name: 'New alias' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill(alias.name)
  await dialog.getByRole('combobox', { name: 'Model 1: sent to' }).fill(alias.place)
  await page.getByRole('option', { name: alias.place }).first().click()
  await dialog.getByRole('combobox', { name: 'Model 1: model' }).fill(alias.model)
  await page.keyboard.press('Tab')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(dialog).toHaveCount(0)
}
