/** @file What a set-up is made of. The values of a person stand in it quoted for the language they stand in. */

/** What goes into a snippet. */
export interface SetupValues {
  /** `http://127.0.0.1:PORT`, without a path. */
  readonly url: string
  /** A name that the gateway serves. */
  readonly model: string
  readonly key: string
}

export interface Snippet {
  /** Where it goes: a file, or "shell". */
  readonly caption: string
  readonly language: 'sh' | 'python' | 'ts' | 'json' | 'toml' | 'yaml'
  readonly text: string
}

export interface SetupTool {
  readonly id: string
  readonly label: string
  readonly group: 'Agents' | 'Editors' | 'Libraries' | 'Shell'
  /** What has to be known beside the snippets. */
  readonly note?: string
  readonly write: (values: SetupValues) => readonly Snippet[]
}

/** A string for JSON, JavaScript, Python, TOML and YAML alike: they all read JSON's escapes. */
export function quote(value: string): string {
  return JSON.stringify(value)
}

/** One word for a POSIX shell. */
export function shellWord(value: string): string {
  return /^[\w./:@+-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`
}

/** The text between single quotes of a POSIX shell. */
export function inShellQuotes(text: string): string {
  return text.replaceAll("'", `'\\''`)
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value, null, 2)
}

export function joinLines(...lines: readonly string[]): string {
  return lines.join('\n')
}
