import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { describeConformance, runConformance } from './run-conformance.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function createFolder(files: Readonly<Record<string, readonly object[]>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'recordings-'))
  folders.push(folder)
  for (const [name, values] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(join(path, '..'), { recursive: true })
    writeFileSync(path, values.map((value) => JSON.stringify(value)).join('\n'))
  }
  return folder
}

const chunk = (text: string, more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts: [{ text }] }, index: 0, ...more }],
  modelVersion: 'gemini-x',
  responseId: 'r',
})
const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 2, totalTokenCount: 7 }
const last = { ...chunk(' there', { finishReason: 'STOP' }), usageMetadata }

test('good recordings pass, other operations are left out by name, and the figures add up', () => {
  const report = runConformance(
    createFolder({
      'google/text.chunks.txt': [chunk('Hi'), last],
      'google/text.json': [last],
      'google/error.json': [
        { error: { code: 429, message: 'Slow.', status: 'RESOURCE_EXHAUSTED' } },
      ],
      'openai/embedding--a.json': [{ object: 'list', data: [] }],
      'openai/other.json': [{ object: 'thing' }],
    }),
  )
  expect(report).toEqual({
    passed: ['google/error.json', 'google/text.chunks.txt', 'google/text.json'],
    failed: [],
    skipped: [
      { name: 'openai/embedding--a.json', reason: 'not a chat reply: embeddings' },
      { name: 'openai/other.json', reason: 'not a chat reply' },
    ],
  })
  expect(describeConformance(report ?? { passed: [], failed: [], skipped: [] })).toContain(
    '5 files: 3 passed, 0 failed, 2 skipped',
  )
})

test('a reply that breaks off is a failure with its reason', () => {
  const report = runConformance(createFolder({ 'google/cut.chunks.txt': [chunk('Hi')] }))
  expect(report?.failed).toMatchObject([
    { name: 'google/cut.chunks.txt', failures: [{ check: 'decode', dialect: 'google-generate' }] },
  ])
})

test('without the folder there is no report', () => {
  expect(runConformance(join(tmpdir(), 'no-such-folder-of-recordings'))).toBeUndefined()
})
