/** @file axe finds nothing on any screen, light and dark; a picture of each is left among the results. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { writeHandler } from '../sample-handler.ts'
import { modelPicker, pickModel, sendMessage, waitForReply } from '../screens/chat.ts'
import { checkConnection, choose, field, saveButton } from '../screens/endpoint-form.ts'
import {
  addAlias,
  inspector,
  openGateway,
  openPart,
  readKey,
  requestRows,
  startGateway,
} from '../screens/gateway.ts'
import {
  openChat,
  openCustomProviders,
  openNewProvider,
  openSettings,
} from '../screens/navigation.ts'

type Theme = 'light' | 'dark'

/** Looks at the screen as it is now. */
type Look = (screen: string) => Promise<void>

function createLook(page: Page, theme: Theme, folder: string): Look {
  return async (screen) => {
    await mkdir(folder, { recursive: true })
    await page.screenshot({ path: join(folder, `${screen}-${theme}.png`), animations: 'disabled' })
    const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary ?? ''}`,
      ),
    )
    expect(passes.length).toBeGreaterThan(10)
    expect.soft(told, `${screen}, ${theme}`).toEqual([])
  }
}

async function chooseTheme(page: Page, theme: Theme): Promise<void> {
  await openSettings(page)
  await page.getByRole('link', { name: 'Appearance', exact: true }).click()
  const radio = page.getByRole('radio', { name: theme === 'light' ? 'Light' : 'Dark' })
  await radio.click({ force: true })
  await expect(radio).toBeChecked()
  await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
}

for (const theme of ['light', 'dark'] as const) {
  test(`settings screens, ${theme}`, async ({ createHome, launchApp, startUpstream, hostName }) => {
    const upstream = await startUpstream({ spec: 'anthropic' })
    const home = await createHome()
    const mapping = { 'claude-sonnet-4-6': 'claude-v2' }
    const endpoint = describeEndpoint(upstream.expectations, {
      name: 'Company proxy',
      modelMapping: mapping,
    })
    await addEndpoint(home, { ...endpoint })
    await addEndpoint(home, {
      name: 'Broken one',
      spec: 'openai-chat-completions',
      baseUrl: 'http://127.0.0.1:9/v1',
      secrets: {},
    })
    await runPatchbay(['provider', 'set', 'anthropic', '--endpoint', 'Company proxy'], { home })
    const handlerFile = await writeHandler(await createHome())
    const { page } = await launchApp({ home })
    const look = createLook(
      page,
      theme,
      join(import.meta.dirname, '../../test-results/screens', hostName),
    )
    await chooseTheme(page, theme)
    await look('appearance')
    await openSettings(page)
    await look('models-providers')
    await page
      .getByRole('group', { name: 'OpenAI', exact: true })
      .getByRole('button')
      .first()
      .click()
    await page.getByRole('dialog').waitFor()
    await look('provider-key')
    await page.keyboard.press('Escape')

    await openCustomProviders(page)
    await look('custom-providers')
    await page.getByRole('button', { name: 'Edit Company proxy' }).click()
    await page.getByRole('heading', { name: 'Company proxy', level: 1 }).waitFor()
    await checkConnection(page, 'Answers')
    await look('form-checked')
    await openCustomProviders(page)
    await page.getByRole('button', { name: 'Edit Broken one' }).click()
    await page.getByRole('heading', { name: 'Broken one', level: 1 }).waitFor()
    await checkConnection(page, 'Failed')
    await look('form-failed')

    await openNewProvider(page)
    await page.locator('summary', { hasText: 'Advanced' }).click()
    await page.getByRole('button', { name: 'Add header' }).click()
    await field(page, 'Model ID Mapping').fill('{\n  "a" "b"\n}')
    await saveButton(page).click()
    await look('form-errors')
    await page.getByRole('combobox', { name: 'Provider Type' }).click()
    await page.getByRole('option', { name: 'Amazon Bedrock' }).waitFor()
    await look('form-types-open')
    await page.getByRole('option', { name: 'Amazon Bedrock' }).click()
    await look('form-bedrock')
    await choose(page, 'Provider Type', 'Custom handler')
    await field(page, 'Handler file').fill(handlerFile)
    await page.getByRole('radio', { name: 'These hosts' }).check({ force: true })
    await page.getByRole('button', { name: 'Add secret' }).click()
    await page.getByRole('button', { name: 'Review and allow' }).waitFor()
    await look('form-handler')
    await page
      .getByRole('link', { name: 'Data', exact: true })
      .or(page.getByRole('link', { name: 'Chat', exact: true }))
      .first()
      .click()
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor()
    await look('leave-question')
  })

  test(`chat and start screens, ${theme}`, async ({
    launchApp,
    startUpstream,
    hostName,
    createHome,
  }) => {
    const upstream = await startUpstream({ spec: 'openai-chat-completions' })
    const home = await createHome()
    const app = await launchApp({ home })
    const folder = join(import.meta.dirname, '../../test-results/screens', hostName)
    let { page } = app
    await page.getByRole('heading', { name: 'Connect a model endpoint' }).waitFor()
    await chooseTheme(page, theme)
    for (const name of ['Data', 'About']) {
      await page.getByRole('link', { name, exact: true }).click()
      await page.getByRole('heading', { name, level: 1 }).waitFor()
      await createLook(page, theme, folder)(name.toLowerCase())
    }
    await openCustomProviders(page)
    await createLook(page, theme, folder)('custom-providers-empty')
    await page.getByRole('link', { name: 'Gateway', exact: true }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
    await createLook(page, theme, folder)('gateway')
    await openChat(page)
    await createLook(page, theme, folder)('chat-empty')

    page = await app.restart()
    const look = createLook(page, theme, folder)
    await page.getByRole('heading', { name: 'Connect a model endpoint' }).waitFor()
    await look('first-start')
    await page.keyboard.press('ControlOrMeta+K')
    await page.getByRole('dialog').waitFor()
    await look('palette')
    await page.keyboard.press('Escape')
    const endpoint = describeEndpoint(upstream.expectations, { name: 'House' })
    await addEndpoint(home, { ...endpoint, models: ['house-model', 'fake-http-429'] })
    await openChat(page)
    await pickModel(page, 'house-model')
    await sendMessage(page, 'Show me **markdown** and `code`')
    const answer = await waitForReply(page, 'house-model')
    await expect(answer.getByRole('listitem').first()).toBeVisible()
    await look('chat')
    await modelPicker(page).click()
    await page.getByRole('combobox', { name: 'Find or type a model id' }).waitFor()
    await look('chat-picker')
    await page.keyboard.press('Escape')
    const reply = page.getByRole('article', { name: 'Reply from house-model' })
    await reply.locator('summary').first().click()
    await reply.getByRole('button', { name: 'Request', exact: true }).click()
    await page.getByRole('dialog', { name: 'Request' }).waitFor()
    await look('chat-request')
    await page.keyboard.press('Escape')
    await pickModel(page, 'fake-http-429')
    await sendMessage(page, 'And fail')
    await page.getByRole('log').getByRole('alert').waitFor()
    await look('chat-error')
    upstream.setBehaviour({ kind: 'hang-mid-stream', afterChunks: 12 })
    await pickModel(page, 'house-model')
    await sendMessage(page, 'And hang')
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor()
    await look('chat-streaming')
    await page.keyboard.press('Escape')
  })

  test(`gateway screens, ${theme}`, async ({ createHome, launchApp, startUpstream, hostName }) => {
    const upstream = await startUpstream({ spec: 'anthropic' })
    const home = await createHome()
    const endpoint = describeEndpoint(upstream.expectations, { name: 'Company proxy' })
    await addEndpoint(home, { ...endpoint, models: ['claude-sonnet-4-6'] })
    const { page } = await launchApp({ home })
    const folder = join(import.meta.dirname, '../../test-results/screens', hostName)
    const look = createLook(page, theme, folder)
    await page.getByRole('link', { name: 'Chat', exact: true }).waitFor()
    await chooseTheme(page, theme)
    await openGateway(page)
    const address = await startGateway(page)
    await look('gateway-empty')
    await openPart(page, 'Settings')
    await page.getByRole('checkbox', { name: /^Keep requests/ }).click()
    await look('gateway-settings')
    await openPart(page, 'Overview')
    const key = await readKey(page)
    const ask = (path: string, wanted: string) =>
      fetch(`${address}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify({
          model: wanted,
          max_tokens: 100,
          messages: [{ role: 'user', content: 'Hello' }],
        }),
      }).then((answer) => answer.text())
    await ask('/v1/messages', 'unknown-model')
    await ask('/v1/chat/completions', 'company-proxy/claude-sonnet-4-6')
    await ask('/v1/messages', 'company-proxy/claude-sonnet-4-6')
    await expect(requestRows(page)).toHaveCount(3)
    await expect(requestRows(page).first()).toContainText('200')
    await requestRows(page).first().press('Enter')
    await inspector(page).getByRole('region', { name: 'Request' }).waitFor()
    await look('gateway')
    await page.setViewportSize({ width: 960, height: 640 })
    await look('gateway-small')
    await page.setViewportSize({ width: 1180, height: 760 })
    await page.getByRole('button', { name: 'More tools' }).click()
    await page.getByRole('menuitem', { name: 'Cursor' }).waitFor()
    await look('gateway-tools')
    await page.getByRole('menuitem', { name: 'Cursor' }).click()
    await look('gateway-cursor')

    await addAlias(page, { name: 'fast', place: 'Company proxy', model: 'claude-sonnet-4-6' })
    await look('gateway-models')
    await page.getByRole('button', { name: 'New alias' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Add a fallback' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
    await page.getByRole('dialog').getByRole('alert').first().waitFor()
    await look('gateway-alias')
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await openPart(page, 'Keys')
    await look('gateway-keys')
    await page.getByRole('button', { name: 'New key' }).click()
    await look('gateway-key')
    await page.keyboard.press('Escape')
    await openPart(page, 'Usage')
    await page.getByRole('table', { name: 'Usage by model' }).waitFor({ timeout: 30_000 })
    await look('gateway-usage')
  })
}
