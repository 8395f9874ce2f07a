/** @file One text for each model address, to compare them and to tell rows apart. */
import type { ModelAddress } from '@patchbay/provider-core/model'

export function modelKey(address: ModelAddress): string {
  return 'providerId' in address
    ? `provider:${address.providerId}/${address.modelId}`
    : `endpoint:${address.endpointId}/${address.modelId}`
}
