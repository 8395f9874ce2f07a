import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashSources, isFresh, writeStamp } from './build-stamp.ts'

let root: string
const put = async (file: string, text: string): Promise<void> => {
  await mkdir(dirname(join(root, file)), { recursive: true })
  await writeFile(join(root, file), text)
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'build-stamp-'))
  const files = ['package.json', 'package-lock.json', 'tsconfig.base.json']
  const app = ['package.json', 'vite.node.config.ts', 'vite.renderer.config.ts']
  for (const file of [...files, ...app.map((name) => `apps/desktop/${name}`)]) await put(file, '{}')
  await put('packages/ui/src/button.tsx', 'one')
})
afterEach(() => rm(root, { recursive: true, force: true }))

test('a build is fresh until a source changes, comes or goes', async () => {
  const dist = join(root, 'dist')
  await mkdir(dist)
  expect(isFresh(dist, hashSources(root))).toBe(false)

  writeStamp(dist, hashSources(root))
  expect(isFresh(dist, hashSources(root))).toBe(true)

  await put('packages/ui/src/button.tsx', 'two')
  expect(isFresh(dist, hashSources(root))).toBe(false)

  await put('packages/ui/src/button.tsx', 'one')
  await put('apps/desktop/src/cli/main.ts', '')
  expect(isFresh(dist, hashSources(root))).toBe(false)

  await rm(join(root, 'apps/desktop/src/cli/main.ts'))
  await put('apps/desktop/vite.node.config.ts', 'changed')
  expect(isFresh(dist, hashSources(root))).toBe(false)
})

test('tests, installed modules and earlier builds do not make it stale', async () => {
  const before = hashSources(root)
  await put('packages/ui/src/button.test.tsx', '')
  await put('packages/ui/node_modules/react/index.js', '')
  await put('packages/ui/dist/index.js', '')
  expect(hashSources(root)).toBe(before)
})
