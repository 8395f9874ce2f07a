/** @file J1, J2 and J3 without a mouse: nothing but keys is sent to the window. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from '../fixtures.ts'
import { messageBox, modelPicker, replyFrom } from '../screens/chat.ts'
import { checkResult, field, typeNames } from '../screens/endpoint-form.ts'

/** Walks with Tab until the control has focus, as far as a person would. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.waitFor()
  for (let step = 0; step < 120; step += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press(key)
  }
  throw new Error(`Tab does not reach ${String(target)}`)
}

async function typeInto(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press('ControlOrMeta+A')
  await page.keyboard.type(text)
}

test('add a provider, switch Anthropic to it and chat, by keyboard alone', async ({
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-typed-by-hand' })
  const { page } = await launchApp()
  await page.getByRole('heading', { name: 'Connect a model endpoint' }).waitFor()

  // J1
  await page.keyboard.press('ControlOrMeta+N')
  await page.getByRole('heading', { name: 'New provider' }).waitFor()
  await typeInto(page, field(page, 'Name'), 'By keyboard')
  await typeInto(page, page.getByRole('combobox', { name: 'Provider Type' }), 'Anthropic')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Provider Type' })).toHaveValue(
    typeNames.anthropic,
  )
  await typeInto(page, field(page, 'Base URL'), upstream.expectations.baseUrl)
  await typeInto(page, field(page, 'API key'), 'sk-typed-by-hand')
  await typeInto(page, field(page, 'Model ID Mapping'), '{"claude-sonnet-4-6": "claude-v2"}')
  await tabTo(page, page.getByRole('button', { name: 'Check connection' }))
  await page.keyboard.press('Enter')
  await expect(checkResult(page).getByRole('status').filter({ hasText: 'Answers' })).toBeVisible({
    timeout: 30_000,
  })
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.getByRole('heading', { name: 'By keyboard', level: 1 }).waitFor()

  // J2
  await tabTo(page, page.getByRole('link', { name: 'Settings', exact: true }))
  await page.keyboard.press('Enter')
  const anthropic = page.getByRole('group', { name: 'Anthropic', exact: true })
  await tabTo(page, anthropic.getByRole('radio', { name: 'Official API' }))
  await page.keyboard.press('ArrowRight')
  await expect(anthropic.getByRole('combobox', { name: 'Endpoint' })).toHaveValue('By keyboard')

  // J3
  await tabTo(page, page.getByRole('link', { name: 'Chat', exact: true }))
  await page.keyboard.press('Enter')
  await messageBox(page).waitFor()
  await tabTo(page, modelPicker(page))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Find or type a model id' })).toBeFocused()
  await page.keyboard.type('claude-sonnet-4-6')
  await page.keyboard.press('Enter')
  await expect(modelPicker(page)).toContainText('By keyboard')
  await tabTo(page, messageBox(page))
  await page.keyboard.type('No mouse was used')
  await page.keyboard.press('Enter')
  const reply = replyFrom(page, 'claude-sonnet-4-6')
  await expect(reply).toContainText('claude-v2 heard: No mouse was used')
  await expect(reply).toHaveAttribute('aria-busy', 'false')

  upstream.queueBehaviours({ kind: 'hang-mid-stream', afterChunks: 12 })
  await tabTo(page, messageBox(page))
  await page.keyboard.type('Hang now')
  await page.keyboard.press('Enter')
  const replies = page.getByRole('article', { name: 'Reply from claude-sonnet-4-6' })
  await expect(replies).toHaveCount(2)
  await expect(replyFrom(page, 'claude-sonnet-4-6')).toContainText('heard')
  await page.keyboard.press('Escape')
  await expect(replyFrom(page, 'claude-sonnet-4-6')).toContainText('Stopped')

  await tabTo(
    page,
    replyFrom(page, 'claude-sonnet-4-6').getByRole('button', { name: 'Request' }),
    'Shift+Tab',
  )
  await page.keyboard.press('Enter')
  await page.getByRole('dialog', { name: 'Request' }).waitFor()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog', { name: 'Request' })).toBeHidden()
})

test('the palette goes anywhere, by keyboard alone', async ({ launchApp }) => {
  const { page } = await launchApp()
  await page.getByRole('heading', { name: 'Connect a model endpoint' }).waitFor()
  await page.keyboard.press('ControlOrMeta+K')
  await expect(page.getByRole('combobox').first()).toBeFocused()
  await page.keyboard.type('Appearance')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'Appearance', level: 1 })).toBeVisible()
})
