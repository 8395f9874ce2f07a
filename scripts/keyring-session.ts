/**
 * @file Runs a command with a Secret Service of its own that is unlocked and forgets everything.
 * Call it inside a private D-Bus session that starts no service by itself (see test-session.ts).
 */
import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { findProgram } from './system-packages.ts'

const [program, ...args] = process.argv.slice(2)
if (!program) throw new Error('usage: keyring-session.ts COMMAND [ARGUMENT…]')

const installed = findProgram('gnome-keyring-daemon')
if (!installed) throw new Error('gnome-keyring-daemon is not installed')
// A copy lacks the file capability that a container without it refuses to run.
const daemon = join(process.env.XDG_RUNTIME_DIR ?? tmpdir(), 'gnome-keyring-daemon')
copyFileSync(installed, daemon)
const keyring = spawn(daemon, ['--foreground', '--unlock', '--components=secrets'], {
  stdio: ['pipe', 'ignore', 'ignore'],
})
keyring.stdin.end('the password of a keyring that lives as long as the tests')

const attributes = ['patchbay-tests', 'ready']

/** Stores and looks up a value, since a service that merely answers may still be locked. */
function isUnlocked(): boolean {
  const limits = { timeout: 5000, encoding: 'utf8' } as const
  const store = ['store', '--label=ready', ...attributes]
  if (spawnSync('secret-tool', store, { ...limits, input: 'yes' }).status !== 0) return false
  const { stdout } = spawnSync('secret-tool', ['lookup', ...attributes], limits)
  spawnSync('secret-tool', ['clear', ...attributes], limits)
  return stdout === 'yes'
}

async function waitForKeyring(): Promise<boolean> {
  for (let attempt = 0; attempt < 100 && keyring.exitCode === null; attempt += 1) {
    if (isUnlocked()) return true
    await setTimeout(100)
  }
  return false
}

if (!(await waitForKeyring())) {
  keyring.kill('SIGKILL')
  console.error('gnome-keyring-daemon does not come up unlocked in this D-Bus session')
  process.exit(1)
}
const child = spawn(program, args, { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
const finish = (code: number): void => {
  keyring.on('exit', () => process.exit(code))
  if (!keyring.kill('SIGKILL')) process.exit(code)
}
child.on('error', () => finish(127))
child.on('exit', (code) => finish(code ?? 128))
