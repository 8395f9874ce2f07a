/** @file Knows whether the built app still matches its sources, by content rather than by time. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const inputs = [
  'package.json',
  'package-lock.json',
  'tsconfig.base.json',
  'packages',
  'apps/desktop/package.json',
  'apps/desktop/src',
  'apps/desktop/vite.node.config.ts',
  'apps/desktop/vite.renderer.config.ts',
]

const stampFile = 'sources.sha256'

function* filesBelow(path: string): Generator<string> {
  if (!existsSync(path)) return
  const entries = readdirSync(path, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name === 'node_modules' || entry.name === 'dist') continue
    const child = join(path, entry.name)
    if (entry.isDirectory()) yield* filesBelow(child)
    else if (!/[.](test|fixture)[.]tsx?$/.test(entry.name)) yield child
  }
}

/**
 * @param root absolute path of the repository
 * @returns SHA-256 over the names and contents of everything that goes into the build, in hex
 */
export function hashSources(root: string): string {
  const hash = createHash('sha256')
  for (const input of inputs.map((name) => join(root, name))) {
    const files = /[.](json|ts)$/.test(input) ? [input] : filesBelow(input)
    for (const file of files) {
      hash.update(relative(root, file)).update('\0')
      hash.update(readFileSync(file)).update('\0')
    }
  }
  return hash.digest('hex')
}

/** @returns whether the build in `dist` was made from sources with this hash */
export function isFresh(dist: string, hash: string): boolean {
  const stamp = join(dist, stampFile)
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === hash
}

/** Records in `dist` the hash of the sources that it was built from. */
export function writeStamp(dist: string, hash: string): void {
  writeFileSync(join(dist, stampFile), hash)
}
