/** @file The config and the files that it includes; what they set for all: variables and credentials. */
import { createReport } from '../report.ts'
import type { ReportLine, SetupSource } from '../plan.ts'
import { isUnset, listBelow, settingsBelow, tellOne, type Setting } from './place.ts'
import type { ConfigFile } from './read-proxy-settings.ts'
import type { FileVariables } from './read-value.ts'
import { readYaml } from './read-yaml.ts'

const mostFiles = 50

export interface ReadFile extends ConfigFile {
  /** As it was named by the file that includes it; `undefined` for the config itself. */
  readonly name: string | undefined
  readonly mended: readonly (readonly (string | number)[])[]
}

export type ReadFiles =
  | { readonly ok: true; readonly files: readonly ReadFile[] }
  | { readonly ok: false; readonly message: string }

/** Opens the config and what it includes, at most 50 files. */
export function readFiles({ text, readInclude }: SetupSource): ReadFiles {
  const main = openFile(text, undefined)
  if (!main.ok) return main
  const files: ReadFile[] = [main.file]
  const seen = new Set<string>()
  for (let index = 0; index < files.length; index += 1) {
    const file = files[index]
    const include = file?.top.get('include')
    if (file === undefined || include === undefined) continue
    if (!Array.isArray(include.value) && !isUnset(include)) {
      tellOne(include, 'by-hand', 'This is no list of files. Import the files one by one.')
      continue
    }
    for (const item of listBelow(include)) {
      const name = typeof item.value === 'string' ? resolvePath(item.value, file.name) : undefined
      const problem = addFile(name, files, seen, readInclude)
      if (problem === undefined) item.report.exact(item.path)
      else tellOne(item, 'by-hand', problem)
    }
  }
  return { ok: true, files }
}

/** @returns what to do where the file cannot be had. */
function addFile(
  name: string | undefined,
  files: ReadFile[],
  seen: Set<string>,
  readInclude: SetupSource['readInclude'],
): string | undefined {
  if (name === undefined) return 'This is no name of a file.'
  if (seen.has(name)) return undefined
  if (files.length > mostFiles)
    return `More than ${mostFiles} files are not read at once. Import it on its own.`
  const text = readInclude?.(name)
  if (text === undefined)
    return 'The file is not at hand. Choose it together with this one, or import it on its own.'
  const opened = openFile(text, name)
  if (!opened.ok) return `The file cannot be read. ${opened.message}`
  seen.add(name)
  files.push(opened.file)
  return undefined
}

function openFile(
  text: string,
  name: string | undefined,
): { ok: true; file: ReadFile } | { ok: false; message: string } {
  const read = readYaml(text)
  if (!read.ok) return read
  const root: Setting = { value: read.value, path: [], report: createReport(read.value) }
  return { ok: true, file: { root, top: settingsBelow(root), name, mended: read.mended } }
}

/** Relative to the file that names it. */
function resolvePath(named: string, from: string | undefined): string {
  const folder = from?.includes('/') === true ? from.slice(0, from.lastIndexOf('/') + 1) : ''
  return named.startsWith('/') ? named : folder + named.replace(/^\.\//, '')
}

/** Lines of all files; those of an included one begin with its name. */
export function linesOf(files: readonly ReadFile[]): ReportLine[] {
  return files.flatMap(({ root, name }) =>
    root.report
      .lines()
      .map((line) => (name === undefined ? line : { ...line, path: `${name}: ${line.path}` })),
  )
}

/** `environment_variables`: of all files, the last one holds. */
export function readVariables(files: readonly ConfigFile[]): FileVariables {
  const settings = new Map<string, Setting>()
  for (const { top } of files) {
    const section = top.get('environment_variables')
    if (section === undefined) continue
    for (const [name, setting] of settingsBelow(section)) {
      settings.set(name, setting)
      if (setting.value === null || setting.value === '') setting.report.exact(setting.path)
    }
  }
  return {
    use(name) {
      const setting = settings.get(name)
      if (isUnset(setting)) return undefined
      const { value } = setting
      if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
        return undefined
      const text = String(value)
      if (text.startsWith('os.environ/')) return undefined
      setting.report.exact(setting.path)
      return text
    },
  }
}

/** Named credentials and their settings. */
export function readCredentials(
  files: readonly ConfigFile[],
): ReadonlyMap<string, ReadonlyMap<string, Setting>> {
  const credentials = new Map<string, ReadonlyMap<string, Setting>>()
  for (const { top } of files) {
    for (const item of listBelow(top.get('credential_list'))) {
      const parts = settingsBelow(item)
      const name = parts.get('credential_name')
      const values = parts.get('credential_values')
      const info = parts.get('credential_info')
      if (info !== undefined) tellOne(info, 'unsupported', 'A note that Patchbay does not keep.')
      if (isUnset(name) || values === undefined) continue
      name.report.exact(name.path)
      credentials.set(String(name.value), settingsBelow(values))
    }
  }
  return credentials
}

/** What is said of variables and credentials that nothing in the file uses. */
export function tellUnused({ top }: ConfigFile): void {
  const variables = top.get('environment_variables')
  if (variables !== undefined)
    tellOne(
      variables,
      'by-hand',
      'No imported model refers to it. Set it where your tools are started, if they need it.',
    )
  const credentials = top.get('credential_list')
  if (credentials !== undefined)
    tellOne(credentials, 'by-hand', 'No imported model uses it. Type it in where it is needed.')
}
