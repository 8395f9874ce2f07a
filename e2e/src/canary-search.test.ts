import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findLeaks, findLeaksInFiles } from './canary-search.ts'

const value = 'canary-"quoted"/and+more-4711'
const canaries = new Map([['planted', value]])

test.each([
  ['as it is', Buffer.from(`key=${value}!`)],
  ['UTF-16', Buffer.from(`key=${value}!`, 'utf16le')],
  ['in JSON', Buffer.from(JSON.stringify({ key: value }))],
  ['in a URL', Buffer.from(`?key=${encodeURIComponent(value)}`)],
  ['base64, aligned', Buffer.from(Buffer.from(value).toString('base64'))],
  ['base64, one byte on', Buffer.from(Buffer.from(`:${value}@`).toString('base64'))],
  ['base64, two bytes on', Buffer.from(Buffer.from(`a:${value}@`).toString('base64'))],
])('finds a value %s', (_shape, content) => {
  expect(findLeaks(content, canaries)).toEqual(['planted'])
})

test('finds nothing where nothing is', () => {
  expect(findLeaks(Buffer.from('canary-"quoted"/and+more-4712'), canaries)).toEqual([])
})

test('finds a value in a file, and in the name of one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-canary-'))
  await writeFile(join(folder, 'log'), `Bearer ${value}`)
  await writeFile(join(folder, 'sk-in-a-name'), '')
  const named = new Map([...canaries, ['named', 'sk-in-a-name']])
  const { leaks, files } = await findLeaksInFiles(folder, named)
  expect(files).toBe(2)
  expect(leaks).toEqual([
    `${join(folder, 'log')}: planted`,
    `${join(folder, 'sk-in-a-name')}: named`,
  ])
  await rm(folder, { recursive: true })
})
