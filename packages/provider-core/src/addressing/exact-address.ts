/** @file "Use this URL exactly": nothing appended, nothing cut. Browser-safe. */
import type { EndpointFields } from '../model/endpoint.ts'
import { AddressError, type Address, type Operation } from './address.ts'
import { composeAddress } from './compose-address.ts'
import { readBaseUrl } from './parse-base-url.ts'

export type ExactFields = Pick<EndpointFields, 'baseUrl' | 'exactUrl' | 'query'>

/**
 * The address under "Use this URL exactly".
 *
 * @returns `undefined` for the model list and for counting: the one URL is the one that answers, and a
 * count must not be billed as a reply.
 * @throws AddressError when no URL, or none that can be called, is typed.
 */
export function addressExactly(fields: ExactFields, operation: Operation): Address | undefined {
  const base = readBaseUrl(fields)
  if (base === undefined) {
    throw new AddressError([
      { field: 'baseUrl', message: 'Type the URL to call, or switch off "Use this URL exactly".' },
    ])
  }
  if (operation.kind === 'list-models' || operation.kind === 'count-tokens') return undefined
  return composeAddress({
    method: 'POST',
    parts: [{ text: base.origin + base.exactPath, added: false }],
    baseQuery: base.query,
    rows: fields.query,
  })
}
