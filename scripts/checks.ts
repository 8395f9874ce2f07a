/** @file The static checks of the workspace as a list: types, lint, imports, format, unused code. */
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { findImportBreaches } from './import-rules.ts'
import { runCommand } from './run-command.ts'

export interface CheckResult {
  name: string
  ok: boolean
  /** What the tool printed. */
  output: string
  /** Seconds that it took. */
  seconds: number
}

interface Check {
  name: string
  run: () => Promise<{ ok: boolean; output: string }>
}

/** TypeScript projects with the files whose presence makes them worth checking. */
const projects: [config: string, sources: string][] = [
  ['packages/provider-core/tsconfig.json', 'packages/provider-core/src/**/*.ts'],
  ['packages/gateway/tsconfig.json', 'packages/gateway/src/**/*.ts'],
  ['packages/custom-handler/tsconfig.json', 'packages/custom-handler/src/**/*.ts'],
  ['packages/setup-formats/tsconfig.json', 'packages/setup-formats/src/**/*.ts'],
  ['packages/ui/tsconfig.json', 'packages/ui/src/**/*.{ts,tsx}'],
  ['apps/desktop/tsconfig.node.json', 'apps/desktop/src/{backend,contract,cli,main}/**/*.ts'],
  ['apps/desktop/tsconfig.web.json', 'apps/desktop/src/renderer/**/*.{ts,tsx}'],
  ['e2e/tsconfig.json', 'e2e/**/*.ts'],
  ['bench/tsconfig.json', 'bench/src/**/*.ts'],
  ['scripts/tsconfig.json', 'scripts/**/*.ts'],
]

const isThere = (root: string, pattern: string): boolean =>
  globSync(pattern, { cwd: root, exclude: (path) => path.includes('node_modules') }).length > 0

function listChecks(root: string): Check[] {
  const tool = (name: string, program: string, ...args: string[]): Check => ({
    name,
    run: async () => {
      const { code, output } = await runCommand(join(root, 'node_modules/.bin', program), args, {
        cwd: root,
      })
      return { ok: code === 0, output }
    },
  })
  const types = projects
    .filter(([, sources]) => isThere(root, sources))
    .map(([config]) => tool(`types ${config.replace('/tsconfig', '')}`, 'tsc', '-p', config))
  return [
    tool('lint', 'oxlint', '--type-aware', '--deny-warnings'),
    ...types,
    { name: 'imports', run: () => checkImports(root) },
    tool('unused code', 'knip', '--no-progress'),
    tool('format', 'oxfmt', '--check', '.'),
  ]
}

async function checkImports(root: string): Promise<{ ok: boolean; output: string }> {
  const folders = ['packages', 'apps/desktop/src', 'e2e', 'bench', 'scripts']
  const { breaches, files } = findImportBreaches(
    root,
    folders.filter((folder) => isThere(root, `${folder}/**/*.{ts,tsx}`)),
  )
  const lines = breaches.map(
    ({ rule, from, to }) => `${from} → ${to}\n  ${rule.name}: ${rule.comment}`,
  )
  return { ok: breaches.length === 0 && files > 0, output: `${lines.join('\n')}\n` }
}

/**
 * Runs every static check, two at a time.
 *
 * @param root absolute path of the repository
 * @param onResult called as each check ends
 */
export async function runChecks(
  root: string,
  onResult: (result: CheckResult) => void,
): Promise<CheckResult[]> {
  const waiting = listChecks(root)
  const results: CheckResult[] = []
  const work = async (): Promise<void> => {
    for (let check = waiting.shift(); check; check = waiting.shift()) {
      const started = performance.now()
      const { ok, output } = await check.run().catch((error: unknown) => ({
        ok: false,
        output: `${error instanceof Error ? error.stack : String(error)}\n`,
      }))
      const result = { name: check.name, ok, output, seconds: (performance.now() - started) / 1000 }
      results.push(result)
      onResult(result)
    }
  }
  await Promise.all([work(), work()])
  return results
}

/** Prints a line for a check that passed, and its whole output where it did not. */
export function printCheck({ name, ok, output, seconds }: CheckResult): void {
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds.toFixed(1)} s)`)
  if (!ok) console.log(output.replaceAll(/^/gm, '     '))
}
