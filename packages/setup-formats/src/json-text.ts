/** @file JSON as people keep it: with comments, commas at the end, a byte order mark. */
import { createScanner, parseTree, type Node, type ParseError } from 'jsonc-parser'
import { findTreeFault, mostLevels } from './leaf-paths.ts'

export type ParsedJson =
  | { readonly ok: true; readonly value: unknown }
  /** `message`: what is wrong and where. Never a piece of the text. */
  | { readonly ok: false; readonly message: string }

/** Text → value. What cannot be read is refused with its line and column. */
export function parseJsonText(text: string): ParsedJson {
  const content = text.replace(/^\uFEFF/, '')
  if (isTooDeep(content))
    return { ok: false, message: `It is nested more than ${mostLevels} levels deep.` }
  const errors: ParseError[] = []
  const tree = parseTree(content, errors, { allowTrailingComma: true })
  const error = errors[0]
  if (error !== undefined || tree === undefined)
    return {
      ok: false,
      message: `It is not JSON: look at ${describePlace(content, error?.offset)}.`,
    }
  const value = valueOf(tree)
  const fault = findTreeFault(value)
  return fault === undefined ? { ok: true, value } : { ok: false, message: fault }
}

/** The parser calls itself for each level, so the levels are counted first. */
function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true)
  let level = 0
  for (;;) {
    // Kinds of `SyntaxKind`, which is a const enum: `{` 1, `}` 2, `[` 3, `]` 4, end 17.
    const kind: number = scanner.scan()
    if (kind === 17) return false
    if (kind === 1 || kind === 3) level += 1
    if (kind === 2 || kind === 4) level -= 1
    if (level > mostLevels) return true
  }
}

function valueOf(node: Node): unknown {
  if (node.type === 'array') return (node.children ?? []).map(valueOf)
  if (node.type !== 'object') return node.value
  // `fromEntries` defines keys; assigning would let the key `__proto__` reach the prototype.
  return Object.fromEntries(
    (node.children ?? []).flatMap(({ children }) => {
      const [key, value] = children ?? []
      return key === undefined || value === undefined ? [] : [[String(key.value), valueOf(value)]]
    }),
  )
}

function describePlace(text: string, offset = 0): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`
}
