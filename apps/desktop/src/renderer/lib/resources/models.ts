/** @file Models that can be picked, and where each goes. */
import { skipToken, useQuery } from '@tanstack/react-query'
import type { ModelAddress } from '@patchbay/provider-core/model'
import { useHost } from '../host.tsx'

/** Every model of every provider and endpoint, with where it routes now. */
export function useModels() {
  return useQuery(useHost().calls.models.list.queryOptions())
}

/**
 * Where one address goes, also for ids that no list has.
 *
 * @param address nothing is asked while it is undefined
 * @param assumeModelExists take an id that nothing knows
 */
export function useRoute(address: ModelAddress | undefined, assumeModelExists: boolean) {
  const { calls } = useHost()
  return useQuery(
    calls.models.resolve.queryOptions({
      input: address ? { address, assumeModelExists } : skipToken,
    }),
  )
}
