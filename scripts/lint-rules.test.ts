import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from './run-command.ts'

const repository = join(import.meta.dirname, '..')
const core = 'packages/provider-core/src'
const app = 'apps/desktop/src'

/** file, source that must be refused, name of the rule */
const refused: [file: string, source: string, rule: string][] = [
  [`${core}/ring-b.ts`, `import { a } from './ring-a.ts'\nexport const b = () => a`, 'no-cycle'],
  [`${core}/a1.ts`, `export const x = fetch('http://localhost')`, 'no-restricted-globals'],
  [`${core}/a2.ts`, `export const x = globalThis.fetch`, 'no-restricted-properties'],
  [`${core}/a3.ts`, `export const x = process.env.HOME`, 'no-process-env'],
  [`${core}/a4.ts`, `export const x = new WebSocket('ws://localhost')`, 'no-restricted-globals'],
  [`${app}/backend/b1.ts`, `export const x = fetch('http://localhost')`, 'no-restricted-globals'],
  [`${app}/backend/b2.ts`, `console.log('x')`, 'no-console'],
  [
    `${app}/main/c1.ts`,
    `import { ipcMain } from 'electron'\nipcMain.on('x', () => {})`,
    'no-restricted-imports',
  ],
  [
    `${app}/main/c2.ts`,
    `import { MessageChannelMain } from 'electron'\nexport { MessageChannelMain }`,
    'no-restricted-imports',
  ],
  [
    `${app}/main/c3.ts`,
    `import * as electron from 'electron'\nexport { electron }`,
    'no-restricted-imports',
  ],
  [
    `${app}/renderer/d1.tsx`,
    `import { useState } from 'react'\nexport const useX = (on: boolean) => (on ? useState(1) : 2)`,
    'rules-of-hooks',
  ],
  [`${app}/renderer/d2.tsx`, `export const X = () => <img src="x" />`, 'alt-text'],
  [`${core}/e1.ts`, `export const x: any = 1`, 'no-explicit-any'],
  [`${core}/e2.ts`, `// @ts-ignore\nexport const x = 1`, 'ban-ts-comment'],
  [`${core}/e3.ts`, `// TODO: later\nexport const x = 1`, 'no-warning-comments'],
  [`${core}/ring-a.ts`, `import { b } from './ring-b.ts'\nexport const a = () => b`, 'no-cycle'],
  [`${core}/CamelCase.ts`, `export const x = 1`, 'filename-case'],
  [
    `${core}/e4.test.ts`,
    `import { test } from 'vitest'\ntest.skip('x', () => {})`,
    'no-disabled-tests',
  ],
]

const accepted: [file: string, source: string][] = [
  [`${core}/type-ring-a.ts`, `import type { B } from './type-ring-b.ts'\nexport type A = B`],
  [`${core}/type-ring-b.ts`, `import type { A } from './type-ring-a.ts'\nexport type B = A | 1`],
  [
    `${core}/f1.test.ts`,
    `import { expect, test } from 'vitest'\ntest('x', async () => {\n  expect(await fetch('http://localhost')).toBe(1)\n})`,
  ],
  [`${app}/cli/f2.ts`, `console.log('x')`],
  [`${app}/main/rpc.ts`, `import { ipcMain } from 'electron'\nipcMain.on('x', () => {})`],
  [`${app}/main/f3.ts`, `import { app } from 'electron'\napp.quit()`],
  [`${app}/renderer/f4.ts`, `export const socket = new WebSocket('ws://localhost')`],
]

describe('lint rules', () => {
  let root: string
  let report: { filename: string; code: string }[]
  const rulesBrokenBy = (file: string): string[] =>
    report.filter((entry) => entry.filename.endsWith(file)).map((entry) => entry.code)

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'lint-rules-'))
    await copyFile(join(repository, '.oxlintrc.json'), join(root, '.oxlintrc.json'))
    for (const [file, source] of [...refused, ...accepted]) {
      await mkdir(dirname(join(root, file)), { recursive: true })
      await writeFile(join(root, file), `${source}\n`)
    }
    const oxlint = join(repository, 'node_modules/.bin/oxlint')
    const { output } = await runCommand(oxlint, ['-f', 'json'], { cwd: root })
    report = (JSON.parse(output) as { diagnostics: typeof report }).diagnostics
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  test.each(refused)('%s with %j breaks %s', (file, _source, rule) => {
    expect(rulesBrokenBy(file).join(' ')).toContain(rule)
  })

  test.each(accepted)('%s may contain %j', (file) => {
    expect(rulesBrokenBy(file)).toEqual([])
  })
})
