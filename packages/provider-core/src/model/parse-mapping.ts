/** @file Mapping text → mapping, or what is wrong, where, and the mend. Browser-safe. */
import type { ModelMapping } from './mapping.ts'
import { scanMapping, type MappingToken } from './mapping-scanner.ts'

export interface MappingIssue {
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
  /** Characters to underline from there; at least 1. */
  readonly length: number
  /** One sentence that begins with the line, where there is one to name. */
  readonly message: string
  /** The whole text with this one fault mended. */
  readonly fix?: { readonly label: string; readonly text: string }
}

export type ParsedMapping =
  | { readonly ok: true; readonly mapping: ModelMapping }
  | { readonly ok: false; readonly issue: MappingIssue }

/** One fault: the token it is about, its words, and how to mend it. */
interface Fault {
  readonly token: MappingToken
  /** Without the line. */
  readonly words: string
  /** "Line 2 needs …" in place of "Line 2: …". */
  readonly joined?: boolean
  readonly mend?: {
    readonly label: string
    readonly at: number
    readonly remove: number
    readonly insert: string
  }
}

type Step<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly fault: Fault }

interface Cursor {
  readonly tokens: readonly MappingToken[]
  index: number
}

interface Entry {
  readonly key: MappingToken
  readonly name: string
  readonly value: string
}

/**
 * Reads a mapping as a person types it: a JSON object whose values are all text.
 *
 * @param text Empty or blank text is the empty mapping.
 * @returns The mapping, or its first fault.
 */
export function parseMapping(text: string): ParsedMapping {
  if (text.trim() === '') return { ok: true, mapping: {} }
  const result = readObject({ tokens: scanMapping(text), index: 0 })
  return result.ok
    ? { ok: true, mapping: result.value }
    : { ok: false, issue: describe(text, result.fault) }
}

function readObject(cursor: Cursor): Step<ModelMapping> {
  const open = next(cursor)
  if (open.kind !== '{') return fault(open, describeStart(open))
  const entries = new Map<string, string>()
  if (peek(cursor).kind === '}') next(cursor)
  else {
    const filled = readEntries(cursor, entries)
    if (!filled.ok) return filled
  }
  const rest = next(cursor)
  if (rest.kind !== 'end') return fault(rest, 'nothing may follow the closing }. Take it out.')
  return { ok: true, value: Object.fromEntries(entries) }
}

function readEntries(cursor: Cursor, entries: Map<string, string>): Step<undefined> {
  for (;;) {
    const entry = readEntry(cursor)
    if (!entry.ok) return entry
    const { key, name, value } = entry.value
    if (entries.has(name)) return fault(key, `${quote(name)} is mapped twice. Keep one of them.`)
    entries.set(name, value)
    const before = previous(cursor)
    const after = next(cursor)
    if (after.kind === '}') return { ok: true, value: undefined }
    if (after.kind !== ',') return { ok: false, fault: describeSeparator(before, after) }
    const following = peek(cursor)
    if (following.kind === '}') {
      return {
        ok: false,
        fault: {
          token: after,
          words: 'has a comma after the last entry.',
          joined: true,
          mend: { label: 'Take it out', at: after.at, remove: 1, insert: '' },
        },
      }
    }
    if (following.kind === ',') {
      next(cursor)
      return {
        ok: false,
        fault: {
          token: following,
          words: 'has a comma too many.',
          joined: true,
          mend: { label: 'Take it out', at: following.at, remove: 1, insert: '' },
        },
      }
    }
  }
}

function readEntry(cursor: Cursor): Step<Entry> {
  const key = next(cursor)
  const name = readText(key, 'the model id before the colon')
  if (!name.ok) return name
  if (name.value === '') return fault(key, 'name the model id before the colon.')
  const colon = next(cursor)
  if (colon.kind !== ':') {
    return {
      ok: false,
      fault: {
        token: key,
        words: `needs a colon after ${quote(name.value)}.`,
        joined: true,
        mend: { label: 'Add it', at: end(key), remove: 0, insert: ':' },
      },
    }
  }
  const token = next(cursor)
  const value = readText(token, `the value for ${quote(name.value)}`)
  if (!value.ok) return value
  const trimmed = value.value.trim()
  if (trimmed === '') {
    return fault(
      token,
      `the value for ${quote(name.value)} is empty. Name the id that the endpoint expects.`,
    )
  }
  return { ok: true, value: { key, name: name.value, value: trimmed } }
}

/** The text of a string token, or why it is none. `what` names the place in the sentence. */
function readText(token: MappingToken, what: string): Step<string> {
  if (token.kind === 'string') {
    const value = parseString(token.text)
    if (value !== undefined) return { ok: true, value }
    return fault(token, `${what} has a \\ that stands for nothing. Write \\\\ for a backslash.`)
  }
  if (token.kind === 'single-quoted') {
    return {
      ok: false,
      fault: {
        token,
        words: 'use double quotes, not single ones.',
        mend: {
          label: 'Change them',
          at: token.at,
          remove: token.text.length,
          insert: requote(token.text),
        },
      },
    }
  }
  if (token.kind === 'unended') return { ok: false, fault: describeUnended(token) }
  if (token.kind === 'end') return fault(token, `${what} is missing, and so is the closing }.`)
  if (token.kind === '[') return fault(token, `${what} is a list; ids are text in double quotes.`)
  if (token.kind === '{')
    return fault(token, `${what} is an object; ids are text in double quotes.`)
  if (token.kind !== 'word') return fault(token, `${what} is missing.`)
  return { ok: false, fault: describeWord(token, what) }
}

function describeWord(token: MappingToken, what: string): Fault {
  const { text } = token
  const mend = {
    label: 'Quote it',
    at: token.at,
    remove: text.length,
    insert: JSON.stringify(text),
  }
  const kind = kindOfWord(text)
  if (kind !== undefined)
    return { token, words: `${what} is ${kind}; ids are text in double quotes.`, mend }
  if (text.startsWith('//') || text.startsWith('/*') || text.startsWith('#')) {
    return { token, words: 'JSON has no comments. Take it out.' }
  }
  return { token, words: `${what} needs double quotes around it.`, mend }
}

function kindOfWord(text: string): string | undefined {
  if (/^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(text)) return 'a number'
  if (text === 'true' || text === 'false') return 'true or false'
  return text === 'null' ? 'null' : undefined
}

/** A quote that is never closed; where only a comma or brace follows the text, the place for it is plain. */
function describeUnended(token: MappingToken): Fault {
  const closed = /^"([^"'{}:,]*[^"'{}:,\s])\s*(,?)$/.exec(token.text)
  const words = 'needs a closing quote.'
  if (closed === null) return { token, words, joined: true }
  const at = token.at + 1 + (closed[1] ?? '').length
  return { token, words, joined: true, mend: { label: 'Add it', at, remove: 0, insert: '"' } }
}

function describeSeparator(before: MappingToken, after: MappingToken): Fault {
  if (after.kind === 'end') {
    return {
      token: before,
      words: 'needs a } after it to close the mapping.',
      joined: true,
      mend: { label: 'Add it', at: end(before), remove: 0, insert: '\n}' },
    }
  }
  const isEntry = after.kind === 'string' || after.kind === 'single-quoted' || after.kind === 'word'
  if (!isEntry)
    return { token: after, words: `a comma or } belongs here, not ${after.text.slice(0, 20)}` }
  return {
    token: before,
    words: 'needs a comma at its end.',
    joined: true,
    mend: { label: 'Add it', at: end(before), remove: 0, insert: ',' },
  }
}

function describeStart(token: MappingToken): string {
  if (token.kind === '[') return 'a mapping is an object in { }, not a list.'
  if (token.kind === 'string' || token.kind === 'single-quoted' || token.kind === 'word') {
    return 'a mapping is an object: put { before it and } after it.'
  }
  return 'a mapping begins with {.'
}

function describe(text: string, { token, words, joined, mend }: Fault): MappingIssue {
  // What is missing behind a token is shown at its last character.
  const behind = mend !== undefined && mend.remove === 0
  const at = behind ? Math.max(token.at, end(token) - 1) : token.at
  const before = text.slice(0, at).split(/\r\n|\r|\n/)
  const line = before.length
  const issue = {
    line,
    column: (before.at(-1) ?? '').length + 1,
    length: behind ? 1 : Math.max(1, token.text.length),
    message: `Line ${line}${joined === true ? '' : ':'} ${words}`,
  }
  if (mend === undefined) return issue
  const mended = text.slice(0, mend.at) + mend.insert + text.slice(mend.at + mend.remove)
  return { ...issue, fix: { label: mend.label, text: mended } }
}

function parseString(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? value : undefined
  } catch {
    return undefined
  }
}

function requote(text: string): string {
  return JSON.stringify(text.slice(1, -1).replaceAll(/\\(.)/g, '$1'))
}

function quote(name: string): string {
  return `"${name}"`
}

function end(token: MappingToken): number {
  return token.at + token.text.length
}

function fault(token: MappingToken, words: string): { ok: false; fault: Fault } {
  return { ok: false, fault: { token, words } }
}

function peek(cursor: Cursor): MappingToken {
  return cursor.tokens[cursor.index] ?? { kind: 'end', text: '', at: 0 }
}

function next(cursor: Cursor): MappingToken {
  const token = peek(cursor)
  if (token.kind !== 'end') cursor.index += 1
  return token
}

function previous(cursor: Cursor): MappingToken {
  return cursor.tokens[cursor.index - 1] ?? peek(cursor)
}
