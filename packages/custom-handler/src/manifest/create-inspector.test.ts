import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeHandler } from '../testing/open-handler.ts'
import { createInspector } from './create-inspector.ts'

const change = async (file: string): Promise<void> =>
  writeFile(file, `${await readFile(file, 'utf8')}// changed\n`)

test('a change of a small handler is seen at once, and what did not change is not read again', async () => {
  const folder = await writeHandler({ 'handler.mjs': `import './a.mjs'`, 'a.mjs': '1' })
  const file = join(folder, 'handler.mjs')
  const inspect = createInspector([], () => 0)
  const first = await inspect(file)
  expect(await inspect(file)).toBe(first)
  await change(join(folder, 'a.mjs'))
  const [second, third] = await Promise.all([inspect(file), inspect(file)])
  expect(second.hash).not.toBe(first.hash)
  expect(third).toBe(second)
})

test('many files are looked at once a second', async () => {
  const names = Array.from({ length: 120 }, (_, index) => `part${index}.mjs`)
  const folder = await writeHandler({
    'handler.mjs': names.map((name) => `import './${name}'`).join('\n'),
    ...Object.fromEntries(names.map((name) => [name, '1'])),
  })
  const file = join(folder, 'handler.mjs')
  let now = 0
  const inspect = createInspector([], () => now)
  const first = await inspect(file)
  await change(file)
  now = 999
  expect(await inspect(file)).toBe(first)
  now = 1000
  expect((await inspect(file)).hash).not.toBe(first.hash)
})

test('a file that came after it was missing is found', async () => {
  const folder = await writeHandler({})
  const file = join(folder, 'handler.mjs')
  const inspect = createInspector([], () => 0)
  await expect(inspect(file)).rejects.toMatchObject({ code: 'handler' })
  await writeFile(file, '1')
  expect((await inspect(file)).files).toHaveLength(1)
})
