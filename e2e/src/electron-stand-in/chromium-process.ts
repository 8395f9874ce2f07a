/** @file The Chromium that takes the place of the one inside Electron. */
import { spawn, type ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { chromiumArguments, findChromium } from '../chromium-program.ts'
import { connectToBrowser, type CdpConnection } from './cdp-connection.ts'

/** As `navigator.userAgent` reads in Electron 45, whose version the app depends on. */
const userAgent =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ' +
  'patchbay/0.1.0 Chrome/156.0.0.0 Electron/45.4.1 Safari/537.36'

export interface RunningChromium {
  readonly connection: CdpConnection
  readonly debuggerUrl: string
  readonly process: ChildProcess
}

/** @param profile folder of Chromium's own files, as `userData` is in Electron */
export async function startChromium(profile: string): Promise<RunningChromium> {
  const child = spawn(
    findChromium(),
    [
      ...chromiumArguments,
      '--headless=new',
      '--hide-scrollbars',
      '--no-default-browser-check',
      '--password-store=basic',
      '--remote-debugging-port=0',
      `--user-agent=${userAgent}`,
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const debuggerUrl = await readDebuggerUrl(child)
  return { connection: await connectToBrowser(debuggerUrl), debuggerUrl, process: child }
}

function readDebuggerUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const { stderr } = child
    if (!stderr) throw new Error('Chromium was started without a pipe')
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}`)))
    createInterface({ input: stderr }).on('line', (line) => {
      const url = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
      if (url !== undefined) resolve(url)
    })
  })
}
