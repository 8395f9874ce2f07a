/** @file Deployments that share connection and settings → one endpoint with several models. */
import { endpointFieldsSchema, type SecretName } from '@patchbay/provider-core/model'
import { parseBaseUrl } from '@patchbay/provider-core/specs'
import type { PlannedEndpoint } from '../plan.ts'
import { providers } from './providers.ts'
import type { ReadDeployment } from './read-deployment.ts'

export interface PlacedDeployment extends ReadDeployment {
  readonly endpoint: string
}

/** The endpoints, and each deployment with the endpoint that it is on. */
export function groupDeployments(deployments: readonly ReadDeployment[]): {
  readonly endpoints: readonly PlannedEndpoint[]
  readonly placed: readonly PlacedDeployment[]
} {
  const groups = new Map<string, ReadDeployment[]>()
  for (const deployment of deployments) {
    const { draft, isWildcard } = deployment
    const { fields, fromVariables, secrets, missing } = draft
    // An open endpoint and one that lists its models are not the same one.
    const key = sortedJson([fields, fromVariables, secrets, [...missing], isWildcard])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [deployment])
    else group.push(deployment)
  }
  const names = createNames()
  const endpoints: PlannedEndpoint[] = []
  const placed: PlacedDeployment[] = []
  for (const group of groups.values()) {
    const endpoint = planEndpoint(group, names)
    if (endpoint !== undefined) endpoints.push(endpoint)
    for (const deployment of group) {
      if (endpoint !== undefined) placed.push({ ...deployment, endpoint: endpoint.key })
      else
        deployment.notes.byHand(
          deployment.groupPlace,
          'Patchbay cannot keep these settings. Add the model by hand.',
        )
    }
  }
  const order = new Map(deployments.map(({ notes }, index) => [notes, index]))
  placed.sort((a, b) => (order.get(a.notes) ?? 0) - (order.get(b.notes) ?? 0))
  return { endpoints, placed }
}

function planEndpoint(
  group: readonly ReadDeployment[],
  nameFor: (wanted: string) => string,
): PlannedEndpoint | undefined {
  const [first] = group
  if (first === undefined) return undefined
  const { draft, isWildcard } = first
  const models = isWildcard ? [] : [...new Set(group.map(({ modelId }) => modelId))]
  const parsed = endpointFieldsSchema.safeParse({
    ...draft.fields,
    name: 'x',
    models,
    ...(Object.keys(draft.fromVariables).length === 0
      ? {}
      : { environment: { fields: draft.fromVariables } }),
  })
  if (!parsed.success) return undefined
  const name = nameFor(describe(first))
  return {
    key: name,
    fields: { ...parsed.data, name },
    secrets: draft.secrets,
    missing: [...draft.missing] satisfies SecretName[],
  }
}

/** The provider, and what tells this endpoint from others of the provider. */
function describe({ label, provider, draft }: ReadDeployment): string {
  const { fields, fromVariables } = draft
  const variable = Object.values(fromVariables)[0]
  const parsed = parseBaseUrl(fields.baseUrl ?? '')
  const isUsual = fields.baseUrl === providers.get(provider)?.baseUrl
  const mark =
    fields.resourceName ??
    fields.region ??
    fields.projectId ??
    (parsed.ok && !isUsual ? new URL(parsed.base.origin).host : undefined) ??
    (variable === undefined ? undefined : `$${variable}`)
  return mark === undefined ? label : `${label} ${mark}`
}

const longestName = 80

function createNames(): (wanted: string) => string {
  const taken = new Set<string>()
  const nextNumbers = new Map<string, number>()
  return (wanted) => {
    const base = wanted.slice(0, longestName - 6).trim()
    let number = nextNumbers.get(base) ?? 1
    let name = number === 1 ? base : `${base} ${number}`
    while (taken.has(name.toLowerCase())) {
      number += 1
      name = `${base} ${number}`
    }
    nextNumbers.set(base, number + 1)
    taken.add(name.toLowerCase())
    return name
  }
}

/** The same text for the same settings, in whatever order they were read. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, item]) => item !== undefined)
            .toSorted(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  )
}
