/** @file Values as LiteLLM reads them: plain, or `os.environ/NAME` for what a variable holds. */
import { isCredentialName, variableNameSchema } from '@patchbay/provider-core/model'
import type { Notes, Setting } from './place.ts'

export type ReadText =
  /** `isSecret`: from a variable of the file whose name says that it holds a credential. */
  | { readonly kind: 'text'; readonly text: string; readonly isSecret?: boolean }
  | { readonly kind: 'variable'; readonly variable: string }

/** Variables that the file itself sets (`environment_variables`). */
export interface FileVariables {
  /** The value, where it is plain text; the place is then told to be in use. */
  use(name: string): string | undefined
}

const reference = 'os.environ/'

/** @returns `undefined` for what is no text; the report is told why. */
export function readText(
  setting: Setting,
  variables: FileVariables,
  notes: Notes,
): ReadText | undefined {
  const { value } = setting
  if (typeof value === 'number' || typeof value === 'boolean')
    return { kind: 'text', text: String(value) }
  if (typeof value !== 'string') {
    notes.byHand(setting, 'This is a list or an object where a text is expected. Type it in.')
    return undefined
  }
  if (value.startsWith('oidc/')) {
    notes.unsupported(
      setting,
      'Patchbay fetches no OIDC tokens. Use a key or a program that prints a token.',
    )
    return undefined
  }
  if (!value.startsWith(reference)) return { kind: 'text', text: value }
  const variable = value.slice(reference.length).trim()
  const known = variables.use(variable)
  if (known !== undefined)
    return { kind: 'text', text: known, isSecret: isCredentialName(variable) }
  if (variableNameSchema.safeParse(variable).success) return { kind: 'variable', variable }
  notes.byHand(setting, 'What follows os.environ/ is no name of a variable. Type the value in.')
  return undefined
}

/** Plain text only: for what cannot come from a variable here. */
export function readPlainText(
  setting: Setting,
  variables: FileVariables,
  notes: Notes,
): string | undefined {
  const read = readText(setting, variables, notes)
  if (read === undefined || refuseSecret(read, setting, notes)) return undefined
  if (read.kind === 'text') return read.text
  notes.byHand(
    setting,
    `This cannot come from a variable here. Type in what ${read.variable} holds.`,
  )
  return undefined
}

/** A credential that the file puts where none belongs is not kept there. @returns true when it is one. */
export function refuseSecret(read: ReadText, setting: Setting, notes: Notes): boolean {
  if (read.kind !== 'text' || read.isSecret !== true) return false
  notes.byHand(
    setting,
    'The name of the variable says that it holds a credential, and this is no place for one. Type the value in where it belongs.',
  )
  return true
}

const truths: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
}

/** Booleans as YAML 1.1 and LiteLLM write them, `on` and `off` included. */
export function readBoolean(
  setting: Setting,
  variables: FileVariables,
  notes: Notes,
): boolean | undefined {
  const text = readPlainText(setting, variables, notes)
  if (text === undefined) return undefined
  const truth = Object.hasOwn(truths, text.toLowerCase()) ? truths[text.toLowerCase()] : undefined
  if (truth === undefined) notes.byHand(setting, 'This is neither true nor false. Set it by hand.')
  return truth
}

/** A number, also one that stands as text. */
export function readNumber(
  setting: Setting,
  variables: FileVariables,
  notes: Notes,
): number | undefined {
  const text = readPlainText(setting, variables, notes)
  if (text === undefined) return undefined
  const number = /^[-+]?[\d_]*\.?\d+(?:e[-+]?\d+)?$/i.test(text.trim())
    ? Number(text.replaceAll('_', ''))
    : Number.NaN
  if (Number.isFinite(number)) return number
  notes.byHand(setting, 'This is no number. Set it by hand.')
  return undefined
}

/** True where `os.environ/` stands anywhere in it. */
export function hasReference(value: unknown): boolean {
  if (typeof value === 'string') return value.startsWith(reference)
  return typeof value === 'object' && value !== null && Object.values(value).some(hasReference)
}
