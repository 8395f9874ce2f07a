/** @file The app as a whole: start, window, memory and the engine's own time. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { serveApp, timeProcess, versionArgs } from './app-process.ts'
import { measureFirstToken } from './first-token.ts'
import type { Row } from './measure.ts'
import { launchBrowser, openFirstScreen } from './window.ts'

const runs = { version: 15, serve: 7, screen: 5, firstToken: 400, warmUp: 100 }
/** How long the app is left alone before its memory is read, in milliseconds. */
const idleMs = 10_000

/** Builds the app where it is stale, then measures it. */
export async function measureApp(): Promise<Row[]> {
  const built = spawnSync(
    process.execPath,
    [join(import.meta.dirname, '../../scripts/build.ts'), '--if-stale', '--quiet'],
    { stdio: 'inherit' },
  )
  if (built.status !== 0) throw new Error('The app does not build.')
  const commands = await measureCommands()
  const screens = await measureScreens()
  const tokens = await measureFirstToken(runs.firstToken, runs.warmUp)
  return [
    ...commands,
    ...screens,
    {
      name: 'added to the first token by the engine',
      unit: 'ms',
      samples: tokens.added,
      atMost: 1,
    },
    { name: '  first token through the engine', unit: 'ms', samples: tokens.engine },
    { name: '  limit: bare fetch, same request', unit: 'ms', samples: tokens.bare },
  ]
}

async function measureCommands(): Promise<Row[]> {
  const version: number[] = []
  const bareNode: number[] = []
  for (let run = 0; run < runs.version; run += 1) {
    bareNode.push(await timeProcess(['-e', '0']))
    version.push(await timeProcess(versionArgs))
  }
  return [
    { name: 'patchbay --version', unit: 'ms', samples: version, atMost: 150 },
    { name: '  limit: node -e 0', unit: 'ms', samples: bareNode },
  ]
}

async function measureScreens(): Promise<Row[]> {
  const serve: number[] = []
  const screens: number[] = []
  const scripts: number[] = []
  const memory: number[] = []
  const browser = await launchBrowser()
  try {
    for (let run = 0; run < runs.serve; run += 1) {
      const app = await serveApp()
      try {
        serve.push(app.startMs)
        if (run >= runs.screen) continue
        const screen = await openFirstScreen(browser, app.url, async () => {
          if (run > 0) return undefined
          await new Promise((resolve) => setTimeout(resolve, idleMs))
          return app.residentMb()
        })
        screens.push(screen.interactiveMs)
        scripts.push(screen.scriptKb)
        if (screen.after !== undefined) memory.push(screen.after)
      } finally {
        await app.close()
      }
    }
  } finally {
    await browser.close()
  }
  const idle = `resident memory, idle ${idleMs / 1000} s with a window`
  return [
    { name: 'patchbay serve, start to listening', unit: 'ms', samples: serve, atMost: 800 },
    { name: 'first screen interactive in Chromium', unit: 'ms', samples: screens, atMost: 1200 },
    {
      name: 'JavaScript for the first screen, gzipped',
      unit: 'kB',
      samples: scripts,
      atMost: 250,
    },
    { name: idle, unit: 'MB', samples: memory, atMost: 120 },
  ]
}
