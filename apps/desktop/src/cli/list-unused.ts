/** @file What a draft sets and its type has no use for. */
import { specIdSchema, type EndpointDraft, type SpecId } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'

/**
 * Names of what a draft sets and its type does not use: kept, for another type may use it later, but without
 * effect.
 */
export function listUnused(draft: EndpointDraft): string[] {
  const own = namesOf(draft.spec)
  const others = specIdSchema.options.flatMap(namesOf).filter((name) => !own.includes(name))
  // An authentication of the user's own may use the key of a type that has none.
  const isOwnKey = (name: string): boolean =>
    name === 'secrets.apiKey' && draft.auth !== undefined && draft.auth.scheme !== 'default'
  const given = Object.keys(draft.secrets).filter((name) => name.startsWith('handler:'))
  const forHandlers = draft.spec === 'custom-handler' ? [] : given.map((name) => `secrets.${name}`)
  return [...new Set([...others, ...forHandlers])].filter(
    (name) => isSet(draft, name) && !isOwnKey(name),
  )
}

/** What only some types use, of one of them. */
function namesOf(spec: SpecId): string[] {
  const {
    fields,
    choices = [],
    switches = [],
    credentials,
    dialectChoices,
    platform,
  } = getSpec(spec)
  return [
    ...[...fields, ...choices, ...switches].map(({ name }) => name),
    ...credentials.flatMap(({ fields: more = [] }) => more.map(({ name }) => name)),
    ...credentials.flatMap(({ secrets }) => secrets.map(({ name }) => `secrets.${name}`)),
    ...(dialectChoices.length === 0 ? [] : ['dialect']),
    // Code has its own file, and no server that is signed in to.
    ...(platform === 'handler' ? ['handler'] : ['auth', 'proxy', 'tls']),
  ]
}

function isSet(draft: EndpointDraft, name: string): boolean {
  const { secrets, ...fields } = draft
  if (name.startsWith('secrets.')) {
    return Object.entries(secrets).some(
      ([secret, change]) => name === `secrets.${secret}` && change?.state === 'set',
    )
  }
  return Object.entries(fields).some(([field, value]) => field === name && value !== undefined)
}
