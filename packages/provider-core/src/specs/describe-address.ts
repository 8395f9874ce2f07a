/** @file The live preview under the base URL: the very addresses that requests will use. Browser-safe. */
import { AddressError, type Address, type Operation } from '../addressing/address.ts'
import { maskQuery } from '../addressing/mask-query.ts'
import type { EndpointFields, FieldIssue } from '../model/endpoint.ts'
import type { EnvironmentField } from '../model/environment.ts'
import { fillReferences } from '../model/referenced-fields.ts'
import type { SpecId } from '../model/spec.ts'
import { getSpec } from './registry.ts'

/** Fields of a form that is still being filled. */
export type PartialFields = Partial<EndpointFields> & { readonly spec: SpecId }

export interface AddressRow {
  readonly label: 'chat' | 'models'
  readonly method: Address['method']
  /** Credential values are masked; `{id}` stands for the model. */
  readonly url: string
  readonly parts: Address['parts']
}

export type AddressDescription =
  | { readonly ok: true; readonly rows: readonly AddressRow[] }
  | { readonly ok: false; readonly issues: readonly FieldIssue[] }

const placeholder = '{id}'

/**
 * What a draft would call.
 *
 * @param fields What the form holds so far.
 * @param modelId Upstream id to show; without it `{id}` stands where an id goes into the path.
 * @returns A row for the streamed chat and, where there is one, the model list; or what is missing.
 */
export function describeAddress(
  fields: PartialFields,
  modelId: string = placeholder,
): AddressDescription {
  const whole = completeFields(fields)
  const spec = getSpec(whole.spec)
  const chat: Operation = {
    kind: 'chat',
    dialect: spec.resolveDialect(whole, modelId),
    modelId,
    stream: true,
  }
  try {
    const rows = [
      row('chat', spec.address(whole, chat)),
      row('models', spec.address(whole, { kind: 'list-models' })),
    ]
    return { ok: true, rows: rows.filter((candidate) => candidate !== undefined) }
  } catch (error) {
    if (error instanceof AddressError) return { ok: false, issues: error.issues }
    throw error
  }
}

/** Fields that a host is made of, the deciding one first. */
const hostFields: readonly EnvironmentField[] = [
  'baseUrl',
  'resourceName',
  'region',
  'location',
  'projectId',
]

/**
 * Host and port that chat requests go to; empty while the fields do not make an address. Where a variable
 * decides, its name: `$NAME`.
 */
export function hostOf(fields: PartialFields): string {
  const deciding = hostFields.find(
    (name) => fields.environment?.fields[name] !== undefined || fields[name] !== undefined,
  )
  const variable = deciding === undefined ? undefined : fields.environment?.fields[deciding]
  if (variable !== undefined) return `$${variable}`
  const description = describeAddress(fillReferences(fields))
  const url = description.ok ? description.rows[0]?.url : undefined
  return url !== undefined && URL.canParse(url) ? new URL(url).host : ''
}

/** Fills what a form has not said yet with the model's defaults. */
export function completeFields(fields: PartialFields): EndpointFields {
  return {
    name: '',
    baseUrl: undefined,
    exactUrl: false,
    modelMapping: {},
    headers: {},
    query: {},
    extraBody: {},
    supportsSystemMessage: true,
    models: [],
    timeouts: {},
    allowPlainHttp: false,
    anthropicVersion: undefined,
    resourceName: undefined,
    apiVersion: undefined,
    region: undefined,
    profile: undefined,
    projectId: undefined,
    location: undefined,
    credentialKind: undefined,
    tenantId: undefined,
    clientId: undefined,
    authority: undefined,
    tokenScope: undefined,
    ...fields,
  }
}

function row(label: AddressRow['label'], address: Address | undefined): AddressRow | undefined {
  if (address === undefined) return undefined
  return {
    label,
    method: address.method,
    url: show(address.url),
    parts: address.parts.map((part) => ({ text: show(part.text), added: part.added })),
  }
}

function show(text: string): string {
  return maskQuery(text).replaceAll(encodeURIComponent(placeholder), placeholder)
}
