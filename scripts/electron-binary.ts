/** @file Electron's program file: electron 45 fetches it when it is first wanted, not at install. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from './run-command.ts'

/**
 * @param root absolute path of the repository
 * @returns absolute path of Electron's program file, or undefined where it was not fetched yet
 */
export function findElectron(root: string): string | undefined {
  const electron = join(root, 'node_modules/electron')
  const name = join(electron, 'path.txt')
  if (!existsSync(name)) return undefined
  const program = join(electron, 'dist', readFileSync(name, 'utf8').trim())
  return existsSync(program) ? program : undefined
}

/**
 * Fetches Electron's program file with the installer of the electron package.
 *
 * @param root absolute path of the repository
 * @param timeout milliseconds after which to give up
 * @returns its absolute path, or undefined where it cannot be had
 */
export async function fetchElectron(root: string, timeout: number): Promise<string | undefined> {
  const installer = join(root, 'node_modules/electron/install.js')
  await runCommand(process.execPath, [installer], { cwd: root, timeout })
  return findElectron(root)
}
