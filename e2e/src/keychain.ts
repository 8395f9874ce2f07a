/** @file Looks into the keychain from outside the app, with the system's own tool. */
import { spawnSync } from 'node:child_process'

/** Every secret of the service that the app uses, as `secret-tool` prints them. */
export function searchKeychain(): string {
  const { stdout, stderr } = spawnSync('secret-tool', ['search', '--all', 'service', 'Patchbay'], {
    encoding: 'utf8',
    timeout: 10_000,
  })
  return `${stdout}${stderr}`
}
