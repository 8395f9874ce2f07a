/** @file Which host `npm start` opens the app on, and the one line that says why. */

export interface Machine {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** Numeric user id; undefined on Windows. */
  uid: number | undefined
}

/** `reason` is a line for the person, empty where the browser was asked for. */
export type Host = { kind: 'electron' } | { kind: 'browser'; display: boolean; reason: string }

/** Options that only the browser host has: giving one asks for it. */
const browserOptions = /^--(browser|port|no-open|json)(=|$)/

/** Chooses the host from what was asked for and what the machine has. */
export function chooseHost(args: string[], { platform, env, uid }: Machine): Host {
  const display = platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)
  if (args.some((arg) => browserOptions.test(arg))) return { kind: 'browser', display, reason: '' }
  if (!display) return { kind: 'browser', display, reason: 'there is no display' }
  if (platform === 'linux' && uid === 0) {
    return { kind: 'browser', display, reason: 'Electron does not run as root' }
  }
  return { kind: 'electron' }
}
