/** @file `BrowserWindow`: each is a page in the stand-in's Chromium. */
import { EventEmitter } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron'
import type { RunningChromium } from './chromium-process.ts'
import { bridgePreload } from './preload-bridge.ts'
import { report } from './records.ts'
import { toPageUrl } from './scheme-urls.ts'
import { StandInWebContents } from './web-contents.ts'

type Part = Pick<
  BrowserWindow,
  | 'show'
  | 'focus'
  | 'restore'
  | 'close'
  | 'isMinimized'
  | 'isDestroyed'
  | 'loadURL'
  | 'setTitleBarOverlay'
>

export interface WindowSurroundings {
  readonly chromium: Promise<RunningChromium>
  readonly onCreated: (contents: StandInWebContents) => void
  readonly onClosed: () => void
}

/** Made anew for each app; windows know their app only through `surroundings`. */
export function createWindowClass(surroundings: () => WindowSurroundings) {
  const windows = new Set<StandInWindow>()

  class StandInWindow extends EventEmitter implements Part {
    readonly webContents = new StandInWebContents()
    readonly #opened: Promise<{ close(): Promise<void>; load(url: string): Promise<void> }>
    #destroyed = false

    constructor(options: BrowserWindowConstructorOptions = {}) {
      super()
      windows.add(this)
      const { chromium, onCreated, onClosed } = surroundings()
      onCreated(this.webContents)
      this.#opened = openPage(chromium, options, this.webContents, {
        onReady: () => this.emit('ready-to-show'),
        onGone: () => {
          this.#destroyed = true
          windows.delete(this)
          this.emit('closed')
          onClosed()
        },
      })
    }

    static getAllWindows(): StandInWindow[] {
      return [...windows]
    }

    async loadURL(url: string): Promise<void> {
      const page = await this.#opened
      await page.load(toPageUrl(url))
    }

    close(): void {
      void this.#opened.then((page) => page.close())
    }

    isDestroyed(): boolean {
      return this.#destroyed
    }

    // A headless page is always shown, never minimised and has no bar of the system.
    show(): void {}
    focus(): void {}
    restore(): void {}
    setTitleBarOverlay(): void {}
    isMinimized(): boolean {
      return false
    }
  }
  return StandInWindow
}

interface PageEvents {
  onReady: () => void
  onGone: () => void
}

async function openPage(
  starting: Promise<RunningChromium>,
  options: BrowserWindowConstructorOptions,
  contents: StandInWebContents,
  { onReady, onGone }: PageEvents,
) {
  const { connection } = await starting
  const { browser } = connection
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' })
  const attached = await browser.send('Target.attachToTarget', { targetId, flatten: true })
  const session = connection.session(attached.sessionId)

  browser.on('Target.targetDestroyed', (gone: { targetId: string }) => {
    if (gone.targetId === targetId) onGone()
  })
  // A window that the page opens is refused by the app, so what Chromium made of it is closed.
  browser.on(
    'Target.targetCreated',
    ({ targetInfo }: { targetInfo: { targetId: string; openerId?: string } }) => {
      if (targetInfo.openerId !== targetId) return
      browser.send('Target.closeTarget', { targetId: targetInfo.targetId }).catch(() => undefined)
    },
  )
  await browser.send('Target.setDiscoverTargets', { discover: true })

  session.on('Page.domContentEventFired', onReady)
  await contents.watch(session, targetId)
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: options.width ?? 800,
    height: options.height ?? 600,
    deviceScaleFactor: 1,
    mobile: false,
  })
  const { preload } = options.webPreferences ?? {}
  if (preload !== undefined) {
    await bridgePreload({
      session,
      bundle: await readFile(preload, 'utf8'),
      sender: contents,
      describeFrame: (frameId) => contents.describeFrame(frameId),
    })
  }
  return {
    async load(url: string): Promise<void> {
      await session.send('Page.navigate', { url })
      report({ type: 'window', pageUrl: url, webPreferences: { ...options.webPreferences } })
    },
    async close(): Promise<void> {
      await browser.send('Target.closeTarget', { targetId })
    },
  }
}
