/** @file The built-in providers: their modes and the keys of their official APIs. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { ProviderSummary } from '@patchbay/provider-core/model'
import { useHost } from '../host.tsx'

export function useProviders() {
  return useQuery(useHost().calls.providers.list.queryOptions())
}

/** Sends a provider's models to its official API or to a custom provider. Shown at once, undone if refused. */
export function useSetProviderMode() {
  const { calls } = useHost()
  const queries = useQueryClient()
  const listKey = calls.providers.list.queryKey()
  return useMutation({
    ...calls.providers.setMode.mutationOptions(),
    onMutate: async ({ providerId, mode, endpointId }) => {
      await queries.cancelQueries({ queryKey: listKey })
      const before = queries.getQueryData<ProviderSummary[]>(listKey)
      queries.setQueryData<ProviderSummary[]>(listKey, (list) =>
        list?.map((one) =>
          one.id === providerId ? { ...one, mode, endpointId: endpointId ?? one.endpointId } : one,
        ),
      )
      return { before }
    },
    onError: (_error, _input, context) => queries.setQueryData(listKey, context?.before),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: calls.endpoints.key() })
      void queries.invalidateQueries({ queryKey: calls.models.key() })
      return queries.invalidateQueries({ queryKey: calls.providers.key() })
    },
  })
}

/** Saves, replaces or removes the key of a provider's official API. */
export function useSetProviderKey() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.providers.setKey.mutationOptions(),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: calls.models.key() })
      return queries.invalidateQueries({ queryKey: calls.providers.key() })
    },
  })
}
