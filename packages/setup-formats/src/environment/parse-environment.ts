/** @file Variables, of a file or exported, → plan. */
import { finishDraft, tell, unsupported, type Told } from '../endpoint-draft.ts'
import type { ParsedSetup, ReportLine, SetupSource } from '../plan.ts'
import { createReport } from '../report.ts'
import { readAws, readAzure, readVertex } from './clouds.ts'
import type { EnvironmentPlan } from './environment-plan.ts'
import { readVariables, type ReadVariables } from './read-variables.ts'
import { createVariableSet } from './variable-set.ts'
import { readAnthropic, readGoogle, readOllama, readOpenai, readOthers } from './vendors.ts'

/** Characters: variables are short. */
const longestText = 1_000_000

/** A `.env` file, or what `env`, `export` and their like print. */
export function parseEnvironmentFile({ text }: Pick<SetupSource, 'text'>): ParsedSetup {
  if (text.length > longestText)
    return refuse('This is too long for a file of variables. Choose the .env file itself.')
  const read = readVariables(text)
  if (read.values.size === 0)
    return refuse('There is no variable in it. A line of a .env file is NAME=value.')
  return share(read, false)
}

/**
 * Variables of the host. Secrets stay references to them; variables that say nothing of models are passed over.
 *
 * @param variables by name
 */
export function parseEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
): ParsedSetup {
  const values = new Map(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as const],
    ),
  )
  const parsed = share({ values, notes: new Map(), strays: [] }, true)
  if (parsed.ok && parsed.plan.report.length === 0)
    return refuse('No variable of a model provider is set, such as OPENAI_API_KEY.')
  return parsed
}

function share({ values, notes, strays }: ReadVariables, keepReferences: boolean): ParsedSetup {
  const report = createReport(Object.fromEntries(values))
  const told = new Set<string>()
  const say = (name: string, what: Told, into?: string): void => {
    told.add(name)
    const note = what.outcome === 'exact' ? notes.get(name) : undefined
    tell(report, [name], note ?? what, into)
  }
  const plan: EnvironmentPlan = {
    variables: createVariableSet(values, keepReferences, say),
    keepReferences,
    drafts: [],
    names: new Set(),
    officialKeys: {},
  }
  for (const read of [
    readOpenai,
    readAnthropic,
    readGoogle,
    readAzure,
    readAws,
    readVertex,
    readOllama,
    readOthers,
  ])
    read(plan)
  for (const name of plan.variables.untaken())
    sayUntaken(name, values.get(name) ?? '', say, keepReferences)
  const lines = report.lines().filter((line: ReportLine) => told.has(line.path))
  return {
    ok: true,
    plan: {
      format: 'environment',
      endpoints: plan.drafts.map(finishDraft),
      aliases: [],
      modes: {},
      officialKeys: plan.officialKeys,
      report: [...lines, ...strays.map(tellStray)],
    },
  }
}

function tellStray(line: number): ReportLine {
  const message = 'It sets no variable, so it is passed over. A line of a .env file is NAME=value.'
  return { path: `line ${line}`, outcome: 'unsupported', message }
}

const proxy = /^(?:https?|all|no)_proxy$/i

function sayUntaken(
  name: string,
  value: string,
  say: (name: string, told: Told) => void,
  keepReferences: boolean,
): void {
  // Of a whole environment, only what this app knows is worth a line.
  if (keepReferences) return
  if (value.trim() === '') say(name, unsupported('It is empty, so there is nothing to take.'))
  else if (proxy.test(name))
    say(name, {
      outcome: 'by-hand',
      message: 'Set the proxy of a custom provider under Advanced.',
    })
  else say(name, unsupported('Patchbay has no setting for this variable.'))
}

function refuse(message: string): ParsedSetup {
  return { ok: false, message }
}
