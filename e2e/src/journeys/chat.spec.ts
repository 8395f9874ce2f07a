/** @file J3: a reply streams, can be stopped, and fails in words; the request can be looked at. */
import { createGate, describeEndpoint, type StrictUpstream } from '@patchbay/provider-core/testing'
import { addEndpoint } from '../command.ts'
import { expect, test, type Patchbay } from '../fixtures.ts'
import { messageBox, pickModel, replyFrom, sendMessage, waitForReply } from '../screens/chat.ts'
import { openChat } from '../screens/navigation.ts'

const model = 'house-model'

interface Start {
  createHome: () => Promise<string>
  launchApp: (options: { home: string }) => Promise<Patchbay>
  upstream: StrictUpstream
}

/** The app, open in the chat, with an endpoint and its model chosen. */
async function startChat({ createHome, launchApp, upstream }: Start): Promise<Patchbay> {
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'House' })
  await addEndpoint(home, { ...endpoint, models: [model, `${model}-two`] })
  const app = await launchApp({ home })
  await openChat(app.page)
  await pickModel(app.page, model)
  return app
}

test('a reply streams in while it is made', async ({ createHome, launchApp, startUpstream }) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const { page } = await startChat({ createHome, launchApp, upstream })
  const gate = createGate()
  upstream.queueBehaviours({
    kind: 'reply',
    gate,
    reasoning: 'Counting to two first.',
    text: 'The first half is here. The **second** half comes later.',
  })
  await sendMessage(page, 'Talk to me slowly')
  const reply = replyFrom(page, model)
  await expect(async () => {
    gate.release(1)
    await expect(reply).toContainText('The first half', { timeout: 250 })
  }).toPass()
  await expect(reply).toHaveAttribute('aria-busy', 'true')
  await expect(reply).not.toContainText('comes later')
  gate.open()
  await waitForReply(page, model)
  await expect(reply).toContainText('The first half is here. The second half comes later.')
  await expect(reply.locator('strong', { hasText: 'second' })).toBeVisible()
  await expect(reply).toContainText('first token')
  await expect(reply).toContainText('tokens/s')

  const reasoning = reply.getByText('Counting to two first.')
  await expect(reasoning).toBeHidden()
  await reply.getByText(/^Thought for/).click()
  await expect(reasoning).toBeVisible()
})

test('Stop closes the upstream socket and keeps what arrived', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const app = await startChat({ createHome, launchApp, upstream })
  const { page } = app
  upstream.queueBehaviours({ kind: 'hang-mid-stream', afterChunks: 12 })
  await sendMessage(page, 'Begin and hang')
  const reply = replyFrom(page, model)
  await expect(reply).toContainText(model)
  await expect(reply).toContainText('heard')
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(reply).toContainText('Stopped')
  const request = await upstream.waitForRequest((seen) => seen.operation !== 'list')
  expect((await request.ended).how).toBe('aborted')
  await expect(reply).toContainText('heard')

  const again = await app.restart()
  await openChat(again)
  await again.getByRole('link', { name: /Begin and hang/ }).click()
  await expect(replyFrom(again, model)).toContainText('heard')
  await expect(replyFrom(again, model)).toContainText('Stopped')
})

test('regenerate asks again, copy takes the reply, edit sends anew', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-responses' })
  const { page } = await startChat({ createHome, launchApp, upstream })
  upstream.queueBehaviours({ kind: 'reply', text: 'first answer' })
  await sendMessage(page, 'Ask twice')
  const reply = await waitForReply(page, model)
  await expect(reply).toContainText('first answer')
  upstream.queueBehaviours({ kind: 'reply', text: 'second answer' })
  await reply.getByRole('button', { name: 'Regenerate' }).click()
  await expect(reply).toContainText('second answer')
  await expect(page.getByText('first answer')).toHaveCount(0)

  await waitForReply(page, model)
  // The page writes to the clipboard in its own time.
  await expect(async () => {
    await reply.getByRole('button', { name: 'Copy reply' }).click()
    await messageBox(page).fill('')
    await page.keyboard.press('ControlOrMeta+V')
    await expect(messageBox(page)).toHaveValue('second answer', { timeout: 1000 })
  }).toPass({ timeout: 15_000 })
  await messageBox(page).fill('')

  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await page.getByRole('textbox', { name: 'Edited message' }).fill('Ask a third time')
  await page.getByRole('button', { name: 'Save and send' }).click()
  await expect(replyFrom(page, model)).toContainText('heard: Ask a third time')
  const bodies = upstream.requests.map(({ bodyText }) => bodyText).filter((body) => body !== '')
  expect(bodies.at(-1)).toContain('Ask a third time')
  expect(bodies.at(-1)).not.toContain('Ask twice')
})

test('Request and Copy as curl show what was sent, and no key', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const apiKey = 'sk-house-4711-secret'
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey })
  const { page } = await startChat({ createHome, launchApp, upstream })
  await sendMessage(page, 'What goes over the wire?')
  const reply = await waitForReply(page, model)
  await reply.getByRole('button', { name: 'Request', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Request' })
  await expect(dialog).toContainText('/chat/completions')
  await expect(dialog).toContainText('What goes over the wire?')
  await expect(dialog).toContainText('Status')
  await expect(dialog).not.toContainText(apiKey)
  await dialog.getByRole('button', { name: 'Copy as curl' }).click()
  await expect(dialog.getByText('Copied, with the key as $API_KEY')).toBeVisible()
  await dialog.getByRole('button', { name: 'Close' }).first().click()
  await messageBox(page).focus()
  await page.keyboard.press('ControlOrMeta+V')
  const command = await messageBox(page).inputValue()
  expect(command).toMatch(/^curl /)
  expect(command).toContain('$API_KEY')
  expect(command).toContain('/chat/completions')
  expect(command).not.toContain(apiKey)
})
