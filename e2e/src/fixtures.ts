/** @file What journeys start from: the app on the project's host, and upstreams that end with the test. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import {
  startStrictUpstream,
  type StrictUpstream,
  type StrictUpstreamOptions,
} from '@patchbay/provider-core/testing'
import { launchBrowserHost } from './hosts/launch-browser-host.ts'
import { launchElectron } from './hosts/launch-electron.ts'
import { launchStandIn } from './hosts/launch-stand-in.ts'
import type { AppRun, HostName, LaunchOptions } from './hosts/running-app.ts'

export interface AppOptions {
  hostName: HostName
}

/** The app over all its starts in one data folder. */
export interface Patchbay {
  /** The window of the present run. */
  readonly page: Page
  readonly home: string
  readonly run: AppRun
  /** Every run, the present one last. */
  readonly runs: readonly AppRun[]
  /** Ends it and starts it again; `env` goes over that of the first start. */
  restart(env?: Record<string, string | undefined>): Promise<Page>
  stop(): Promise<void>
}

export interface LaunchAppOptions {
  /** A new, empty folder by default. */
  home?: string
  env?: Record<string, string | undefined>
  /** Further words of the command line that starts it. */
  args?: readonly string[]
}

interface Fixtures {
  /** An empty folder under the system's temporary folder; gone after the test. */
  createHome: () => Promise<string>
  launchApp: (options?: LaunchAppOptions) => Promise<Patchbay>
  /** A strict fake; every refusal fails the test unless `mayRefuse` is set. */
  startUpstream: (
    options: StrictUpstreamOptions & { mayRefuse?: boolean },
  ) => Promise<StrictUpstream>
}

export const test = base.extend<Fixtures & AppOptions>({
  hostName: ['browser-host', { option: true }],

  createHome: async ({ hostName: _host }, use) => {
    const folders: string[] = []
    await use(async () => {
      const folder = await mkdtemp(join(tmpdir(), 'patchbay-e2e-'))
      folders.push(folder)
      return folder
    })
    for (const folder of folders) {
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    }
  },

  launchApp: async ({ hostName, browser, playwright, createHome }, use, testInfo) => {
    const apps: Patchbay[] = []
    const launch = (options: LaunchOptions): Promise<AppRun> => {
      if (hostName === 'electron') return launchElectron(playwright._electron, options)
      if (hostName === 'electron-stand-in') return launchStandIn(playwright.chromium, options)
      return launchBrowserHost(browser, options)
    }
    await use(async (options = {}) => {
      const home = options.home ?? (await createHome())
      const { env = {}, args } = options
      const app = await startPatchbay({ home, env, args }, launch)
      apps.push(app)
      return app
    })
    const failed = testInfo.status !== testInfo.expectedStatus
    for (const [index, app] of apps.entries()) {
      if (failed) await attachEvidence(app, index, testInfo.outputPath.bind(testInfo))
      await app.stop()
    }
  },

  startUpstream: async ({ hostName: _host }, use) => {
    const strict: StrictUpstream[] = []
    const lenient: StrictUpstream[] = []
    await use(async ({ mayRefuse = false, ...options }) => {
      const upstream = await startStrictUpstream(options)
      ;(mayRefuse ? lenient : strict).push(upstream)
      return upstream
    })
    for (const upstream of [...strict, ...lenient]) await upstream.close()
    for (const { refusals, expectations } of strict) {
      const told = refusals.map(({ code, message }) => `${code}: ${message}`)
      expect(told, `what the ${expectations.spec} upstream refused`).toEqual([])
    }
  },
})

export { expect }

async function startPatchbay(
  options: LaunchOptions,
  launch: (options: LaunchOptions) => Promise<AppRun>,
): Promise<Patchbay> {
  const { home, env } = options
  const runs = [await launch(options)]
  let stopped = false
  const current = (): AppRun => {
    const run = runs.at(-1)
    if (!run) throw new Error('The app was never started')
    return run
  }
  const stop = async (): Promise<void> => {
    if (stopped) return
    stopped = true
    await current().stop()
  }
  return {
    home,
    runs,
    get run() {
      return current()
    },
    get page() {
      return current().page
    },
    async restart(changes = {}) {
      await stop()
      runs.push(await launch({ home, env: { ...env, ...changes } }))
      stopped = false
      return current().page
    },
    stop,
  }
}

/** Traces cover only contexts that Playwright made itself, so a picture is taken on every host. */
async function attachEvidence(
  app: Patchbay,
  index: number,
  pathOf: (...names: string[]) => string,
): Promise<void> {
  await app.page.screenshot({ path: pathOf(`window-${index}.png`), timeout: 5000 }).catch(() => {})
  if (app.run.output() !== '') console.log(app.run.output())
}
