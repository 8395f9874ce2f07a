/** @file A session bus of its own with a keyring that can be locked, and nobody there to unlock it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

export interface OwnKeyring {
  /** For the app that is to use it. */
  env: Record<string, string>
  /** As after a login that did not unlock it: what it holds is there, and cannot be read. */
  lock(): Promise<void>
  close(): Promise<void>
}

/**
 * Starts a keyring that is unlocked.
 *
 * @param folder empty; for the files of the keyring
 */
export async function startOwnKeyring(folder: string): Promise<OwnKeyring> {
  const runtime = join(folder, 'runtime')
  await mkdir(runtime, { mode: 0o700, recursive: true })
  const base = { ...process.env, XDG_DATA_HOME: join(folder, 'data'), XDG_RUNTIME_DIR: runtime }
  const bus = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: base,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const address = await readFirstLine(bus)
  const env = {
    XDG_DATA_HOME: base.XDG_DATA_HOME,
    XDG_RUNTIME_DIR: runtime,
    DBUS_SESSION_BUS_ADDRESS: address,
  }
  const start = (...more: string[]): ChildProcess =>
    spawn('gnome-keyring-daemon', ['--foreground', '--components=secrets', ...more], {
      env: { ...base, ...env },
      stdio: ['pipe', 'ignore', 'ignore'],
    })
  let keyring = start('--unlock')
  keyring.stdin?.end('a password that nobody will type')
  await waitForService(env)
  return {
    env,
    async lock() {
      await end(keyring)
      keyring = start()
      await waitForService(env)
    },
    async close() {
      await end(keyring)
      await end(bus)
    },
  }
}

function readFirstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    if (child.stdout) createInterface({ input: child.stdout }).once('line', resolve)
  })
}

/** Asks the bus to say when the name of the service has an owner. */
async function waitForService(env: Record<string, string>): Promise<void> {
  const call = [
    '--session',
    '--print-reply',
    '--dest=org.freedesktop.DBus',
    '/org/freedesktop/DBus',
  ]
  const ask = ['org.freedesktop.DBus.NameHasOwner', 'string:org.freedesktop.secrets']
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const child = spawn('dbus-send', [...call, ...ask], {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let reply = ''
    child.stdout.on('data', (part: Buffer) => (reply += part.toString()))
    await new Promise((resolve) => child.once('close', resolve))
    if (reply.includes('boolean true')) return
  }
  throw new Error('gnome-keyring-daemon does not come up')
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })
}
