/** @file The real main and preload bundles over the stand-in for the `electron` module. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserType, Page } from '@playwright/test'
import type { StandInCommand, StandInRecord } from '../electron-stand-in/records.ts'
import { mainBundle } from './app-files.ts'
import { environmentOf, type AppRun, type LaunchOptions } from './running-app.ts'
import { watchProcess } from './watch-process.ts'

const register = fileURLToPath(new URL('../electron-stand-in/register.ts', import.meta.url))

export async function launchStandIn(
  chromium: BrowserType,
  options: LaunchOptions,
): Promise<AppRun> {
  const child = spawn(process.execPath, commandLine(options), {
    env: environmentOf(options),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const { output, processId, ended } = watchProcess(child)
  const records: StandInRecord[] = []
  const toWindow: string[] = []
  child.on('message', (record: StandInRecord) => {
    records.push(record)
    if (record.type === 'to-window') toWindow.push(record.text)
  })
  const failed = ended.then((code) => {
    throw new Error(`the main process ended with ${code} and printed:\n${output()}`)
  })
  // Only the races below look at it.
  failed.catch(() => undefined)
  const waitFor = async <T extends StandInRecord['type']>(
    type: T,
  ): Promise<StandInRecord & { type: T }> => {
    for (;;) {
      const found = records.find((record) => record.type === type)
      if (found) return found as StandInRecord & { type: T }
      await Promise.race([once(child, 'message'), failed])
    }
  }

  let answered = 0
  const answerQuestion = async (button: number): Promise<string> => {
    for (;;) {
      const asked = records.filter((record) => record.type === 'message-box')[answered]
      if (asked) {
        answered += 1
        child.send({ command: 'answer', button } satisfies StandInCommand)
        return asked.detail
      }
      await Promise.race([once(child, 'message'), failed])
    }
  }

  const { debuggerUrl } = await waitFor('browser')
  const { pageUrl } = await waitFor('window')
  const browser = await chromium.connectOverCDP(debuggerUrl)
  return {
    page: await findPage(browser, pageUrl),
    processId,
    output,
    toWindow,
    records,
    answerQuestion,
    openLink(url) {
      child.send({ command: 'open-url', url } satisfies StandInCommand)
    },
    async stop() {
      await browser.close()
      if (child.connected) child.send({ command: 'quit' } satisfies StandInCommand)
      await ended
    },
  }
}

const commandLine = ({ args = [] }: LaunchOptions): string[] => [
  '--import',
  register,
  mainBundle,
  ...args,
]

/** Starts the app once more while it runs, as a click on a link does; resolves with the exit code. */
export async function startSecondStandIn(options: LaunchOptions): Promise<number | null> {
  const child = spawn(process.execPath, commandLine(options), {
    env: environmentOf(options),
    stdio: 'ignore',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code
}

async function findPage(browser: Browser, url: string): Promise<Page> {
  const [context] = browser.contexts()
  if (!context) throw new Error('The stand-in has no page')
  for (;;) {
    const found = context.pages().find((page) => page.url().startsWith(url))
    if (found) return found
    await context.waitForEvent('page')
  }
}
