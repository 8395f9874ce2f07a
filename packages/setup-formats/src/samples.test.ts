import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { PlannedSecret, SetupPlan } from './plan.ts'
import { parseSetup } from './parse-setup.ts'
import { forgottenMessage } from './report.ts'

/** Real-shaped files, each with what is expected of it in `<name>.expected.json`. LiteLLM's have a test of their own. */
const folders = ['environment', 'librechat', 'opencode', 'vscode', 'bundle']

const samples = folders.flatMap((folder) => {
  const path = join(import.meta.dirname, folder, 'samples')
  return readdirSync(path)
    .filter((name) => !name.endsWith('.expected.json'))
    .map((name) => join(path, name))
})

function planOf(path: string, change: (text: string) => string = (text) => text): SetupPlan {
  const parsed = parseSetup({ text: change(readFileSync(path, 'utf8')), fileName: basename(path) })
  if (!parsed.ok) throw new Error(parsed.message)
  return parsed.plan
}

/** The plan without what is as it is by default, and its report as a person reads it. */
function describePlan(plan: SetupPlan): unknown {
  return JSON.parse(
    JSON.stringify({
      ...plan,
      endpoints: plan.endpoints.map(({ fields, ...endpoint }) => ({
        ...endpoint,
        fields: Object.fromEntries(Object.entries(fields).filter(([, value]) => isSet(value))),
        supportsSystemMessage: fields.supportsSystemMessage ? undefined : false,
      })),
      report: plan.report.map(({ path, outcome, message, into }) =>
        [path, outcome, message, into && `→ ${into}`].filter(Boolean).join(' | '),
      ),
    }),
  )
}

function isSet(value: unknown): boolean {
  if (value === true) return false
  return typeof value === 'object' && value !== null
    ? Object.keys(value).length > 0
    : value !== false
}

function secretValues(plan: SetupPlan): string[] {
  const secrets: (PlannedSecret | undefined)[] = [
    ...plan.endpoints.flatMap((endpoint) => Object.values(endpoint.secrets)),
    ...Object.values(plan.officialKeys),
  ]
  return secrets.flatMap((secret) => (secret?.kind === 'value' ? [secret.value] : []))
}

describe.each(samples)('%s', (path) => {
  it('gives the expected plan and report', () => {
    const expected: unknown = JSON.parse(
      readFileSync(path.replace(/(\.\w+)$/, '$1.expected.json'), 'utf8'),
    )
    expect(describePlan(planOf(path))).toEqual(expected)
  })

  it('gives the same with a byte order mark and Windows line ends', () => {
    const changed = planOf(
      path,
      (text) => `\uFEFF${text.replace(/^\uFEFF/, '').replaceAll('\n', '\r\n')}`,
    )
    const values = (plan: SetupPlan) =>
      JSON.stringify(describePlan(plan)).replaceAll(String.raw`\r\n`, String.raw`\n`)
    expect(values(changed)).toBe(values(planOf(path)))
  })

  it('tells every path once and forgets none', () => {
    const { report } = planOf(path)
    expect(new Set(report.map((line) => line.path)).size).toBe(report.length)
    expect(report.filter((line) => line.message === forgottenMessage)).toEqual([])
    for (const line of report) expect(line.outcome === 'exact' || line.message).toBeTruthy()
  })

  it('has no secret in fields, report or aliases', () => {
    const plan = planOf(path)
    const shown = JSON.stringify([
      plan.endpoints.map(({ fields }) => fields),
      plan.report,
      plan.aliases,
    ])
    // `ollama` is a word that servers without keys are given.
    for (const value of secretValues(plan).filter((each) => each !== 'ollama'))
      expect(shown).not.toContain(value)
    expect(shown).not.toMatch(/pass-sample|sample-key|sk-sample|key-sample|-sample-/)
  })
})
