/** @file The alias dialog's values: as typed, from an alias, and back to one. */
import {
  gatewayAliasSchema,
  type FieldIssue,
  type GatewayAlias,
  type ModelAddress,
} from '@patchbay/provider-core/model'

export interface AliasRow {
  /** Tells rows apart while they are added and removed. */
  readonly key: number
  /** `provider:ID` or `endpoint:ID`; null until chosen. */
  readonly place: string | null
  readonly modelId: string
  /** As typed; only targets have one. */
  readonly weight: string
}

export interface AliasValues {
  readonly name: string
  readonly targets: readonly AliasRow[]
  readonly fallbacks: readonly AliasRow[]
  readonly onContextOverflow: boolean
}

/** Messages by field: `name`, `targets.0`, `fallbacks.1`, `targets.0.weight`; `form` for the rest. */
export type AliasIssues = Readonly<Record<string, string>>

let lastKey = 0

export function createRow(place: string | null = null): AliasRow {
  lastKey += 1
  return { key: lastKey, place, modelId: '', weight: '1' }
}

function toRow(address: ModelAddress, weight: number): AliasRow {
  const place =
    'providerId' in address ? `provider:${address.providerId}` : `endpoint:${address.endpointId}`
  return { ...createRow(place), modelId: address.modelId, weight: String(weight) }
}

/** The values of an alias; of a new one without. */
export function toAliasValues(alias: GatewayAlias | undefined): AliasValues {
  if (!alias) {
    return { name: '', targets: [createRow()], fallbacks: [], onContextOverflow: false }
  }
  return {
    name: alias.name,
    targets: alias.targets.map((target) => toRow(target.address, target.weight)),
    fallbacks: alias.fallbacks.map((address) => toRow(address, 1)),
    onContextOverflow: alias.onContextOverflow,
  }
}

function toAddress(row: AliasRow): ModelAddress | undefined {
  const modelId = row.modelId.trim()
  const [, kind, id] = /^(provider|endpoint):(.+)$/s.exec(row.place ?? '') ?? []
  if (kind === undefined || id === undefined || modelId === '') return undefined
  return kind === 'provider' ? { providerId: id, modelId } : { endpointId: id, modelId }
}

/**
 * The alias as typed, or what is missing by field.
 *
 * @param values of the dialog
 */
export function readAliasValues(
  values: AliasValues,
): { ok: true; alias: GatewayAlias } | { ok: false; issues: AliasIssues } {
  const issues: Record<string, string> = {}
  const addresses = (rows: readonly AliasRow[], field: string) =>
    rows.map((row, index) => {
      const address = toAddress(row)
      if (!address) {
        issues[`${field}.${index}`] =
          row.place === null ? 'Choose where it is sent.' : 'Choose or type a model id.'
      }
      return address
    })
  const targets = addresses(values.targets, 'targets')
  const fallbacks = addresses(values.fallbacks, 'fallbacks')
  const weights = values.targets.map((row, index) => {
    const weight = row.weight.trim() === '' ? Number.NaN : Number(row.weight)
    if (!(weight >= 0 && weight <= 1000)) {
      issues[`targets.${index}.weight`] = 'A weight is a number from 0 to 1000.'
    }
    return weight
  })
  if (weights.every((weight) => weight === 0)) {
    issues['targets.0.weight'] = 'One of them needs a weight over 0.'
  }
  const parsed = gatewayAliasSchema.safeParse({
    name: values.name,
    targets: targets.map((address, index) => ({
      address: address ?? { providerId: '-', modelId: '-' },
      weight: weights[index] || 0,
    })),
    fallbacks: fallbacks.map((address) => address ?? { providerId: '-', modelId: '-' }),
    onContextOverflow: values.onContextOverflow,
  })
  for (const issue of parsed.error?.issues ?? []) {
    issues[placeIssue(issue.path.join('.'))] ??= issue.message
  }
  return parsed.success && Object.keys(issues).length === 0
    ? { ok: true, alias: parsed.data }
    : { ok: false, issues }
}

/** The field of the dialog that a path of the schema belongs to. */
function placeIssue(path: string): string {
  if (path === 'name') return path
  const [row] = /^(?:targets|fallbacks)\.\d+/.exec(path) ?? []
  if (row === undefined) return path === 'targets' ? 'targets.0' : 'form'
  return path.endsWith('.weight') ? `${row}.weight` : row
}

/** What the host said, by field of the dialog. */
export function placeIssues(issues: readonly FieldIssue[]): AliasIssues {
  const placed: Record<string, string> = {}
  for (const issue of issues) placed[placeIssue(issue.field)] ??= issue.message
  return placed
}
