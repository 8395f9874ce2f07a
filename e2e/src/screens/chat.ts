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

export interface GivenFile {
  name: string
  type: string
  bytes: Buffer
}

/** Files that wait to be sent. */
export const attachedFiles = (page: Page): Locator =>
  page.getByRole('list', { name: 'Attached files' }).getByRole('listitem')

/** Chooses files in the dialog of the button, and waits until they are kept. */
export async function attachFiles(page: Page, files: readonly GivenFile[]): Promise<void> {
  const dialog = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach files' }).click()
  await (
    await dialog
  ).setFiles(files.map(({ name, type, bytes }) => ({ name, mimeType: type, buffer: bytes })))
  for (const { name } of files) await page.getByRole('button', { name: `Remove ${name}` }).waitFor()
}

/** Drops files onto the conversation. */
export async function dropFiles(page: Page, files: readonly GivenFile[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (given) => {
      const data = new DataTransfer()
      for (const { name, type, bytes } of given) {
        data.items.add(new File([new Uint8Array(bytes)], name, { type }))
      }
      return data
    },
    files.map(({ name, type, bytes }) => ({ name, type, bytes: [...bytes] })),
  )
  for (const type of ['dragenter', 'dragover', 'drop']) {
    await messageBox(page).dispatchEvent(type, { dataTransfer: transfer })
  }
}

/** Pastes a picture into the message, as from a screenshot. */
export async function pasteImage(page: Page, file: GivenFile): Promise<void> {
  await messageBox(page).evaluate(
    (box, { name, type, bytes }) => {
      const clipboardData = new DataTransfer()
      clipboardData.items.add(new File([new Uint8Array(bytes)], name, { type }))
      box.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      )
    },
    { name: file.name, type: file.type, bytes: [...file.bytes] },
  )
}
