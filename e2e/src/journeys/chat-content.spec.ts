/** @file J3 beyond text: files in, pictures, tool calls and results out, kept over a restart. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import {
  describeEndpoint,
  fakePng,
  type Behaviour,
  type StrictUpstream,
} from '@patchbay/provider-core/testing'
import { addEndpoint } from '../command.ts'
import { expect, test, type Patchbay } from '../fixtures.ts'
import {
  attachFiles,
  attachedFiles,
  dropFiles,
  messageBox,
  pasteImage,
  pickModel,
  replyFrom,
  sendMessage,
  waitForReply,
} from '../screens/chat.ts'
import { openChat } from '../screens/navigation.ts'

const model = 'house-model'
const picture = { name: 'square.png', type: 'image/png', bytes: Buffer.from(fakePng, 'base64') }
const paper = { name: 'paper.pdf', type: 'application/pdf', bytes: Buffer.from('%PDF-1.4\n') }

interface Start {
  createHome: () => Promise<string>
  launchApp: (options: { home: string }) => Promise<Patchbay>
  upstream: StrictUpstream
  models?: string[]
}

async function startChat({ createHome, launchApp, upstream, models = [model] }: Start) {
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'House' })
  await addEndpoint(home, { ...endpoint, models })
  const app = await launchApp({ home })
  await openChat(app.page)
  await pickModel(app.page, models[0] ?? model)
  return app
}

const bodiesOf = (upstream: StrictUpstream): string[] =>
  upstream.requests.map(({ bodyText }) => bodyText).filter((body) => body !== '')

/** Words, a picture and a call of a tool, as Gemini sends them. */
const drawingReply: Behaviour = {
  kind: 'raw',
  headers: { 'content-type': 'text/event-stream' },
  body: [
    { text: 'I draw it, then I look up the weather.' },
    { inlineData: { mimeType: 'image/png', data: fakePng } },
    {
      functionCall: { name: 'get_weather', args: { city: 'Oslo' } },
      thoughtSignature: 'c2lnbmVk',
    },
  ]
    .map((part, index) => ({
      candidates: [
        {
          index: 0,
          content: { role: 'model', parts: [part] },
          ...(index === 2 ? { finishReason: 'STOP' } : {}),
        },
      ],
      responseId: 'reply-1',
    }))
    .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
    .join(''),
}

async function expectNoViolations(page: Page): Promise<void> {
  for (const theme of ['light', 'dark']) {
    await page
      .locator('html')
      .evaluate((html, value) => html.setAttribute('data-theme', value), theme)
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target }) => `${id} ${target.join(' ')}`),
    )
    expect.soft(told, theme).toEqual([])
  }
}

test('a picture and a PDF are sent with a message, shown after a restart, and sent again', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const app = await startChat({ createHome, launchApp, upstream })
  const { page } = app
  await attachFiles(page, [picture, paper])
  await expect(attachedFiles(page)).toHaveCount(2)
  await expectNoViolations(page)
  await sendMessage(page, 'What are these?')
  await waitForReply(page, model)
  await expect(attachedFiles(page)).toHaveCount(0)
  const content = [
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: fakePng } },
    {
      type: 'document',
      title: 'paper.pdf',
      source: {
        type: 'base64',
        media_type: 'application/pdf',
        data: paper.bytes.toString('base64'),
      },
    },
    { type: 'text', text: 'What are these?' },
  ]
  expect(JSON.parse(bodiesOf(upstream)[0] ?? '')).toMatchObject({ messages: [{ content }] })

  const again = await app.restart()
  await openChat(again)
  await again.getByRole('link', { name: /What are these/ }).click()
  const files = again.getByRole('list', { name: 'Files of this message' })
  await expect(files.getByRole('button', { name: 'Show square.png' }).locator('img')).toBeVisible()
  await expect(files.getByRole('button', { name: 'Save paper.pdf' })).toBeVisible()
  await files.getByRole('button', { name: 'Show square.png' }).click()
  await expect(again.getByRole('dialog').getByRole('img', { name: 'square.png' })).toBeVisible()
  await again.keyboard.press('Escape')

  await sendMessage(again, 'And now?')
  await expect(replyFrom(again, model)).toContainText('heard: And now?')
  expect(JSON.parse(bodiesOf(upstream)[1] ?? '')).toMatchObject({ messages: [{ content }, {}, {}] })

  await again.getByRole('button', { name: 'Edit', exact: true }).first().click()
  await again.getByRole('textbox', { name: 'Edited message' }).fill('Only this')
  await again.getByRole('button', { name: 'Save and send' }).click()
  await expect(replyFrom(again, model)).toContainText('heard: Only this')
  expect(JSON.parse(bodiesOf(upstream)[2] ?? '')).toMatchObject({
    messages: [{ content: [...content.slice(0, 2), { type: 'text', text: 'Only this' }] }],
  })
})

test('files come by drop and paste too; what no model takes is refused in words', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const { page } = await startChat({ createHome, launchApp, upstream })
  await dropFiles(page, [picture, { name: 'tool.bin', type: '', bytes: Buffer.from([0, 1]) }])
  await expect(page.getByRole('alert')).toContainText('tool.bin was not attached')
  await expect(page.getByRole('alert')).toContainText('PNG, JPEG, GIF, WebP')
  await pasteImage(page, { ...picture, name: 'pasted.png' })
  await expect(attachedFiles(page)).toHaveCount(2)
  await page.getByRole('button', { name: 'Remove square.png' }).click()
  await expect(attachedFiles(page)).toHaveCount(1)
  await expect(messageBox(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await waitForReply(page, model)
  expect(JSON.parse(bodiesOf(upstream)[0] ?? '')).toMatchObject({
    messages: [{ role: 'user', content: [{ type: 'image_url' }] }],
  })
})

test('a model that takes no pictures is refused before anything is sent, and nothing is lost', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const { page } = await startChat({
    createHome,
    launchApp,
    upstream,
    models: ['deepseek-v4-pro', model],
  })
  await attachFiles(page, [picture])
  await sendMessage(page, 'Look at this')
  await expect(page.getByRole('alert')).toContainText('takes no images. Nothing was sent.')
  await expect(messageBox(page)).toHaveValue('Look at this')
  await expect(attachedFiles(page)).toHaveCount(1)
  expect(bodiesOf(upstream)).toEqual([])
  await pickModel(page, model)
  await messageBox(page).press('Enter')
  await expect(await waitForReply(page, model)).toContainText('heard: Look at this')
})

test('a reply with a picture and a tool call is shown, answered by keyboard, and goes on', async ({
  createHome,
  launchApp,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'google' })
  const app = await startChat({ createHome, launchApp, upstream })
  const { page } = app
  upstream.queueBehaviours(drawingReply)
  await sendMessage(page, 'Draw the weather')
  const reply = await waitForReply(page, model)
  const image = reply.getByRole('img', { name: `Image 1 from ${model}` })
  await expect(image).toBeVisible()
  await expect.poll(() => image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBe(1)
  expect(await image.getAttribute('src')).toMatch(/^blob:/)
  const download = page.waitForEvent('download')
  await reply.getByRole('button', { name: 'Save image' }).click()
  expect((await download).suggestedFilename()).toBe('image-1.png')

  await expect(reply).toContainText('The model asks for a tool: get_weather')
  const card = reply.locator('summary', { hasText: 'get_weather' })
  await card.focus()
  await page.keyboard.press('Enter')
  await expect(reply.getByText('"city": "Oslo"')).toBeVisible()
  await expectNoViolations(page)

  await page.getByRole('textbox', { name: 'Result of get_weather' }).focus()
  await page.keyboard.type('{"degrees": 4}')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(reply.getByRole('button', { name: 'Send result' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(replyFrom(page, model)).toContainText('heard')
  await expect(page.getByText('Result of get_weather')).toBeVisible()
  expect(JSON.parse(bodiesOf(upstream)[1] ?? '')).toMatchObject({
    contents: [
      {},
      {
        role: 'model',
        parts: [
          {},
          { inlineData: { data: fakePng } },
          { functionCall: { name: 'get_weather' }, thoughtSignature: 'c2lnbmVk' },
        ],
      },
      { parts: [{ functionResponse: { name: 'get_weather', response: { degrees: 4 } } }] },
    ],
  })

  const again = await app.restart()
  await openChat(again)
  await again.getByRole('link', { name: /Draw the weather/ }).click()
  await expect(again.getByRole('img', { name: `Image 1 from ${model}` })).toBeVisible()
})
