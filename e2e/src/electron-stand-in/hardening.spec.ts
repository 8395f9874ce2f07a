/** @file What no page in the app may do, tried by the page itself against the real main and preload bundles. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from '@playwright/test'
import { expect, test, type Patchbay } from '../fixtures.ts'
import type { StandInRecord } from './records.ts'

function find<T extends StandInRecord['type']>(
  { run }: Patchbay,
  type: T,
): (StandInRecord & { type: T })[] {
  return run.records.filter((record): record is StandInRecord & { type: T } => record.type === type)
}

/** A question to the host that it always answers, so that what came before it has been dealt with. */
async function roundTrip(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('heading', { name: 'Models & Providers', level: 1 }).waitFor()
}

test('the window is made with the sandbox, isolation and no Node', async ({ launchApp }) => {
  const app = await launchApp()
  await roundTrip(app.page)
  const [window] = find(app, 'window')
  expect(window?.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  })
  expect(find(app, 'sandbox-enabled')).toHaveLength(1)
  expect(find(app, 'privileged-scheme')).toMatchObject([
    { scheme: 'patchbay-app', privileges: { standard: true, secure: true } },
  ])
  expect(find(app, 'ipc')).toMatchObject([
    { channel: 'patchbay-rpc', senderUrl: 'patchbay-app://window/', ports: 1 },
  ])
  const globals = await app.page.evaluate(() =>
    ['require', 'process', 'module', 'ipcRenderer', 'electron', 'electronStandInSend'].filter(
      (name) => name in globalThis,
    ),
  )
  expect(globals).toEqual([])
})

test('links to vendors open in the system browser, other windows nowhere', async ({
  launchApp,
}) => {
  const app = await launchApp()
  const { page } = app
  for (const url of ['https://docs.example.invalid/keys', 'http://plain.example.invalid/']) {
    await page.evaluate((target) => {
      const button = document.createElement('button')
      button.id = 'opener'
      button.textContent = 'open'
      button.addEventListener('click', () => window.open(target))
      document.body.append(button)
    }, url)
    await page.locator('#opener').click({ force: true })
    await expect.poll(() => find(app, 'window-open').at(-1)?.url).toBe(url)
    await page.locator('#opener').evaluate((button) => button.remove())
  }
  expect(find(app, 'window-open').map(({ action }) => action)).toEqual(['deny', 'deny'])
  expect(find(app, 'open-external').map(({ url }) => url)).toEqual([
    'https://docs.example.invalid/keys',
  ])
  await expect
    .poll(
      () =>
        page
          .context()
          .pages()
          .filter((one) => one.url().includes('example')).length,
    )
    .toBe(0)
})

test('the page cannot leave, and a reload stays', async ({ launchApp }) => {
  const app = await launchApp()
  const { page } = app
  // A page that is still loading would lose what it has not fetched yet.
  await roundTrip(page)
  await page.evaluate(() => {
    location.href = 'https://elsewhere.example.invalid/'
  })
  await expect
    .poll(() => find(app, 'will-navigate'))
    .toMatchObject([{ url: 'https://elsewhere.example.invalid/', prevented: true }])
  await roundTrip(page)
  await page.evaluate(() => location.reload())
  await page.getByRole('heading', { name: 'Models & Providers', level: 1 }).waitFor()
})

test('permissions are denied, but for writing the clipboard', async ({ launchApp }) => {
  const app = await launchApp()
  const states = await app.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-write']
    const entries = names.map(async (name) => {
      const { state } = await navigator.permissions.query({ name: name as PermissionName })
      return [name, state] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  })
  expect(states).toEqual({
    geolocation: 'denied',
    notifications: 'denied',
    camera: 'denied',
    microphone: 'denied',
    'clipboard-write': 'granted',
  })
  expect(await app.page.evaluate(() => Notification.requestPermission())).toBe('denied')
})

test('the policy blocks inline scripts, foreign scripts and foreign connections', async ({
  launchApp,
}) => {
  const { page } = await launchApp()
  const readViolations = () => page.evaluate(() => document.documentElement.dataset['violations'])
  await page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
      const { dataset } = document.documentElement
      dataset['violations'] = `${dataset['violations'] ?? ''} ${effectiveDirective}`
    })
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.inlineRan = true'
    const foreign = document.createElement('script')
    foreign.src = 'https://elsewhere.example.invalid/x.js'
    document.body.append(inline, foreign)
    fetch('https://elsewhere.example.invalid/').catch(() => undefined)
  })
  await expect.poll(readViolations).toContain('script-src')
  await expect.poll(readViolations).toContain('connect-src')
  expect(await page.evaluate(() => 'inlineRan' in globalThis)).toBe(false)
})

test('a frame inside the window gets no port', async ({ launchApp }) => {
  const app = await launchApp()
  const { page } = app
  // The window's own port has arrived once it was answered.
  await roundTrip(page)
  const before = find(app, 'ipc').length
  await page.evaluate(() => document.body.append(document.createElement('iframe')))
  const frame = page.frames().find((one) => one !== page.mainFrame())
  await frame?.evaluate(() => {
    parent.postMessage('patchbay-rpc', '*', [new MessageChannel().port2])
  })
  await page.evaluate(() => {
    window.postMessage('patchbay-rpc', location.origin)
    window.postMessage('another-word', location.origin, [new MessageChannel().port2])
    document.querySelector('iframe')?.remove()
  })
  await roundTrip(page)
  expect(find(app, 'ipc')).toHaveLength(before)
})

test('a foreign page in the window is refused by the main process', async ({ launchApp }) => {
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end('<!doctype html><title>foreign</title>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const foreign = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const app = await launchApp()
  await app.page.goto(foreign)
  const told = find(app, 'to-window').length
  await app.page.evaluate(() => {
    const { port1, port2 } = new MessageChannel()
    window.postMessage('patchbay-rpc', location.origin, [port2])
    port1.postMessage('Is anyone there?')
  })
  await expect.poll(() => find(app, 'ipc').at(-1)?.senderUrl).toBe(foreign)
  await expect.poll(() => find(app, 'port-closed-by-host').length).toBe(1)
  expect(find(app, 'to-window')).toHaveLength(told)
  server.close()
})

test('closing the window ends the app, and the theme follows the settings', async ({
  launchApp,
}) => {
  const app = await launchApp()
  const { page } = app
  await roundTrip(page)
  await page.getByRole('link', { name: 'Appearance', exact: true }).click()
  await page.getByRole('radio', { name: 'Dark' }).click({ force: true })
  await expect(page.getByRole('radio', { name: 'Dark' })).toBeChecked()
  await expect.poll(() => find(app, 'theme').at(-1)?.source).toBe('dark')
  expect(find(app, 'menu')).toHaveLength(1)
  expect(find(app, 'error-box')).toEqual([])
  await page.close()
  await expect
    .poll(() => {
      try {
        process.kill(app.run.processId, 0)
        return true
      } catch {
        return false
      }
    })
    .toBe(false)
})
