import { isCredentialName } from '@patchbay/provider-core/model'
import { entriesOf } from './leaf-paths.ts'

/** True where a text stands under a name that says it is a credential. */
export function hasCredential(name: string, value: unknown): boolean {
  const entries = entriesOf(value)
  if (entries === undefined) return typeof value === 'string' && isCredentialName(name)
  return entries.some(([step, inner]) =>
    hasCredential(typeof step === 'number' ? name : step, inner),
  )
}
