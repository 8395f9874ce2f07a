/**
 * @file A LiteLLM config as text → plain data, read as LiteLLM's own YAML reader would, but for its traps:
 * dates, `on`/`off` and keys made of digits stay text, and a `*` without quotes is mended.
 */
import { isScalar, parseDocument, visit, type Document, type Tags, type YAMLError } from 'yaml'
import { entriesOf, findTreeFault, type Path } from '../leaf-paths.ts'

/** Characters. A file with 5,000 models has about a million. */
const mostCharacters = 8_000_000

/** Stands before a value that was mended until its path is known. Of the private-use area. */
const mendMark = '\uE07A'

export type ReadYaml =
  | {
      readonly ok: true
      readonly value: Readonly<Record<string, unknown>>
      /** Values that had to be quoted to be read at all. */
      readonly mended: readonly Path[]
    }
  | { readonly ok: false; readonly message: string }

/** Reads one YAML file that holds an object; a file without content is an empty one. */
export function readYaml(text: string): ReadYaml {
  if (text.length > mostCharacters)
    return refuse('The file is too large (over 8 million characters). Import it in parts.')
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (plain.includes('\0'))
    return refuse('This is not a text file. Choose the YAML file itself, saved as UTF-8.')
  const first = parse(plain)
  if (first.ok) return { ...first, mended: [] }
  if (first.error?.code !== 'BAD_ALIAS') return first
  const quoted = quoteStars(plain)
  if (quoted === undefined) return first
  const second = parse(quoted)
  if (!second.ok) return second
  const mended: Path[] = []
  const value = takeMarks(second.value, [], mended) as Record<string, unknown>
  return { ok: true, value, mended }
}

type Parsed =
  | { readonly ok: true; readonly value: Record<string, unknown> }
  | { readonly ok: false; readonly message: string; readonly error?: YAMLError | undefined }

function parse(text: string): Parsed {
  try {
    const document = parseDocument(text, {
      schema: 'core',
      merge: true,
      // The library compares every key with every other; below, each is looked up once.
      uniqueKeys: false,
      customTags: withCarefulNumbers,
      prettyErrors: false,
      logLevel: 'error',
    })
    const [error] = document.errors
    if (error !== undefined) return { ok: false, message: wordError(error, text), error }
    const twice = findSecondKey(document)
    if (twice !== undefined) return { ok: false, message: wordAt('DUPLICATE_KEY', twice, text) }
    // Repeated aliases share one value, so they cost nothing; what they amount to is measured below.
    const value: unknown = document.toJS({ maxAliasCount: -1 })
    const fault = findTreeFault(value)
    if (fault !== undefined) return { ok: false, message: fault }
    if (value === null || value === undefined) return { ok: true, value: {} }
    if (!isObject(value))
      return { ok: false, message: 'This is no list of settings. Choose the YAML file itself.' }
    return { ok: true, value }
  } catch (error) {
    if (error instanceof RangeError)
      return { ok: false, message: 'It is nested too deep to be read. Import it in parts.' }
    if (error instanceof ReferenceError)
      return {
        ok: false,
        message:
          'A * refers to an & that is not in the file. Put text that begins with * in quotes.',
      }
    return {
      ok: false,
      message: 'This YAML cannot be read. Look for keys that are lists or objects.',
    }
  }
}

/** Where a key stands that its object has already; `undefined` when there is none. */
function findSecondKey(document: Document): number | undefined {
  let found: number | undefined
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        const name = String(key.value)
        if (seen.has(name)) {
          found = key.range?.[0] ?? 0
          return visit.BREAK
        }
        seen.add(name)
      }
      return undefined
    },
  })
  return found
}

const integer = {
  tag: 'tag:yaml.org,2002:int',
  default: true as const,
  test: /^[-+]?\d+$/,
  // A key such as 0123 or 98765432109876543210 would lose digits.
  resolve: (text: string): number | string => {
    const value = Number(text)
    return String(value) === text.replace('+', '') ? value : text
  },
}

/** As YAML 1.1 has them: a dot is needed, so that `12345e67` stays the text that it is. */
const decimal = {
  tag: 'tag:yaml.org,2002:float',
  default: true as const,
  test: /^[-+]?(?:\d+\.\d*|\.\d+)(?:[eE][-+]\d+)?$/,
  resolve: (text: string): number | string => (Number.isFinite(Number(text)) ? Number(text) : text),
}

function withCarefulNumbers(tags: Tags): Tags {
  const others = tags.filter((tag) => typeof tag === 'string' || !/:(?:int|float)$/.test(tag.tag))
  return [...others, integer, decimal]
}

/** `model_name: *` names no anchor: quoted, it is what its writer meant. `undefined` when there is none. */
function quoteStars(text: string): string | undefined {
  const mended = text.replaceAll(
    /^([ \t]*(?:-[ \t]+)?(?:model_name|model)[ \t]*:[ \t]+)(\*(?:\/[^\s#'"]*)?)(?=[ \t]*(?:#.*)?\r?$)/gm,
    (_, key: string, star: string) => `${key}"${mendMark}${star}"`,
  )
  return mended === text ? undefined : mended
}

function takeMarks(value: unknown, path: Path, mended: Path[]): unknown {
  if (typeof value === 'string' && value.startsWith(mendMark)) {
    mended.push(path)
    return value.slice(mendMark.length)
  }
  const entries = entriesOf(value)
  if (entries === undefined) return value
  const taken = entries.map(
    ([step, inner]) => [step, takeMarks(inner, [...path, step], mended)] as const,
  )
  return Array.isArray(value) ? taken.map(([, inner]) => inner) : Object.fromEntries(taken)
}

const words: Readonly<Record<string, string>> = {
  RESOURCE_EXHAUSTION: 'is nested too deep to be read. Import it in parts.',
  TAB_AS_INDENT: 'is indented with a tab. YAML wants spaces.',
  DUPLICATE_KEY: 'has a key that is already there on this level. Keep one of the two.',
  BAD_ALIAS:
    'has a * that names nothing. A text that begins with * needs quotes, such as model_name: "*".',
  BAD_INDENT: 'is indented differently from the lines that it belongs to.',
  MISSING_CHAR: 'lacks a character, such as a closing quote or bracket, or the colon after a key.',
  MULTILINE_IMPLICIT_KEY: 'is read together with the next one as a key. Look for a missing colon.',
  BLOCK_AS_IMPLICIT_KEY:
    'has a second colon, or is indented too far. Put text with a colon in quotes.',
  UNEXPECTED_TOKEN: 'has a character that does not belong there. Put text with signs in quotes.',
}

function wordError(error: YAMLError, text: string): string {
  if (error.code === 'MULTIPLE_DOCS')
    return 'The file holds several YAML documents (parted by ---). Import them one at a time.'
  return wordAt(error.code, error.pos[0], text)
}

function wordAt(code: string, at: number, text: string): string {
  const line = text.slice(0, at).split('\n').length
  return `Line ${line} ${words[code] ?? 'is not YAML that can be read.'}`
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(message: string): { readonly ok: false; readonly message: string } {
  return { ok: false, message }
}
