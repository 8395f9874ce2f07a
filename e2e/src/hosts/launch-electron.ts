/** @file The app in Electron itself, where its program file is there. */
import type { Electron } from '@playwright/test'
import { appFolder, findElectronProgram } from './app-files.ts'
import { environmentOf, type AppRun, type LaunchOptions } from './running-app.ts'

export async function launchElectron(electron: Electron, options: LaunchOptions): Promise<AppRun> {
  const executablePath = findElectronProgram()
  if (executablePath === undefined) throw new Error("Electron's program file is not here")
  const environment = environmentOf(options)
  const app = await electron.launch({
    executablePath,
    args: ['--no-sandbox', appFolder, ...(options.args ?? [])],
    env: Object.fromEntries(
      Object.entries(environment).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    ),
  })
  const child = app.process()
  let text = ''
  const take = (part: Buffer): void => {
    text += part.toString()
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  return {
    page: await app.firstWindow(),
    processId: child.pid ?? 0,
    output: () => text,
    toWindow: [],
    records: [],
    stop: () => app.close(),
  }
}
