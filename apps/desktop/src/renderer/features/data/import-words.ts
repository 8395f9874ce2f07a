import { getSpec } from '@patchbay/provider-core/specs'
import type { EndpointFields, SpecId } from '@patchbay/provider-core/model'
import type { DuplicateChoice } from '#contract/shapes'

/** How many endpoints an import will write. */
export function countImported(
  taken: readonly { readonly duplicate: boolean }[],
  duplicates: DuplicateChoice,
): number {
  return duplicates === 'skip' ? taken.filter((one) => !one.duplicate).length : taken.length
}

/** Secrets as the form calls them: "API key", "header x-team". */
export function wordSecrets(names: readonly string[], spec: SpecId): string {
  const known = getSpec(spec).credentials.flatMap((kind) => kind.secrets)
  return names
    .map((name) => {
      const label = known.find((secret) => secret.name === name)?.label
      return label ?? name.replace(/^header:/, 'header ').replace(/^query:/, 'query parameter ')
    })
    .join(', ')
}

/** What an endpoint is, in a line: its type and where it goes. */
export function wordEndpoint(fields: EndpointFields): string {
  const goal = fields.baseUrl ?? fields.resourceName ?? fields.region ?? fields.projectId
  const { label } = getSpec(fields.spec)
  return goal === undefined ? label : `${label}, ${goal}`
}
