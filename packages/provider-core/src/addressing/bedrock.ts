/**
 * @file Addresses on Amazon Bedrock: runtime by region, the model list on the control plane.
 * Source: aws-sdk-js-v3 model `bedrock-runtime` (restJson1). Browser-safe.
 */
import type { EndpointFields } from '../model/endpoint.ts'
import { AddressError, type Address, type Operation } from './address.ts'
import { awsDnsSuffix } from './bedrock-host.ts'
import { composeAddress, markAdded, type AddressPart } from './compose-address.ts'
import { decodeSegment, encodeModelSegment } from './encode-model-id.ts'
import { addressExactly } from './exact-address.ts'
import { readBaseUrl } from './parse-base-url.ts'

export type BedrockFields = Pick<EndpointFields, 'region' | 'baseUrl' | 'exactUrl' | 'query'>

/**
 * Where an operation is sent on Bedrock. A base URL overrides both hosts; the region is still needed,
 * because requests are signed for it.
 *
 * @returns `undefined` where Bedrock has no such operation.
 * @throws AddressError with an issue for each field to mend.
 */
export function addressBedrock(fields: BedrockFields, operation: Operation): Address | undefined {
  const region = requireRegion(fields)
  if (fields.exactUrl) return addressExactly(fields, operation)
  const path = operationPath(operation)
  if (path === undefined) return undefined
  const service = operation.kind === 'list-models' ? 'bedrock' : 'bedrock-runtime'
  const typed = readBaseUrl(fields)
  return composeAddress({
    method: operation.kind === 'list-models' ? 'GET' : 'POST',
    parts:
      typed === undefined
        ? regionParts(service, region, path)
        : markAdded(typed.origin, typed.path, trimBedrockOperation(typed.path).path + path),
    baseQuery: typed?.query ?? '',
    rows: fields.query,
  })
}

/** Takes a Bedrock operation off the end of a path; `model` is decoded. */
export function trimBedrockOperation(path: string): { path: string; cut: string; model?: string } {
  const call =
    /^(.*?)(\/model\/([^/]+)\/(?:converse|converse-stream|invoke|invoke-with-response-stream))$/.exec(
      path,
    )
  if (call !== null) {
    return { path: call[1] ?? '', cut: call[2] ?? '', model: decodeSegment(call[3] ?? '') }
  }
  const list = /^(.*?)(\/foundation-models)$/.exec(path)
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

function operationPath(operation: Operation): string | undefined {
  if (operation.kind === 'list-models') return '/foundation-models'
  const model = encodeModelSegment(operation.modelId)
  if (operation.dialect === 'bedrock-converse') {
    return `/model/${model}/${operation.stream ? 'converse-stream' : 'converse'}`
  }
  if (operation.dialect === 'anthropic-messages') {
    return `/model/${model}/${operation.stream ? 'invoke-with-response-stream' : 'invoke'}`
  }
  return undefined
}

function regionParts(service: string, region: string, path: string): AddressPart[] {
  return [
    { text: `https://${service}.`, added: false },
    { text: region, added: true },
    { text: `.${awsDnsSuffix(region)}${path}`, added: false },
  ]
}
