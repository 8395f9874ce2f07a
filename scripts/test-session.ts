/** @file A throw-away home for the tests: own XDG folders, and a mark that finds what they leave. */
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { findProgram } from './system-packages.ts'

const mark = 'PATCHBAY_TEST_RUN'

/** A bus that starts no service by itself: the first caller would start a second, locked keyring. */
const busConfig = `<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`

export interface TestSession {
  /** Folder for reports; gone when the session is closed. */
  folder: string
  env: NodeJS.ProcessEnv
  /** Wraps a command so that it runs with a private D-Bus session and an unlocked keyring. */
  wrap: (command: string[]) => string[]
  /** Kills every process that still carries the session's mark, and removes the folder. */
  close: () => void
}

/** @param root absolute path of the repository */
export function openTestSession(root: string): TestSession {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-test-'))
  const env: NodeJS.ProcessEnv = { ...process.env, [mark]: folder }
  for (const name of ['RUNTIME_DIR', 'DATA_HOME', 'CONFIG_HOME', 'STATE_HOME']) {
    const path = join(folder, name.toLowerCase())
    mkdirSync(path, { mode: 0o700 })
    env[`XDG_${name}`] = path
  }
  for (const name of Object.keys(env)) {
    if (/^(NODE_ENV|DBUS_|GNOME_KEYRING_|PATCHBAY_(HOME|VAULT|PASSPHRASE)$)/.test(name)) {
      delete env[name]
    }
  }
  env.PATH = [join(root, 'node_modules/.bin'), env.PATH ?? ''].join(delimiter)
  env.CHROMIUM_PATH ??= findProgram('chromium', 'chromium-browser', 'google-chrome')

  const bus = join(folder, 'bus.conf')
  writeFileSync(bus, busConfig)
  const busSession = ['dbus-run-session', `--config-file=${bus}`, '--', process.execPath]
  const keyringSession = join(import.meta.dirname, 'keyring-session.ts')
  return {
    folder,
    env,
    wrap: (command) =>
      process.platform === 'linux' ? [...busSession, keyringSession, ...command] : command,
    close: () => {
      killMarked(`${mark}=${folder}`)
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Browsers and daemons leave the process group of their parent, but not its environment. */
function killMarked(entry: string): void {
  if (process.platform !== 'linux') return
  for (const pid of readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    if (pid === process.pid) continue
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
      if (environment.includes(entry)) process.kill(pid, 'SIGKILL')
    } catch {
      // Gone meanwhile, or of another user.
    }
  }
}
