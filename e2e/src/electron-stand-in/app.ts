/** @file `app`: the life of the main process, from ready to quit. */
import { EventEmitter } from 'node:events'
import { mkdirSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import type { App } from 'electron'
import { startChromium, type RunningChromium } from './chromium-process.ts'
import { report, type StandInCommand } from './records.ts'
import { takeInstanceLock } from './single-instance.ts'
import type { StandInWebContents } from './web-contents.ts'

type Part = Pick<
  App,
  | 'enableSandbox'
  | 'exit'
  | 'getName'
  | 'getPath'
  | 'getVersion'
  | 'isReady'
  | 'quit'
  | 'requestSingleInstanceLock'
  | 'setAsDefaultProtocolClient'
  | 'setPath'
  | 'whenReady'
>

export class StandInApp extends EventEmitter implements Part {
  readonly #paths = new Map<string, string>([
    ['home', homedir()],
    ['temp', tmpdir()],
    ['userData', join(tmpdir(), 'patchbay-stand-in')],
  ])
  #starting: Promise<RunningChromium> | undefined
  #ready = false
  #unlock: (() => void) | undefined

  /** Chromium takes the place of what Electron holds already; it is started when it is wanted. */
  chromium(): Promise<RunningChromium> {
    this.#starting ??= startChromium(this.getPath('userData')).then((chromium) => {
      report({ type: 'browser', debuggerUrl: chromium.debuggerUrl })
      return chromium
    })
    return this.#starting
  }

  enableSandbox(): void {
    if (this.#ready) throw new Error('enableSandbox was called after the app was ready')
    report({ type: 'sandbox-enabled' })
  }

  getName(): string {
    return 'patchbay'
  }

  getVersion(): string {
    return '0.1.0'
  }

  getPath(name: string): string {
    const path = this.#paths.get(name)
    if (path === undefined) throw new Error(`Failed to get '${name}' path`)
    return path
  }

  setPath(name: string, path: string): void {
    mkdirSync(path, { recursive: true })
    this.#paths.set(name, path)
  }

  setAsDefaultProtocolClient(scheme: string): boolean {
    report({ type: 'protocol-client', scheme })
    return true
  }

  requestSingleInstanceLock(): boolean {
    this.#unlock = takeInstanceLock(this.getPath('userData'), (argv) =>
      this.emit('second-instance', {}, argv, '', undefined),
    )
    return this.#unlock !== undefined
  }

  isReady(): boolean {
    return this.#ready
  }

  async whenReady(): Promise<void> {
    await this.chromium()
    if (this.#ready) return
    this.#ready = true
    process.on('message', (told: StandInCommand) => {
      if (told.command === 'quit') this.quit()
      else if (told.command === 'open-url') {
        this.emit('open-url', { preventDefault: () => undefined }, told.url)
      } else if (told.command === 'answer') this.emit('stand-in-answer', told.button)
      else this.emit('stand-in-close-window')
    })
    // Electron quits, rather than dies, when the system asks it to end; and it ends with its parent.
    process.on('SIGTERM', () => this.quit())
    process.on('disconnect', () => this.exit(0))
    this.emit('ready')
  }

  contentsCreated(contents: StandInWebContents): void {
    this.emit('web-contents-created', {}, contents)
  }

  quit(): void {
    let prevented = false
    this.emit('before-quit', {
      preventDefault: () => {
        prevented = true
      },
    })
    if (!prevented) this.exit(0)
  }

  exit(code = 0): void {
    this.#unlock?.()
    const end = (): never => process.exit(code)
    if (!this.#starting) return end()
    void this.#starting.then(async ({ connection, process: browser }) => {
      // Whoever closed the page may have ended Chromium before.
      if (browser.exitCode !== null || browser.signalCode !== null) return end()
      const gone = new Promise((resolve) => browser.once('exit', resolve))
      await connection.browser.send('Browser.close').catch(() => browser.kill('SIGKILL'))
      await gone
      end()
    }, end)
  }
}
