/** @file Deployments that share connection and settings → one endpoint with several models. */
import { endpointFieldsSchema } from '@patchbay/provider-core/model'
import { parseBaseUrl } from '@patchbay/provider-core/specs'
import type { PlannedEndpoint } from '../plan.ts'
import { providers } from './providers.ts'
import type { ReadDeployment } from './read-deployment.ts'

export interface PlacedDeployment extends ReadDeployment {
  /** Key of its endpoint; `undefined` for a vendor's official API. */
  readonly endpoint: string | undefined
}

/** The endpoints, and each deployment with the endpoint that it is on. */
export function groupDeployments(deployments: readonly ReadDeployment[]): {
  readonly endpoints: readonly PlannedEndpoint[]
  readonly placed: readonly PlacedDeployment[]
} {
  const groups = new Map<string, ReadDeployment[]>()
  for (const deployment of deployments) {
    if (isOfficial(deployment)) continue
    const { fields, fromVariables, secrets, missing } = deployment.draft
    const key = sortedJson([
      fields,
      fromVariables,
      secrets,
      [...missing],
      deployment.mark?.endpoint ?? null,
    ])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [deployment])
    else group.push(deployment)
  }
  const nameFor = createNames()
  const endpoints: PlannedEndpoint[] = []
  const keys = new Map<ReadDeployment, string>()
  for (const group of groups.values()) {
    const endpoint = planEndpoint(group, nameFor)
    if (endpoint !== undefined) endpoints.push(endpoint)
    for (const deployment of group) {
      if (endpoint !== undefined) keys.set(deployment, endpoint.key)
      else {
        deployment.notes.byHand(
          deployment.groupPlace,
          'Patchbay cannot keep these settings. Add the model by hand.',
        )
        deployment.notes.tell(undefined)
      }
    }
  }
  const placed = deployments
    .filter((deployment) => isOfficial(deployment) || keys.has(deployment))
    .map((deployment) => ({ ...deployment, endpoint: keys.get(deployment) }))
  return { endpoints, placed }
}

/** Exported from here as the official API of a provider. */
function isOfficial({ mark }: ReadDeployment): boolean {
  return mark !== undefined && mark.endpoint === undefined && mark.provider !== undefined
}

function planEndpoint(
  group: readonly ReadDeployment[],
  nameFor: (wanted: string) => string,
): PlannedEndpoint | undefined {
  const [first] = group
  if (first === undefined) return undefined
  const { draft, mark } = first
  const parsed = endpointFieldsSchema.safeParse({
    ...draft.fields,
    name: 'x',
    ...modelsOf(group),
    ...(Object.keys(draft.fromVariables).length === 0
      ? {}
      : { environment: { fields: draft.fromVariables } }),
  })
  if (!parsed.success) return undefined
  const name = nameFor(mark?.endpoint ?? describe(first))
  return {
    key: name,
    fields: { ...parsed.data, name },
    secrets: draft.secrets,
    missing: [...draft.missing],
  }
}

/** An endpoint that takes any model lists none. */
function modelsOf(group: readonly ReadDeployment[]): {
  models: string[]
  modelMapping: Record<string, string>
} {
  const models = new Set<string>()
  const mapping = new Map<string, string>()
  let isOpen = false
  for (const { mark, modelId, isWildcard } of group) {
    if (mark === undefined) {
      if (isWildcard) isOpen = true
      else models.add(modelId)
    } else if (mark.model !== undefined && (mark.as === 'model' || mark.as === 'mapping')) {
      if (mark.as === 'model' && mark.model === '*') isOpen = true
      else if (mark.as === 'model') models.add(mark.model)
      const isMapped = mark.as === 'mapping' || mark.mapped === true || mark.model !== modelId
      if (isMapped) mapping.set(mark.model, modelId)
    }
  }
  return { models: isOpen ? [] : [...models], modelMapping: Object.fromEntries(mapping) }
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
    const base = wanted.slice(0, longestName).trim()
    let number = nextNumbers.get(base) ?? 1
    let name = numbered(base, number)
    while (taken.has(name.toLowerCase())) {
      number += 1
      name = numbered(base, number)
    }
    nextNumbers.set(base, number + 1)
    taken.add(name.toLowerCase())
    return name
  }
}

function numbered(base: string, number: number): string {
  const end = number === 1 ? '' : ` ${number}`
  return base.slice(0, longestName - end.length) + end
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
