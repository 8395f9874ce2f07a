/** @file A file of any known format, sealed or not, → plan. */
import { parseEnvironment, parseSetup, type ParsedSetup } from '@patchbay/setup-formats'
import type { ImportSource } from '#contract/data-shapes'
import { openBundle } from './sealed-bundle.ts'

/** A file of any known format, or variables that are exported where a command runs. */
export type SetupInput =
  | (ImportSource & {
      /** Reads a file that the set-up includes, where a command can. */
      readonly readInclude?: ((path: string) => string | undefined) | undefined
    })
  | { readonly variables: Readonly<Record<string, string | undefined>> }

export async function readSource(source: SetupInput): Promise<ParsedSetup> {
  if ('variables' in source) return parseEnvironment(setOnly(source.variables))
  const { text, fileName, format, includes = {}, passphrase } = source
  const readInclude = source.readInclude ?? ((path: string) => findInclude(includes, path))
  const parsed = parseSetup({ text, fileName, format, readInclude })
  if (parsed.ok || parsed.sealed !== true || passphrase === undefined) return parsed
  const opened = await openBundle(text, passphrase)
  if (!opened.ok) {
    return { ok: false, message: opened.message, ...(opened.sealed ? { sealed: true } : {}) }
  }
  return parseSetup({ text: opened.text, format: 'bundle' })
}

/** A window knows names of files only, not where they were. */
function findInclude(includes: Readonly<Record<string, string>>, path: string): string | undefined {
  const name = path.split(/[\\/]/).at(-1) ?? path
  const found = [path, name].find((candidate) => Object.hasOwn(includes, candidate))
  return found === undefined ? undefined : includes[found]
}

function setOnly(
  variables: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(variables).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  )
}
