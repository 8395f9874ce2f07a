/**
 * @file Addresses on Amazon Bedrock: runtime by region, the model lists on the control plane, Mantle.
 * Source: aws-sdk-js-v3 model `bedrock-runtime` (restJson1). Browser-safe.
 */
import type { BedrockApi, EndpointFields } from '../model/endpoint.ts'
import { AddressError, type Address, type ModelList, type Operation } from './address.ts'
import { compatibleChatPath, mantleListPath, readCompatiblePath } from './bedrock-compatible.ts'
import { bedrockHost } from './bedrock-host.ts'
import { composeAddress, markAdded, type AddressPart, type QueryPair } from './compose-address.ts'
import { decodeSegment, encodeModelSegment } from './encode-model-id.ts'
import { addressExactly } from './exact-address.ts'
import { readBaseUrl, type BaseUrl } from './parse-base-url.ts'

export type BedrockFields = Pick<
  EndpointFields,
  'region' | 'baseUrl' | 'exactUrl' | 'query' | 'bedrockApi' | 'fips'
>

/** Paths and queries of the control plane's lists. */
const lists: Readonly<Record<ModelList | 'first', readonly [path: string, query: QueryPair[]]>> = {
  first: ['/foundation-models', []],
  'inference-profiles': ['/inference-profiles', [['maxResults', '1000']]],
  'application-inference-profiles': [
    '/inference-profiles',
    [
      ['maxResults', '1000'],
      ['type', 'APPLICATION'],
    ],
  ],
}

/**
 * Where an operation is sent on Bedrock. A base URL overrides every host; the region is still needed,
 * because requests are signed for it.
 *
 * @returns `undefined` where Bedrock has no such operation.
 * @throws AddressError with an issue for each field to mend.
 */
export function addressBedrock(fields: BedrockFields, operation: Operation): Address | undefined {
  const region = requireRegion(fields)
  if (fields.exactUrl) return addressExactly(fields, operation)
  const typed = readBaseUrl(fields)
  const target = findTarget(fields, operation, typed)
  if (target === undefined) return undefined
  return composeAddress({
    method: operation.kind === 'list-models' ? 'GET' : 'POST',
    parts:
      typed === undefined
        ? hostParts(target.service, region, fields.fips === true, target.path)
        : markAdded(typed.origin, typed.path, target.path),
    baseQuery: typed?.query ?? '',
    operationQuery: target.query,
    rows: fields.query,
  })
}

interface BedrockTarget {
  readonly service: 'bedrock' | 'bedrock-runtime' | 'bedrock-mantle'
  /** Whole path, that of the base URL included. */
  readonly path: string
  readonly query: readonly QueryPair[]
}

function findTarget(
  fields: BedrockFields,
  operation: Operation,
  typed: BaseUrl | undefined,
): BedrockTarget | undefined {
  const api = fields.bedrockApi ?? 'native'
  const typedPath = typed?.path ?? ''
  if (operation.kind === 'list-models') return listTarget(api, operation, typedPath)
  if (api !== 'native') {
    if (operation.kind !== 'chat') return undefined
    const path = compatibleChatPath(api, operation, typedPath)
    const service = api === 'mantle' ? 'bedrock-mantle' : 'bedrock-runtime'
    return path === undefined ? undefined : { service, path, query: [] }
  }
  const path = operationPath(operation)
  const base = trimBedrockOperation(typedPath).path
  return path === undefined
    ? undefined
    : { service: 'bedrock-runtime', path: base + path, query: [] }
}

function listTarget(
  api: BedrockApi,
  { list, pageToken }: Operation & { kind: 'list-models' },
  typedPath: string,
): BedrockTarget | undefined {
  if (api === 'mantle') {
    if (list !== undefined) return undefined
    return { service: 'bedrock-mantle', path: mantleListPath(typedPath), query: [] }
  }
  const base =
    api === 'native' ? trimBedrockOperation(typedPath).path : readCompatiblePath(typedPath).base
  const [path, query] = lists[list ?? 'first']
  const page: QueryPair[] = pageToken === undefined ? [] : [['nextToken', pageToken]]
  return { service: 'bedrock', path: base + path, query: [...query, ...page] }
}

/** Takes a Bedrock operation off the end of a path; `model` is decoded. */
export function trimBedrockOperation(path: string): { path: string; cut: string; model?: string } {
  const call =
    /^(.*?)(\/model\/([^/]+)\/(?:converse|converse-stream|invoke|invoke-with-response-stream|count-tokens))$/.exec(
      path,
    )
  if (call !== null) {
    return { path: call[1] ?? '', cut: call[2] ?? '', model: decodeSegment(call[3] ?? '') }
  }
  const list = /^(.*?)(\/foundation-models|\/inference-profiles)$/.exec(path)
  return list === null ? { path, cut: '' } : { path: list[1] ?? '', cut: list[2] ?? '' }
}

function requireRegion(fields: BedrockFields): string {
  const region = fields.region?.trim() ?? ''
  if (region === '') {
    throw new AddressError([
      { field: 'region', message: 'Choose the AWS region, such as eu-central-1.' },
    ])
  }
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)+$/.test(region)) {
    throw new AddressError([
      { field: 'region', message: 'Type the region as AWS writes it, such as eu-central-1.' },
    ])
  }
  return region
}

function operationPath(operation: Exclude<Operation, { kind: 'list-models' }>): string | undefined {
  const model = encodeModelSegment(operation.modelId)
  if (operation.kind === 'embed') return `/model/${model}/invoke`
  if (operation.kind === 'count-tokens') return `/model/${model}/count-tokens`
  if (operation.kind !== 'chat') return undefined
  if (operation.dialect === 'bedrock-converse') {
    return `/model/${model}/${operation.stream ? 'converse-stream' : 'converse'}`
  }
  if (operation.dialect === 'anthropic-messages') {
    return `/model/${model}/${operation.stream ? 'invoke-with-response-stream' : 'invoke'}`
  }
  return undefined
}

function hostParts(
  service: BedrockTarget['service'],
  region: string,
  fips: boolean,
  path: string,
): AddressPart[] {
  if (service === 'bedrock-mantle' && fips) {
    const message = 'Mantle has no FIPS hosts. Choose another interface, or switch FIPS off.'
    throw new AddressError([{ field: 'fips', message }])
  }
  const [before, middle, after] =
    service === 'bedrock-mantle'
      ? ['bedrock-mantle.', region, '.api.aws']
      : bedrockHost(service, region, fips)
  return [
    { text: `https://${before}`, added: false },
    { text: middle, added: true },
    { text: after + path, added: false },
  ]
}
