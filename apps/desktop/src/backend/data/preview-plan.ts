/** @file What a plan would bring here, for a person to choose from. Names and counts, never a secret or its value. */
import { hostOf, validateDraft } from '@patchbay/provider-core/specs'
import {
  listFieldReferences,
  listSecretReferences,
  type CatalogueProvider,
  type SecretName,
} from '@patchbay/provider-core/model'
import type {
  PlannedAlias,
  PlannedEndpoint,
  PlannedTarget,
  SetupPlan,
} from '@patchbay/setup-formats'
import type { ImportPreview, PreviewEndpoint } from '#contract/data-shapes'
import { providerSettingsOf } from '../providers/provider-service.ts'
import type { Settings } from '../storage/settings-schema.ts'
import { createDuplicateFinder, type Duplicate } from './find-duplicate.ts'
import { findCautions } from './find-cautions.ts'
import { isMergeable } from './merge-endpoint.ts'
import { draftPlanned } from './planned-draft.ts'

export interface PreviewOptions {
  readonly settings: Settings
  readonly catalogue: readonly CatalogueProvider[]
  readonly readVariable: (name: string) => string | undefined
}

export function previewPlan(
  plan: SetupPlan,
  { settings, catalogue, readVariable }: PreviewOptions,
): ImportPreview & { ok: true } {
  const findDuplicate = createDuplicateFinder(settings)
  const providerName = (id: string): string => catalogue.find((one) => one.id === id)?.name ?? id
  const nameOf = new Map(plan.endpoints.map(({ key, fields }) => [key, fields.name]))
  const takenAliases = new Set(settings.gateway.aliases.map((alias) => alias.name))
  const endpoints = plan.endpoints.map((planned) => previewEndpoint(planned, findDuplicate))
  const variables = new Set<string>()
  for (const endpoint of endpoints) {
    for (const { variable } of [...endpoint.variables, ...endpoint.secrets])
      if (variable !== undefined) variables.add(variable)
  }
  const officialKeys = Object.entries(plan.officialKeys).map(([providerId, secret]) => ({
    providerId,
    providerName: providerName(providerId),
    saved: providerSettingsOf(settings, providerId).savedSecrets.includes('apiKey'),
    ...(secret.kind === 'environment' ? { variable: secret.variable } : {}),
  }))
  for (const { variable } of officialKeys) if (variable !== undefined) variables.add(variable)
  return {
    ok: true,
    format: plan.format,
    endpoints,
    aliases: plan.aliases.map((alias) => ({
      name: alias.name,
      endpoints: endpointsOf(alias),
      targets: targetsOf(alias).map((target) => wordTarget(target, nameOf, providerName)),
      taken: takenAliases.has(alias.name),
    })),
    modes: Object.entries(plan.modes).map(([providerId, endpoint]) => ({
      providerId,
      providerName: providerName(providerId),
      endpoint,
      host: endpoints.find(({ key }) => key === endpoint)?.host ?? '',
      stays: providerSettingsOf(settings, providerId).mode === 'custom-endpoint',
    })),
    officialKeys,
    variables: [...variables]
      .toSorted()
      .map((name) => ({ name, isSet: (readVariable(name) ?? '').trim() !== '' })),
    report: plan.report.map((line) => ({ ...line })),
    counts: countOutcomes(plan),
  }
}

function previewEndpoint(
  planned: PlannedEndpoint,
  findDuplicate: (fields: PlannedEndpoint['fields']) => Duplicate | undefined,
): PreviewEndpoint {
  const { draft } = draftPlanned(planned)
  const duplicate = findDuplicate(draft)
  const references = listSecretReferences(draft)
  const included = Object.keys(draft.secrets) as SecretName[]
  const missing = planned.missing.filter(
    (name) => !included.includes(name) && !references.some(([other]) => other === name),
  )
  const present = Object.fromEntries([...included, ...missing].map((name) => [name, true as const]))
  return {
    key: planned.key,
    name: draft.name,
    spec: draft.spec,
    host: hostOf(draft),
    models: draft.models.length,
    secrets: [
      ...included.map((name) => ({ name, state: 'included' as const })),
      ...references.map(([name, variable]) => ({ name, state: 'variable' as const, variable })),
      ...missing.map((name) => ({ name, state: 'missing' as const })),
    ],
    variables: listFieldReferences(draft).map(([field, variable]) => ({ field, variable })),
    ...(duplicate === undefined
      ? {}
      : {
          duplicate: {
            id: duplicate.endpoint.id,
            name: duplicate.endpoint.name,
            same: duplicate.same,
            mergeable: isMergeable(duplicate.endpoint, draft),
          },
        }),
    cautions: findCautions(draft, present),
    notes: [
      ...validateDraft(draft, { secrets: present }).map((issue) => issue.message),
      ...(draft.handler === undefined
        ? []
        : [`Its code is the file ${draft.handler.file}. It runs only once you allowed it here.`]),
      ...(planned.fields.auth?.command === undefined
        ? []
        : ['It runs a program for its token. That is not taken over; set it up by hand.']),
    ],
  }
}

export function targetsOf(alias: PlannedAlias): PlannedTarget[] {
  return [...alias.targets.map((target) => target.address), ...alias.fallbacks]
}

function endpointsOf(alias: PlannedAlias): string[] {
  const keys = targetsOf(alias).flatMap((target) => ('endpoint' in target ? target.endpoint : []))
  return [...new Set(keys)]
}

function wordTarget(
  target: PlannedTarget,
  nameOf: ReadonlyMap<string, string>,
  providerName: (id: string) => string,
): string {
  const at =
    'endpoint' in target
      ? (nameOf.get(target.endpoint) ?? target.endpoint)
      : providerName(target.providerId)
  return `${target.modelId} at ${at}`
}

function countOutcomes(plan: SetupPlan): (ImportPreview & { ok: true })['counts'] {
  const counts = { exact: 0, approximate: 0, 'by-hand': 0, unsupported: 0 }
  for (const { outcome } of plan.report) counts[outcome] += 1
  return counts
}
