/** @file Files that an imported file includes: beside it or below, and nowhere else. */
import { readFileSync, realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'

/** @param file The file that includes others. */
export function createIncludeReader(file: string): (path: string) => string | undefined {
  const folder = dirname(resolve(file))
  return (path) => {
    try {
      const found = realpathSync(join(folder, path))
      const inside = relative(realpathSync(folder), found)
      const leaves = inside === '..' || /^\.\.[\\/]/.test(inside) || isAbsolute(inside)
      return isAbsolute(path) || leaves ? undefined : readFileSync(found, 'utf8')
    } catch {
      return undefined
    }
  }
}
