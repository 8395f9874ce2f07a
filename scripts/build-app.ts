/** @file Builds the five bundles of the app next to the old ones, then puts them in place. */
import { existsSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hashSources, isFresh, writeStamp } from './build-stamp.ts'

const entries = {
  renderer: 'src/renderer/index.html',
  main: 'src/main/main.ts',
  preload: 'src/preload/preload.ts',
  cli: 'src/cli/main.ts',
  handler: '../../packages/custom-handler/src/runner/main.ts',
}

const targets = Object.keys(entries) as (keyof typeof entries)[]

function findMissingEntries(root: string): string[] {
  const app = join(root, 'apps/desktop')
  return Object.values(entries).filter((entry) => !existsSync(join(app, entry)))
}

/**
 * Builds the app into apps/desktop/dist. Bundles appear there all together or not at all.
 *
 * @param root absolute path of the repository
 * @param options.force build even where the sources did not change
 * @param options.onTarget called before each bundle
 * @returns whether anything was built
 * @throws when an entry is missing or a bundle fails
 */
export async function buildApp(
  root: string,
  options: { force: boolean; onTarget?: (target: string) => void },
): Promise<boolean> {
  const app = join(root, 'apps/desktop')
  const dist = join(app, 'dist')
  const hash = hashSources(root)
  if (!options.force && isFresh(dist, hash)) return false

  const missing = findMissingEntries(root)
  if (missing.length > 0) throw new Error(`cannot build: apps/desktop has no ${missing.join(', ')}`)

  // Vite takes longer to load than everything above takes to run.
  const { build } = await import('vite')
  const fresh = join(app, `dist/.building-${process.pid}`)
  await mkdir(fresh, { recursive: true })
  try {
    for (const target of targets) {
      options.onTarget?.(target)
      const config = target === 'renderer' ? 'vite.renderer.config.ts' : 'vite.node.config.ts'
      await build({
        configFile: join(app, config),
        configLoader: 'native',
        ...(target !== 'renderer' && { mode: target }),
        build: { outDir: join(fresh, target) },
      })
    }
    for (const target of targets) {
      await rm(join(dist, target), { recursive: true, force: true })
      await rename(join(fresh, target), join(dist, target))
    }
    writeStamp(dist, hash)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return true
}
