/** @file What of an endpoint decides how its requests are sent: what a check tested. */
import { endpointFieldsSchema, type EndpointFields } from '@patchbay/provider-core/model'

/** Its name, and which models it is said to have, change no request. */
const besides = new Set<string>(['name', 'models'])

/** Equal for two endpoints whose requests are addressed, signed and sent alike, secrets apart. */
export function requestKey(fields: EndpointFields): string {
  const entries = Object.entries(endpointFieldsSchema.parse(fields))
    .filter(([name, value]) => !besides.has(name) && value !== undefined)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify(entries)
}
