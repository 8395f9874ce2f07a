/** @file Variables while they are shared out: who took which, and what became of it. */
import type { ReadText, Told } from '../endpoint-draft.ts'
import { unsupported } from '../endpoint-draft.ts'

export interface Variable {
  readonly name: string
  readonly value: string
  /** Its value as a secret: the value, or a reference where variables stay references. */
  readonly secret: ReadText
}

export interface VariableSet {
  has(...names: readonly string[]): boolean
  /** The first of these that holds something. The others are told to stand back. */
  take(...names: readonly string[]): Variable | undefined
  tell(variable: Variable | undefined, told: Told, into?: string): void
  /** Names that nobody took. */
  untaken(): string[]
}

export function createVariableSet(
  values: ReadonlyMap<string, string>,
  keepReferences: boolean,
  tell: (name: string, told: Told, into?: string) => void,
): VariableSet {
  const taken = new Set<string>()
  const filled = (name: string) => (values.get(name) ?? '').trim() !== '' && !taken.has(name)
  return {
    has: (...names) => names.some(filled),
    take(...names) {
      const [name, ...others] = [...new Set(names)].filter(filled)
      if (name === undefined) return undefined
      taken.add(name)
      const value = (values.get(name) ?? '').trim()
      for (const other of others) {
        taken.add(other)
        const same = values.get(other)?.trim() === value
        tell(
          other,
          same ? { outcome: 'exact' } : unsupported(`${name} stands beside it and holds.`),
        )
      }
      return { name, value, secret: readSecret(name, value, keepReferences) }
    },
    tell(variable, told, into) {
      if (variable !== undefined) tell(variable.name, told, into)
    },
    untaken: () => [...values.keys()].filter((name) => !taken.has(name)),
  }
}

function readSecret(name: string, value: string, keepReferences: boolean): ReadText {
  if (keepReferences) return { kind: 'variable', variable: name }
  const reference = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(value)?.[1]
  return reference === undefined
    ? { kind: 'text', text: value }
    : { kind: 'variable', variable: reference }
}
