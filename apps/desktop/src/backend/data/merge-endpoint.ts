/** @file What an endpoint lacks, taken from another one of its type. Its name, address, secrets and own settings stay. */
import type { Endpoint, EndpointDraft } from '@patchbay/provider-core/model'
import { connectionKey } from './find-duplicate.ts'

/**
 * Settings that can be added without sending a key anywhere else, or past any protection: address, proxy,
 * TLS and authentication are not among them.
 */
const harmless = [
  'anthropicVersion',
  'apiVersion',
  'bedrockApi',
  'compat',
  'dialect',
  'retry',
] as const satisfies readonly (keyof EndpointDraft)[]

/** The endpoint with what it lacked. Where both say something, what is here wins. */
export function mergeEndpoint(here: Endpoint, draft: EndpointDraft): Endpoint {
  const merged: Endpoint = {
    ...here,
    models: [...new Set([...here.models, ...draft.models])],
    modelMapping: { ...draft.modelMapping, ...here.modelMapping },
    headers: { ...withoutTaken(draft.headers, here.headers), ...here.headers },
    extraBody: { ...draft.extraBody, ...here.extraBody },
    timeouts: { ...draft.timeouts, ...here.timeouts },
  }
  for (const name of harmless) {
    if (merged[name] === undefined) Object.assign(merged, { [name]: draft[name] })
  }
  if (!isSameConnection(here, draft)) return merged
  return { ...merged, environment: mergeSecretReferences(here, draft) }
}

/** Secrets of the draft that the endpoint has not: only where both lead to the same place. */
export function missingSecrets(here: Endpoint, draft: EndpointDraft): EndpointDraft['secrets'] {
  if (!isSameConnection(here, draft)) return {}
  return Object.fromEntries(
    Object.entries(draft.secrets).filter(
      ([name]) =>
        !here.savedSecrets.some((saved) => saved === name) &&
        !Object.hasOwn(here.environment?.secrets ?? {}, name),
    ),
  )
}

export function isMergeable(here: Endpoint, draft: Pick<EndpointDraft, 'spec'>): boolean {
  return here.spec === draft.spec && here.embedded === undefined
}

function isSameConnection(here: Endpoint, draft: EndpointDraft): boolean {
  return connectionKey(here) === connectionKey(draft)
}

function mergeSecretReferences(here: Endpoint, draft: EndpointDraft): Endpoint['environment'] {
  const added = Object.entries(draft.environment?.secrets ?? {}).filter(
    ([name]) => !here.savedSecrets.some((saved) => saved === name),
  )
  if (added.length === 0) return here.environment
  return {
    fields: here.environment?.fields ?? {},
    secrets: { ...Object.fromEntries(added), ...here.environment?.secrets },
  }
}

/** Names of headers do not differ by case. */
function withoutTaken(
  headers: Readonly<Record<string, string>>,
  taken: Readonly<Record<string, string>>,
): Record<string, string> {
  const names = new Set(Object.keys(taken).map((name) => name.toLowerCase()))
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !names.has(name.toLowerCase())),
  )
}
