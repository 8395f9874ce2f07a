/** @file Which Chromium the journeys use, and how it is started. */

/** Absolute path of the program; `npm test` finds it and sets the variable. */
export function findChromium(): string {
  return process.env['PATCHBAY_CHROMIUM'] ?? process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'
}

/** Nothing but the app's own traffic, and no sandbox where the tests run as root. */
export const chromiumArguments: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
]
