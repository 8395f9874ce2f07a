/** @file What `npm test` needs of the system: a browser, a D-Bus session and a Secret Service. */
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runCommand } from './run-command.ts'

interface SystemPackage {
  /** Debian's name of the package. */
  name: string
  isThere: () => boolean
}

/** @returns absolute path of the first of these programs that is on the PATH */
export function findProgram(...names: string[]): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return candidates.find((path) => {
    try {
      accessSync(path, constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

const program = (name: string, ...programs: string[]): SystemPackage => ({
  name,
  isThere: () => findProgram(...programs) !== undefined,
})

const packages: SystemPackage[] = [
  program('chromium', 'chromium', 'chromium-browser', 'google-chrome'),
  program('dbus', 'dbus-run-session'),
  program('gnome-keyring', 'gnome-keyring-daemon'),
  program('libsecret-tools', 'secret-tool'),
  { name: 'fonts-liberation', isThere: () => existsSync('/usr/share/fonts') },
]

/**
 * Installs what is missing, where this is Debian or a relative of it and the user is root.
 *
 * @param options.virtualDisplay whether a display has to be made, too
 * @param say told what is installed
 * @returns an empty string, or a line that says what the person has to install
 */
export async function ensureSystemPackages(
  options: { cwd: string; virtualDisplay: boolean },
  say: (line: string) => void,
): Promise<string> {
  if (process.platform !== 'linux') return ''
  const display = [program('xvfb', 'xvfb-run'), program('xauth', 'xauth')]
  const needed = options.virtualDisplay ? [...packages, ...display] : packages
  const listMissing = (): string[] =>
    needed.filter((entry) => !entry.isThere()).map((entry) => entry.name)

  const missing = listMissing()
  if (missing.length === 0) return ''
  const apt = findProgram('apt-get')
  if (!apt || process.getuid?.() !== 0) return `install these first: ${missing.join(' ')}`

  say(`installing ${missing.join(' ')}`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  for (const args of [['update'], install]) {
    const { code, output } = await runCommand(apt, ['-q', ...args], { cwd: options.cwd, env })
    if (code !== 0 && args === install) return `apt-get could not install them:\n${output}`
  }
  const still = listMissing()
  return still.length === 0 ? '' : `still missing after apt-get: ${still.join(' ')}`
}
