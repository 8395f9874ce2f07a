/** @file The text of a `.env` file, of `env`, or of commands that set variables → variables by name. */
import { parse } from 'dotenv'
import { variableNameSchema } from '@patchbay/provider-core/model'
import { approximate, type Told } from '../endpoint-draft.ts'
import { findStrays } from './find-strays.ts'

export interface ReadVariables {
  readonly values: ReadonlyMap<string, string>
  /** What is to be said of a variable whatever it is used for. */
  readonly notes: ReadonlyMap<string, Told>
  /** Numbers of the lines that set nothing, from 1. */
  readonly strays: readonly number[]
}

/** PowerShell, cmd, fish, and `export -p` of bash and zsh: the name, and the value as it stands there. */
const commands: readonly RegExp[] = [
  /^\s*\$env:([A-Za-z_]\w*)\s*=\s*(.*?)\s*;?\s*$/i,
  /^\s*setx\s+([A-Za-z_]\w*)\s+(.*?)\s*(?:\/m\s*)?$/i,
  /^\s*set\s+"([A-Za-z_]\w*)=(.*)"\s*$/i,
  /^\s*set\s+([A-Za-z_]\w*)=(.*?)\s*$/i,
  /^\s*set\s+(?:-\w+\s+)+([A-Za-z_]\w*)\s+(.*?)\s*;?\s*$/,
  /^\s*(?:declare|typeset)\s+-\w*x\w*\s+([A-Za-z_]\w*)=(.*?)\s*$/,
  /^\s*setenv\s+([A-Za-z_]\w*)\s+(.*?)\s*;?\s*$/,
]

/** Reads every variable. */
export function readVariables(text: string): ReadVariables {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const assignments = lines.map(toAssignment)
  const plain = assignments.join('\n')
  const parsed = Object.entries(parse(plain)).filter(([name]) => isName(name))
  const values = new Map(parsed)
  const notes = new Map<string, Told>()
  const seen = new Set<string>()
  for (const line of plain.split('\n')) {
    const assignment = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*([^\s'"`#]\S*)?/.exec(line)
    const name = assignment?.[1]
    if (name === undefined || !values.has(name)) continue
    if (assignment?.[2]?.includes('#') === true)
      notes.set(name, approximate('It ends before #. Put it in quotes, if # is part of it.'))
    if (seen.has(name))
      notes.set(name, approximate('It is set more than once. The last one holds.'))
    seen.add(name)
  }
  for (const [name, value] of parsed) {
    if (/^["'`]/.test(value) && !/^(["'`])[^]*\1$/.test(value))
      notes.set(name, approximate('Its quotes are not closed. Look at the value after the import.'))
    const filled = fillIn(value, values)
    if (filled === value) continue
    values.set(name, filled)
    notes.set(name, approximate('What it takes from another variable of the file is filled in.'))
  }
  return { values, notes, strays: findStrays(assignments) }
}

function toAssignment(line: string): string {
  // PowerShell writes a quote within quotes twice.
  const doubled = /^\s*\$env:([A-Za-z_]\w*)\s*=\s*'((?:[^']|'')*)'\s*;?\s*$/i.exec(line)
  if (doubled?.[1] !== undefined && doubled[2] !== undefined)
    return `${doubled[1]}=${quote(doubled[2].replaceAll("''", "'"))}`
  for (const command of commands) {
    const [, name, value] = command.exec(line) ?? []
    if (name !== undefined && value !== undefined) return `${name}=${quote(unquote(value))}`
  }
  return line
}

function unquote(value: string): string {
  const quoted = /^(['"])(.*)\1$/.exec(value)
  return quoted?.[2] ?? value
}

function quote(value: string): string {
  const mark = ["'", '`', '"'].find((each) => !value.includes(each))
  return mark === undefined ? value : `${mark}${value}${mark}`
}

/** `${NAME}` of variables that the same file sets. A value that is nothing but a reference elsewhere stays one. */
function fillIn(value: string, values: ReadonlyMap<string, string>): string {
  let filled = value
  for (let round = 0; round < 3 && filled.includes('${'); round += 1)
    filled = filled.replaceAll(
      /\$\{([A-Za-z_]\w*)\}/g,
      (whole, name: string) => values.get(name) ?? whole,
    )
  return filled.length > 10_000 ? value : filled
}

function isName(name: string): boolean {
  return name !== '__proto__' && variableNameSchema.safeParse(name).success
}
