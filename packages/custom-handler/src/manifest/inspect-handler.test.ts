import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeHandler } from '../testing/open-handler.ts'
import { inspectHandler, isCurrent } from './inspect-handler.ts'

const pathsOf = async (file: string): Promise<string[]> =>
  (await inspectHandler(file)).manifest.files.map(({ path }) => path)

test('follows imports of every form through JavaScript and TypeScript, and not of types alone', async () => {
  const folder = await writeHandler({
    'handler.ts': `import { a, type T } from './a.ts'
import type { Only } from './types.ts'
export { b } from './lib/b.mjs'
const c: T = await import('./c.mts')
enum Never { A }
export const completion = (x: Only) => a`,
    'a.ts': 'export const a = 1; export type T = number',
    'types.ts': 'export type Only = 1',
    'lib/b.mjs': `import { createRequire } from 'node:module'; import '../d.cjs'; export const b = 1`,
    'c.mts': `export * from './handler.ts'`,
    'd.cjs': `module.exports = require('./e')`,
    'e.js': 'module.exports = 1',
    'unused.mjs': 'export default 1',
  })
  expect(await pathsOf(join(folder, 'handler.ts'))).toEqual([
    'handler.ts',
    'a.ts',
    'c.mts',
    'd.cjs',
    'e.js',
    'lib/b.mjs',
  ])
})

test.each([
  [
    'a bracket too many',
    `import { a } from 'x'\nimport { b }} from 'y'\n`,
    /'\}'.* \(handler\.ts:2:13\)$/,
  ],
  [
    'an expression cut short',
    'const a: number = 1\nfoo(;\n',
    /Expression expected \(handler\.ts:2:5\)$/,
  ],
  ['an open end', '{\n(', /Expression expected \(handler\.ts:2\)$/],
])('a syntax error is said with its line: %s', async (_, source, words) => {
  const folder = await writeHandler({ 'handler.ts': source })
  await expect(inspectHandler(join(folder, 'handler.ts'))).rejects.toMatchObject({
    code: 'handler',
    message: expect.stringMatching(words),
  })
})

test('the hash changes with any file, and with nothing else', async () => {
  const folder = await writeHandler({
    'handler.mjs': `import './a.mjs'`,
    'a.mjs': '1',
    'package.json': '{"type":"module"}',
    'notes.txt': 'x',
  })
  const file = join(folder, 'handler.mjs')
  const hashOf = async (): Promise<string> => (await inspectHandler(file)).manifest.hash
  const first = await hashOf()
  await writeFile(join(folder, 'notes.txt'), 'y')
  expect(await hashOf()).toBe(first)
  const hashes = new Set([first])
  for (const name of ['a.mjs', 'package.json', 'handler.mjs']) {
    await writeFile(join(folder, name), name === 'package.json' ? '{}' : `import './a.mjs' // 2`)
    hashes.add(await hashOf())
  }
  expect(hashes.size).toBe(4)
})

test('an inspection is out of date once a file changed, went, or a package.json came', async () => {
  const folder = await writeHandler({ 'handler.mjs': `import './a.mjs'`, 'a.mjs': '1' })
  const file = join(folder, 'handler.mjs')
  const before = await inspectHandler(file)
  expect(await isCurrent(before)).toBe(true)
  await writeFile(join(folder, 'package.json'), '{}')
  expect(await isCurrent(before)).toBe(false)
  const after = await inspectHandler(file)
  await writeFile(join(folder, 'a.mjs'), '22')
  expect(await isCurrent(after)).toBe(false)
})

test('links within the folder are followed; one that leads out of it is refused, loaded or not', async () => {
  const folder = await writeHandler({
    'handler.mjs': `import './in.mjs'; import 'inner'`,
    'real.mjs': '1',
    'inner/index.js': '1',
  })
  const file = join(folder, 'handler.mjs')
  await symlink(join(folder, 'real.mjs'), join(folder, 'in.mjs'))
  await mkdir(join(folder, 'node_modules'))
  await symlink(join(folder, 'inner'), join(folder, 'node_modules/inner'))
  expect(await pathsOf(file)).toEqual(['handler.mjs', 'inner/index.js', 'real.mjs'])
  await symlink('/etc', join(folder, 'inner/settings'))
  await expect(pathsOf(file)).rejects.toMatchObject({
    code: 'handler',
    message: expect.stringMatching(/^inner.settings is a link out of the handler's folder/),
  })
})

test('a link to the file is the file', async () => {
  const folder = await writeHandler({})
  const other = await writeHandler({ 'out.mjs': '1' })
  await symlink(join(other, 'out.mjs'), join(folder, 'link.mjs'))
  const { manifest } = await inspectHandler(join(folder, 'link.mjs'))
  expect(manifest).toMatchObject({ file: join(other, 'out.mjs'), folder: other })
})

test('a folder that holds more than a handler is refused', async () => {
  const folder = await writeHandler({ 'handler.mjs': '1', 'home/.ssh/key': 'x' })
  const file = join(folder, 'handler.mjs')
  await expect(inspectHandler(file, [join(folder, 'home')])).rejects.toMatchObject({
    code: 'handler',
    message: expect.stringMatching(/folder of its own/),
  })
  await expect(inspectHandler(file, [folder])).rejects.toThrow(/folder of its own/)
  await expect(inspectHandler(file, [`${folder}-beside`])).resolves.toBeDefined()
})

test.each([
  ['handler.py', /JavaScript or TypeScript/],
  ['handler.mjs/none.mjs', /There is no file/],
])('%s is refused', async (name, message) => {
  const folder = await writeHandler({ 'handler.py': '1', 'handler.mjs': '1' })
  await expect(pathsOf(join(folder, name))).rejects.toThrow(message)
  await expect(pathsOf(name)).rejects.toThrow(/whole path/)
})
