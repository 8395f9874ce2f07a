/** @file J2: a built-in provider is switched to a custom endpoint, ids mapped. */
import { expect, test } from '../fixtures.ts'
import { modelPicker, pickModel, sendMessage, waitForReply } from '../screens/chat.ts'
import { fillEndpoint, saveEndpoint } from '../screens/endpoint-form.ts'
import { openChat, openNewProvider, openSettings } from '../screens/navigation.ts'

test('Anthropic goes to the custom endpoint, and its models arrive as the mapping says', async ({
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const { page } = await launchApp()
  await openNewProvider(page)
  await fillEndpoint(page, upstream.expectations, {
    name: 'Company proxy',
    mapping: '{"claude-sonnet-4-6": "claude-v2"}',
  })
  await saveEndpoint(page, 'Company proxy')

  await openSettings(page)
  const anthropic = page.getByRole('group', { name: 'Anthropic', exact: true })
  await expect(anthropic.getByRole('radio', { name: 'Official API' })).toBeChecked()
  await anthropic.getByRole('radio', { name: 'Custom endpoint' }).check({ force: true })
  await expect(anthropic.getByRole('combobox', { name: 'Endpoint' })).toHaveValue('Company proxy')

  await page.getByRole('searchbox', { name: 'Search models' }).fill('Anthropic')
  const table = page.getByRole('table', { name: 'Models' })
  const models = table.getByRole('row').filter({ hasText: /claude-/ })
  const sonnet = models.filter({ hasText: 'claude-sonnet-4-6' })
  await expect(sonnet.filter({ hasText: 'claude-v2' }).first()).toBeVisible()
  await expect(models.filter({ hasNotText: 'Company proxy' })).toHaveCount(0)
  expect(await models.count()).toBeGreaterThan(3)

  await openChat(page)
  await pickModel(page, 'claude-sonnet-4-6')
  await expect(modelPicker(page)).toContainText('Company proxy')
  await sendMessage(page, 'Which model are you?')
  const reply = await waitForReply(page, 'claude-sonnet-4-6')
  await expect(reply).toContainText('claude-v2 heard: Which model are you?')
  expect(upstream.requests.at(-1)?.model).toBe('claude-v2')

  // The same switch stands in the chat's head.
  const head = page.getByRole('group', { name: 'Mode' })
  await head.getByRole('radio', { name: 'Official API' }).check({ force: true })
  await expect(modelPicker(page)).not.toContainText('Company proxy')
  await head.getByRole('radio', { name: 'Custom endpoint' }).check({ force: true })
  await expect(modelPicker(page)).toContainText('Company proxy')
})
