/** @file The chat, by its names. */
import { expect, type Locator, type Page } from '@playwright/test'

export const messageBox = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Message', exact: true })

/** The last reply of a model. */
export const replyFrom = (page: Page, modelId: string): Locator =>
  page.getByRole('article', { name: `Reply from ${modelId}`, exact: true }).last()

export const modelPicker = (page: Page): Locator => page.getByRole('button', { name: /^Model: / })

async function openPicker(page: Page, typed: string): Promise<void> {
  await modelPicker(page).click()
  await page.getByRole('combobox', { name: 'Find or type a model id' }).fill(typed)
}

/** Picks a model that the list has, by its id. */
export async function pickModel(page: Page, modelId: string): Promise<void> {
  await openPicker(page, modelId)
  await page.getByRole('option', { name: modelId, exact: true }).first().click()
  await expect(modelPicker(page)).toContainText(modelId)
}

/** Uses an id that no list has. */
export async function typeModel(page: Page, modelId: string): Promise<void> {
  await openPicker(page, modelId)
  await page.getByRole('option', { name: `Use “${modelId}” as typed, unverified` }).click()
  await expect(modelPicker(page)).toContainText(modelId)
}

export async function sendMessage(page: Page, text: string): Promise<void> {
  await messageBox(page).fill(text)
  await messageBox(page).press('Enter')
}

/** The reply once it has ended, well or not. */
export async function waitForReply(page: Page, modelId: string): Promise<Locator> {
  const reply = replyFrom(page, modelId)
  await expect(reply).toHaveAttribute('aria-busy', 'false', { timeout: 30_000 })
  return reply
}
