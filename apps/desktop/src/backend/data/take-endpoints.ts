/** @file Decides what becomes of each chosen endpoint of a plan: added, merged into one that is here, or skipped. */
import { randomUUID } from 'node:crypto'
import { ProviderError } from '@patchbay/provider-core'
import {
  endpointFieldsSchema,
  type Endpoint,
  type EndpointDraft,
} from '@patchbay/provider-core/model'
import type { SetupPlan } from '@patchbay/setup-formats'
import type { DuplicateChoice, ImportChoices } from '#contract/data-shapes'
import { requestKey } from '../endpoints/request-key.ts'
import { savedAfter, type OwnerChanges } from '../endpoints/save-with-secrets.ts'
import type { Settings } from '../storage/settings-schema.ts'
import { createDuplicateFinder, nameKey } from './find-duplicate.ts'
import { isMergeable, mergeEndpoint, missingSecrets } from './merge-endpoint.ts'
import { draftPlanned } from './planned-draft.ts'

/** What happens to one endpoint of the plan. `id`: where it is afterwards. */
export type Taken =
  | {
      readonly kind: 'add'
      readonly key: string
      readonly id: string
      readonly draft: EndpointDraft
    }
  | {
      readonly kind: 'merge'
      readonly key: string
      readonly id: string
      readonly draft: EndpointDraft
      readonly secrets: EndpointDraft['secrets']
    }
  | { readonly kind: 'skip'; readonly key: string; readonly id: string; readonly name: string }

export interface TakenEndpoints {
  readonly taken: readonly Taken[]
  readonly notTaken: readonly string[]
}

export function takeEndpoints(
  plan: SetupPlan,
  choices: ImportChoices,
  settings: Settings,
  readVariable: (name: string) => string | undefined,
): TakenEndpoints {
  const chosen = new Map(choices.endpoints.map(({ key, duplicate }) => [key, duplicate]))
  const findDuplicate = createDuplicateFinder(settings)
  const notTaken: string[] = []
  const taken: Taken[] = []
  for (const planned of plan.endpoints) {
    const choice: DuplicateChoice | undefined = chosen.get(planned.key)
    if (choice === undefined) continue
    const { draft, unset } = draftPlanned(
      planned,
      choices.resolveReferences ? readVariable : undefined,
    )
    const { key } = planned
    const here = findDuplicate(draftPlanned(planned).draft)?.endpoint
    if (here !== undefined && choice === 'skip') {
      taken.push({ kind: 'skip', key, id: here.id, name: here.name })
      continue
    }
    for (const variable of new Set(unset)) {
      notTaken.push(
        `${draft.name}: the variable ${variable} is not set here, so it stays a reference.`,
      )
    }
    if (here !== undefined && choice === 'merge' && isMergeable(here, draft)) {
      const secrets = missingSecrets(here, draft)
      taken.push({ kind: 'merge', key, id: here.id, draft, secrets })
    } else {
      taken.push({ kind: 'add', key, id: randomUUID(), draft })
    }
  }
  return { taken, notTaken }
}

/** Changes of the vault that go with it, by endpoint id. */
export function secretsOf(taken: readonly Taken[]): OwnerChanges[] {
  return taken.flatMap((one) => {
    if (one.kind === 'skip') return []
    const changes = one.kind === 'add' ? one.draft.secrets : one.secrets
    return Object.keys(changes).length === 0 ? [] : [{ owner: one.id, changes }]
  })
}

/** The endpoints afterwards; names that are taken by now get a number. */
export function writeEndpoints(
  endpoints: Settings['endpoints'],
  taken: readonly Taken[],
  at: string,
): Settings['endpoints'] {
  const next = { ...endpoints }
  const names = createNames(Object.values(endpoints).map((endpoint) => endpoint.name))
  for (const one of taken) {
    if (one.kind === 'add') {
      next[one.id] = {
        ...endpointFieldsSchema.parse(one.draft),
        id: one.id,
        name: names.take(one.draft.name),
        savedSecrets: savedAfter([], one.draft.secrets),
        createdAt: at,
        updatedAt: at,
      }
    } else if (one.kind === 'merge') {
      next[one.id] = writeMerged(findHere(next, one.id), one.draft, one.secrets, at)
    }
  }
  return next
}

function findHere(endpoints: Settings['endpoints'], id: string): Endpoint {
  const here = endpoints[id]
  if (here !== undefined) return here
  throw new ProviderError({
    code: 'unknown-endpoint',
    message: 'What this should be merged into was deleted meanwhile. Look at the preview again.',
  })
}

function writeMerged(
  here: Endpoint,
  draft: EndpointDraft,
  secrets: EndpointDraft['secrets'],
  at: string,
): Endpoint {
  const merged = mergeEndpoint(here, draft)
  const isAsChecked = requestKey(merged) === requestKey(here) && Object.keys(secrets).length === 0
  return {
    ...merged,
    savedSecrets: savedAfter(here.savedSecrets, secrets),
    updatedAt: at,
    lastCheck: isAsChecked ? here.lastCheck : undefined,
  }
}

/** Free names, found without looking at all of them each time. */
function createNames(taken: readonly string[]): { take(name: string): string } {
  const keys = new Set(taken.map(nameKey))
  const counts = new Map<string, number>()
  return {
    take(name) {
      let candidate = name
      let number = counts.get(nameKey(name)) ?? 1
      while (keys.has(nameKey(candidate))) {
        number += 1
        const tail = ` ${number}`
        candidate = `${name.slice(0, 80 - tail.length)}${tail}`
      }
      counts.set(nameKey(name), number)
      keys.add(nameKey(candidate))
      return candidate
    },
  }
}
