/** @file Numbers as typed into the form; nothing typed is the default. */
import type { FieldIssue } from '@patchbay/provider-core/model'

export interface NumberRule {
  /** Path in the form. */
  readonly field: string
  readonly least: number
  readonly most: number
  readonly whole?: boolean
  /** What is typed, at the start of the sentence: "Type seconds". */
  readonly words: string
}

/** The number that was typed; `undefined` for the default, and with an issue where it is none. */
export function readNumber(
  typed: string,
  rule: NumberRule,
  issues: FieldIssue[],
): number | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  const { field, least, most, whole = false, words } = rule
  const value = Number(text)
  const isIn = Number.isFinite(value) && value >= least && value <= most
  if (isIn && (!whole || Number.isInteger(value))) return value
  issues.push({ field, message: `${words} from ${least} to ${most}, or nothing for the default.` })
  return undefined
}
