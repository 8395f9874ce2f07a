/** @file The browser host lets in one browser, on its own origin, once. */
import { request as httpRequest } from 'node:http'
import { expect, test } from '../fixtures.ts'

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
}

/** Sends a request with any headers at all, which a browser would not. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    httpRequest(url, { headers }, (response) => {
      response.resume()
      resolve({ status: response.statusCode ?? 0, headers: response.headers })
    })
      .on('error', reject)
      .end()
  })
}

test('the link works once, and nothing is served without its cookie', async ({ launchApp }) => {
  const app = await launchApp()
  const { url } = JSON.parse(app.run.output().split('\n')[0] ?? '') as { url: string }
  const { origin } = new URL(url)
  expect((await ask(url)).status).toBe(403)
  expect((await ask(`${origin}/`)).status).toBe(403)

  const [cookie] = await app.page.context().cookies(origin)
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict' })
  const own = { cookie: `${cookie?.name}=${cookie?.value}` }
  expect((await ask(`${origin}/`, own)).status).toBe(200)
  expect((await ask(`${origin}/`, { ...own, host: 'rebound.example' })).status).toBe(403)
  expect((await ask(`${origin}/`, { ...own, origin: 'https://evil.example' })).status).toBe(403)
  const socket = {
    ...own,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
  }
  const key = { 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' }
  expect((await ask(`${origin}/rpc`, { ...socket, ...key })).status).toBe(403)
  const forged = { ...socket, ...key, origin: 'https://evil.example' }
  expect((await ask(`${origin}/rpc`, forged)).status).toBe(403)
})

test('the policy allows nothing but the app itself', async ({ launchApp }) => {
  const { page } = await launchApp()
  const answer = await page.reload()
  const policy = (await answer?.headerValue('content-security-policy')) ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(policy).toContain("frame-ancestors 'none'")
  const ran = await page.evaluate(() => {
    const inline = document.createElement('script')
    inline.textContent = 'globalThis.inlineRan = true'
    document.body.append(inline)
    return 'inlineRan' in globalThis
  })
  expect(ran).toBe(false)
})

test('a host that went away is said so, and the window does not pretend', async ({ launchApp }) => {
  const app = await launchApp()
  process.kill(app.run.processId, 'SIGTERM')
  await expect(app.page.getByText('The connection to Patchbay was lost.')).toBeVisible()
})
