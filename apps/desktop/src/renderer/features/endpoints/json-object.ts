/** @file JSON that has to be an object, and where it is wrong when it is not JSON at all. */
import { parse, type ParseError } from 'jsonc-parser'

export type ReadJsonObject =
  | { readonly ok: true; readonly value: Readonly<Record<string, unknown>> }
  /** `line` from 1, where one line is to blame. */
  | { readonly ok: false; readonly message: string; readonly line?: number }

const wanted = 'Write a JSON object, such as {"top_k": 40}.'

/** Reads a JSON object; blank text is the empty one. */
export function readJsonObject(text: string): ReadJsonObject {
  if (text.trim() === '') return { ok: true, value: {} }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return { ok: true, value: value as Record<string, unknown> }
    }
    return { ok: false, message: wanted }
  } catch {
    const line = findFaultyLine(text)
    return { ok: false, message: `Line ${line} is not valid JSON. ${wanted}`, line }
  }
}

function findFaultyLine(text: string): number {
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true, allowTrailingComma: false })
  const offset = errors[0]?.offset ?? text.length
  return text.slice(0, offset).split('\n').length
}
