/** @file Where the built app is, and Electron's program file where it was fetched. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../../..')
const desktop = join(root, 'apps/desktop')
const electron = join(root, 'node_modules/electron')

export const commandFile = join(desktop, 'bin/patchbay.mjs')
export const mainBundle = join(desktop, 'dist/main/main.js')
/** The app as Electron opens it: the folder of its package.json. */
export const appFolder = desktop

/** Absolute path, or undefined where Electron was not fetched. */
export function findElectronProgram(): string | undefined {
  const name = join(electron, 'path.txt')
  if (!existsSync(name)) return undefined
  const program = join(electron, 'dist', readFileSync(name, 'utf8').trim())
  return existsSync(program) ? program : undefined
}
