/** @file The first start: three doors, and a demo that answers without key and network. */
import { expect, test } from '../fixtures.ts'
import { messageBox, modelPicker, sendMessage, waitForReply } from '../screens/chat.ts'
import { openCustomProviders } from '../screens/navigation.ts'

test('the demo endpoint answers over the usual way', async ({ launchApp }) => {
  const app = await launchApp()
  const { page } = app
  await expect(page.getByRole('heading', { name: 'Connect a model endpoint' })).toBeVisible()
  await page.getByRole('button', { name: /^Try the demo endpoint/ }).click()
  await messageBox(page).waitFor()
  await expect(modelPicker(page)).toContainText('demo')
  await sendMessage(page, 'Hello, demo')
  const reply = await waitForReply(page, 'demo-chat')
  await expect(reply).not.toContainText('The reply has no text')
  await expect(reply).toContainText('first token')
  await reply.getByRole('button', { name: 'Request', exact: true }).click()
  await expect(page.getByRole('dialog', { name: 'Request' })).toContainText('http://127.0.0.1')
  await page.keyboard.press('Escape')

  // It is there once, and again after a restart.
  const again = await app.restart()
  await messageBox(again).waitFor()
  await again.getByRole('link', { name: /Hello, demo/ }).click()
  await sendMessage(again, 'Still there?')
  await waitForReply(again, 'demo-chat')
  await expect(again.getByRole('article', { name: 'Reply from demo-chat' })).toHaveCount(2)
})

test('the doors lead to the form and to the import', async ({ launchApp }) => {
  const { page } = await launchApp()
  await page.getByRole('button', { name: /^Add a custom provider/ }).click()
  await expect(page.getByRole('heading', { name: 'New provider' })).toBeVisible()
  await expect(page.getByRole('combobox', { name: 'Provider Type' })).toHaveValue(
    'OpenAI (Chat Completions)',
  )
  await page.goBack()
  await page.getByRole('button', { name: /^Import/ }).click()
  await expect(page.getByRole('heading', { name: 'Data', level: 1 })).toBeVisible()
  await openCustomProviders(page)
  await expect(page.getByText('No custom providers yet')).toBeVisible()
})
