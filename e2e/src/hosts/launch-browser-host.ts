/** @file The app in Chromium, served by `patchbay serve`. */
import { spawn } from 'node:child_process'
import type { Browser } from '@playwright/test'
import { commandFile } from './app-files.ts'
import { environmentOf, type AppRun, type LaunchOptions } from './running-app.ts'
import { watchProcess } from './watch-process.ts'

export async function launchBrowserHost(browser: Browser, options: LaunchOptions): Promise<AppRun> {
  const child = spawn(
    process.execPath,
    [commandFile, 'serve', '--json', '--no-open', ...(options.args ?? [])],
    {
      env: environmentOf(options),
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const { output, waitFor, processId, ended } = watchProcess(child)
  const [line] = await waitFor(/^\{.*\}$/m)
  const { url } = JSON.parse(line) as { url: string }

  const context = await browser.newContext({ viewport: { width: 1180, height: 760 } })
  const page = await context.newPage()
  const toWindow: string[] = []
  page.on('websocket', (socket) => {
    socket.on('framereceived', ({ payload }) => toWindow.push(payload.toString()))
  })
  await page.goto(url)
  return {
    page,
    processId,
    output,
    toWindow,
    records: [],
    async stop() {
      await context.close()
      child.kill('SIGTERM')
      await ended
    },
  }
}
