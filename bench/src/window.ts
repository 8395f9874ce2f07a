/** @file The first screen in Chromium: when it can be used, and how much JavaScript it took. */
import { gzipSync } from 'node:zlib'
import { chromium, type Browser, type Page } from 'playwright'

export interface FirstScreen {
  /** From navigation to a first screen whose first control answers, in milliseconds of the page's own clock. */
  readonly interactiveMs: number
  /** Gzipped size of every script that was loaded by then, in kB (10^3 bytes). */
  readonly scriptKb: number
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--no-first-run',
      '--disable-sync',
    ],
  })
}

/** Opens the one-time link in an empty profile and uses the first screen. The page stays open until `then` is done. */
export async function openFirstScreen<T>(
  browser: Browser,
  url: string,
  then: () => Promise<T>,
): Promise<FirstScreen & { readonly after: T }> {
  const context = await browser.newContext({ viewport: { width: 1180, height: 760 } })
  try {
    const page = await context.newPage()
    const bodies: Promise<Buffer>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') bodies.push(response.body())
    })
    await page.addInitScript(() => {
      // The first moment at which a frame was painted with the screen's heading and its controls in it.
      const watch = (): void => {
        const ready =
          document.querySelector('h1') !== null &&
          document.querySelector('main button, main a') !== null
        if (ready) performance.mark('patchbay-first-screen')
        else requestAnimationFrame(watch)
      }
      requestAnimationFrame(watch)
    })
    await page.goto(url)
    await page.getByRole('heading', { level: 1 }).waitFor()
    const interactiveMs = await readMark(page)
    const loaded = await Promise.all(bodies)
    const scriptKb =
      loaded.reduce((sum, body) => sum + gzipSync(body, { level: 9 }).byteLength, 0) / 1000
    return { interactiveMs, scriptKb, after: await then() }
  } finally {
    await context.close()
  }
}

/** The page's policy forbids what Playwright's own polling of a function needs, so it is asked until it knows. */
async function readMark(page: Page): Promise<number> {
  for (;;) {
    const mark = await page.evaluate(
      () => performance.getEntriesByName('patchbay-first-screen')[0]?.startTime,
    )
    if (mark !== undefined) return mark
  }
}
