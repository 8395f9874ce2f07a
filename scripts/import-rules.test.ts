import { copyFile, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findImportBreaches, importRules, type ImportBreach } from './import-rules.ts'

const repository = join(import.meta.dirname, '..')
const core = 'packages/provider-core/src'
const app = 'apps/desktop/src'

/** file that breaks a rule, its import, the rule that must refuse it */
const breaches: [file: string, source: string, rule: string][] = [
  [`${core}/a1.ts`, `import '../../ui/src/index.ts'`, 'core-is-the-bottom'],
  [`${core}/a2.ts`, `import '@patchbay/ui'`, 'core-is-the-bottom'],
  [`${core}/a3.ts`, `import '../../../apps/desktop/src/backend/x.ts'`, 'core-is-the-bottom'],
  [`${core}/a4.ts`, `import type { PathLike } from 'node:fs'`, 'core-is-pure'],
  [`${core}/a5.ts`, `import { readFile } from 'node:fs/promises'`, 'core-is-pure'],
  [`${core}/a6.ts`, `import { readFile } from 'fs/promises'`, 'core-is-pure'],
  [`${core}/a7.ts`, `import { env } from 'node:process'`, 'core-is-pure'],
  [`${core}/a8.ts`, `import { app } from 'electron'`, 'core-is-pure'],
  [`${core}/a9.ts`, `export * from 'react'`, 'core-is-pure'],
  [`${core}/a10.ts`, `import keytar from 'keytar/keytar.js'`, 'core-is-pure'],
  [`${core}/a11.ts`, `import { request } from 'undici'`, 'undici-in-transport'],
  [`${core}/a12.ts`, `const x = await import('undici')`, 'undici-in-transport'],
  [`${core}/a13.ts`, `import { request } from 'node:https'`, 'sockets-in-transport'],
  [`${core}/a14.ts`, `import './testing/index.ts'`, 'test-doubles-stay-in-tests'],
  [`${core}/model/b1.ts`, `import '../x.ts'`, 'model-is-browser-safe'],
  [`${core}/model/b2.ts`, `import type { X } from '../x.ts'`, 'model-is-browser-safe'],
  [`${core}/model/b3.ts`, `import { Buffer } from 'node:buffer'`, 'model-is-browser-safe'],
  [`${core}/specs/b4.ts`, `import '../x.ts'`, 'specs-are-browser-safe'],
  [`${core}/addressing/b5.ts`, `import { Buffer } from 'node:buffer'`, 'specs-are-browser-safe'],
  ['packages/ui/src/c1.tsx', `import '@patchbay/provider-core/model'`, 'ui-knows-no-app'],
  [
    'packages/ui/src/c2.tsx',
    `import '../../../apps/desktop/src/contract/index.ts'`,
    'ui-knows-no-app',
  ],
  ['packages/ui/src/c3.tsx', `import { join } from 'node:path'`, 'ui-knows-no-app'],
  [
    'packages/gateway/src/d1.ts',
    `import '../../../apps/desktop/src/backend/x.ts'`,
    'gateway-below-the-app',
  ],
  [`${app}/contract/e1.ts`, `import '@patchbay/provider-core'`, 'contract-is-only-a-contract'],
  [`${app}/contract/e2.ts`, `import { x } from '#backend/x'`, 'contract-is-only-a-contract'],
  [`${app}/contract/e3.ts`, `import { os } from '@orpc/server'`, 'contract-is-only-a-contract'],
  [`${app}/backend/f1.ts`, `import '../main/x.ts'`, 'backend-is-host-neutral'],
  [`${app}/backend/f2.ts`, `export { x } from '../cli/x.ts'`, 'backend-is-host-neutral'],
  [`${app}/backend/f3.ts`, `const x = import('../browser-host/x.ts')`, 'backend-is-host-neutral'],
  [`${app}/backend/f4.ts`, `import { safeStorage } from 'electron'`, 'backend-is-host-neutral'],
  [`${app}/backend/f5.ts`, `import '../renderer/lib/x.ts'`, 'backend-is-host-neutral'],
  [`${app}/backend/f6.ts`, `import { fetch } from 'undici'`, 'undici-in-transport'],
  [`${app}/backend/f7.ts`, `import keytar from 'keytar/keytar.js'`, 'keychain-in-one-file'],
  [`${app}/backend/vault/f8.ts`, `import { Entry } from 'keytar'`, 'keychain-in-one-file'],
  [`${app}/backend/f9.ts`, `import Conf from 'conf'`, 'conf-in-storage'],
  [
    `${app}/backend/f10.ts`,
    `import '@patchbay/provider-core/testing'`,
    'test-doubles-stay-in-tests',
  ],
  [`${app}/main/g1.ts`, `import '../cli/x.ts'`, 'main-alone'],
  [`${app}/main/g2.ts`, `import '../renderer/lib/x.ts'`, 'main-alone'],
  [`${app}/main/g3.ts`, `import Store from 'electron-store'`, 'electron-store-in-main'],
  [`${app}/browser-host/h1.ts`, `import '../main/x.ts'`, 'browser-host-alone'],
  [`${app}/browser-host/h2.ts`, `import { app } from 'electron'`, 'electron-in-its-host'],
  [`${app}/cli/i1.ts`, `import '../main/x.ts'`, 'cli-alone'],
  [`${app}/preload/j1.ts`, `import '../main/x.ts'`, 'preload-is-thin'],
  [`${app}/preload/j2.ts`, `import { readFileSync } from 'node:fs'`, 'preload-is-thin'],
  [
    `${app}/renderer/k1.tsx`,
    `import { x } from '#backend/x'`,
    'renderer-reaches-the-contract-only',
  ],
  [`${app}/renderer/k2.tsx`, `import '../backend/x.ts'`, 'renderer-reaches-the-contract-only'],
  [
    `${app}/renderer/k3.tsx`,
    `import '@patchbay/provider-core'`,
    'renderer-reaches-the-contract-only',
  ],
  [
    `${app}/renderer/k4.tsx`,
    `import '../../../../packages/provider-core/src/x.ts'`,
    'renderer-reaches-the-contract-only',
  ],
  [
    `${app}/renderer/k5.tsx`,
    `import { ipcRenderer } from 'electron'`,
    'renderer-reaches-the-contract-only',
  ],
  [
    `${app}/renderer/k6.tsx`,
    `import { join } from 'node:path'`,
    'renderer-reaches-the-contract-only',
  ],
  [
    'packages/custom-handler/src/n1.ts',
    `import '../../../apps/desktop/src/contract/index.ts'`,
    'handlers-below-the-app',
  ],
  [
    'packages/setup-formats/src/o1.ts',
    `import { readFileSync } from 'node:fs'`,
    'formats-are-pure',
  ],
  [
    'packages/custom-handler/src/runner/n2.ts',
    'export const x = (n: string) => import(n + "")',
    'no-computed-imports',
  ],
  [`${app}/renderer/features/chat/l1.tsx`, `import '../endpoints/x.tsx'`, 'features-are-islands'],
  [
    `${app}/renderer/features/chat/l2.tsx`,
    `const x = () => import('../endpoints/x.tsx')`,
    'features-are-islands',
  ],
  [`${app}/renderer/lib/m1.ts`, `import '../features/endpoints/x.tsx'`, 'renderer-lib-is-below'],
  [
    `${app}/backend/f11.ts`,
    'export const x = (n: string) => import(`./${n}.ts`)',
    'no-computed-imports',
  ],
  [
    `${app}/backend/f12.ts`,
    `export const x = (n: string) => import(n + '.ts')`,
    'no-computed-imports',
  ],
]

/** files that must pass, with their source */
const allowed: [file: string, source: string][] = [
  [`${core}/index.ts`, `export const x = 1`],
  [`${core}/x.ts`, `import './model/index.ts'; import { createHash } from 'node:crypto'`],
  [`${core}/model/index.ts`, `import { z } from 'zod'; import './endpoint.ts'`],
  [`${core}/model/endpoint.ts`, `export const endpoint = 1`],
  [`${core}/specs/index.ts`, `import { z } from 'zod'; import '../addressing/x.ts'`],
  [`${core}/addressing/x.ts`, `import '../model/index.ts'`],
  [`${core}/testing/index.ts`, `import { createServer } from 'node:http'; import '../x.ts'`],
  [`${core}/demo/server.ts`, `import { createServer } from 'node:http'`],
  [`${core}/transport/send.ts`, `import { request } from 'undici'; import '../x.ts'`],
  [`${core}/x.test.ts`, `import { readFileSync } from 'node:fs'; import './testing/index.ts'`],
  [
    'packages/custom-handler/src/runner/load-handler.ts',
    'export const x = (n: string) => import(n + "")',
  ],
  ['packages/ui/src/index.ts', `import 'react'; import './button.tsx'`],
  ['packages/ui/src/button.tsx', `export const Button = () => <button type="button" />`],
  [`${app}/contract/index.ts`, `import '@orpc/contract'; import '@patchbay/provider-core/model'`],
  [`${app}/backend/x.ts`, `import '#contract'; import '@patchbay/provider-core'`],
  [`${app}/backend/vault/keychain-vault.ts`, `import keytar from 'keytar/keytar.js'`],
  [`${app}/backend/storage/conf-settings.ts`, `import Conf from 'conf'`],
  [`${app}/main/x.ts`, `import { app } from 'electron'; import '#backend/x'; import '#contract'`],
  [`${app}/main/settings-file.ts`, `import Store from 'electron-store'`],
  [`${app}/browser-host/x.ts`, `import { createServer } from 'node:http'; import '#backend/x'`],
  [`${app}/cli/x.ts`, `import '../browser-host/x.ts'; import '#backend/x'`],
  [`${app}/preload/x.ts`, `import { ipcRenderer } from 'electron'`],
  [`${app}/renderer/lib/x.ts`, `import '#contract'; import '@patchbay/provider-core/model'`],
  [
    `${app}/renderer/features/endpoints/x.tsx`,
    `import '@patchbay/ui'; import '@patchbay/provider-core/specs'`,
  ],
  [`${app}/renderer/features/endpoints/y.tsx`, `import '../../lib/x.ts'`],
]

const installed = ['zod', 'undici', 'react', 'keytar', 'conf', '@orpc/contract', '@orpc/server']

async function layTree(root: string): Promise<void> {
  const put = async (file: string, text: string): Promise<void> => {
    await mkdir(dirname(join(root, file)), { recursive: true })
    await writeFile(join(root, file), text)
  }
  for (const [file, source] of [...breaches, ...allowed]) await put(file, `${source}\n`)
  for (const name of installed) {
    await put(`node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }))
    await put(`node_modules/${name}/index.js`, '')
  }
  await put('node_modules/keytar/keytar.js', '')
  for (const folder of ['packages/provider-core', 'packages/ui', 'apps/desktop']) {
    await copyFile(join(repository, folder, 'package.json'), join(root, folder, 'package.json'))
  }
  await mkdir(join(root, 'node_modules/@patchbay'))
  for (const name of ['provider-core', 'ui']) {
    await symlink(
      join(root, 'packages', name),
      join(root, 'node_modules/@patchbay', name),
      'junction',
    )
  }
}

describe('import rules', () => {
  let root: string
  let found: ImportBreach[]
  const rulesBrokenBy = (file: string): string[] =>
    found.filter((breach) => breach.from === file).map((breach) => breach.rule.name)

  beforeAll(async () => {
    root = await realpath(await mkdtemp(join(tmpdir(), 'import-rules-')))
    await layTree(root)
    found = findImportBreaches(root, ['packages', 'apps']).breaches
  })
  afterAll(() => rm(root, { recursive: true, force: true }))

  test.each(breaches)('%s: %s breaks %s', (file, _source, rule) => {
    expect(rulesBrokenBy(file)).toContain(rule)
  })

  test.each(allowed)('%s may import: %s', (file) => {
    expect(rulesBrokenBy(file)).toEqual([])
  })

  test('every rule is shown to refuse something', () => {
    const shown = new Set(breaches.map(([, , rule]) => rule))
    expect(importRules.map((rule) => rule.name).filter((name) => !shown.has(name))).toEqual([])
  })
})
