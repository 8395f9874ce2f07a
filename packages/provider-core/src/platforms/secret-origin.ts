import type { Endpoint } from '../model/endpoint.ts'
import type { SecretName } from '../model/secret.ts'

export interface SecretOrigin {
  readonly source: 'environment' | 'vault' | 'typed'
  /** Such as "from the vault" or "from the variable MY_KEY". */
  readonly words: string
}

/** Where the secrets of these names come from: variables when all do, the vault when all others do. */
export function secretOrigin(endpoint: Endpoint, names: readonly SecretName[]): SecretOrigin {
  const variables = names.flatMap((name) => endpoint.environment?.secrets[name] ?? [])
  if (names.length > 0 && variables.length === names.length) {
    const noun = variables.length === 1 ? 'variable' : 'variables'
    return { source: 'environment', words: `from the ${noun} ${variables.join(', ')}` }
  }
  const kept = names.every(
    (name) =>
      endpoint.savedSecrets.includes(name) || endpoint.environment?.secrets[name] !== undefined,
  )
  return kept
    ? { source: 'vault', words: 'from the vault' }
    : { source: 'typed', words: 'as typed' }
}
