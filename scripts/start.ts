/**
 * @file `npm start`: builds what is stale, then opens the app in Electron or, where Electron cannot
 * run, serves the same app to the browser. Options are passed on: `npm start -- --port 4711`.
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildApp } from './build-app.ts'
import { chooseHost } from './choose-host.ts'
import { fetchElectron, findElectron } from './electron-binary.ts'

const root = join(import.meta.dirname, '..')
const args = process.argv.slice(2)
const fetchLimit = 120_000
/** What a shell and the loader answer for a program that cannot be run, as without its libraries. */
const cannotRun = 127

const say = (line: string): void => console.error(`patchbay: ${line}`)

async function openElectron(): Promise<string> {
  let program = findElectron(root)
  if (!program) {
    say('fetching Electron, once')
    program = await fetchElectron(root, fetchLimit)
  }
  if (!program) return "Electron's program file cannot be fetched"

  const child = spawn(program, [join(root, 'apps/desktop'), ...args], { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => child.kill(signal))
  }
  const code = await new Promise<number>((resolve) => {
    child.on('error', () => resolve(cannotRun))
    child.on('exit', (status, signal) => {
      resolve(status ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
  if (code === cannotRun) return 'Electron does not start on this system'
  process.exit(code)
}

async function serveBrowser(display: boolean): Promise<void> {
  const options = args.filter((arg) => arg !== '--browser')
  if (!display && !options.includes('--no-open')) options.push('--no-open')
  const bin = join(root, 'apps/desktop/bin/patchbay.mjs')
  process.argv = [process.execPath, bin, 'serve', ...options]
  await import(pathToFileURL(bin).href)
}

process.env.NODE_ENV = 'production'
try {
  await buildApp(root, { force: false, onTarget: (target) => say(`building ${target}`) })
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exit(1)
}

const uid = process.getuid?.()
let host = chooseHost(args, { platform: process.platform, env: process.env, uid })
if (host.kind === 'electron') {
  host = { kind: 'browser', display: true, reason: await openElectron() }
}
if (host.reason) say(`${host.reason}: serving the app to the browser instead`)
await serveBrowser(host.display)
