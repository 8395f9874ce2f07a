/** @file Custom providers: the list, and everything that changes one. Checks are in `checks.ts`. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { EndpointSummary, ErrorInfo } from '@patchbay/provider-core/model'
import { useHost } from '../host.tsx'

/** Every custom provider, sorted by the host. */
export function useEndpoints() {
  return useQuery(useHost().calls.endpoints.list.queryOptions())
}

/** Creates (no `id`) or replaces. Issues of fields come back as a value. */
export function useSaveEndpoint() {
  const { calls } = useHost()
  return useMutation({
    ...calls.endpoints.save.mutationOptions(),
    onSuccess: useEndpointInvalidation(),
  })
}

export function useDuplicateEndpoint() {
  const { calls } = useHost()
  return useMutation({
    ...calls.endpoints.duplicate.mutationOptions(),
    onSuccess: useEndpointInvalidation(),
  })
}

/** Deletes; an endpoint in use is not touched until `confirmed`. */
export function useRemoveEndpoint() {
  const { calls } = useHost()
  return useMutation({
    ...calls.endpoints.remove.mutationOptions(),
    onSuccess: useEndpointInvalidation(),
  })
}

export function useUndoRemoveEndpoint() {
  const { calls } = useHost()
  return useMutation({
    ...calls.endpoints.undoRemove.mutationOptions(),
    onSuccess: useEndpointInvalidation(),
  })
}

/** Adds the demo endpoint (once) and gives it back. */
export function useAddDemo() {
  const { calls } = useHost()
  return useMutation({
    ...calls.endpoints.addDemo.mutationOptions(),
    onSuccess: useEndpointInvalidation(),
  })
}

/** Asks an endpoint, or an unsaved draft, which models it lists. A refusal comes back as a value. */
export function useListEndpointModels() {
  return useMutation(useHost().calls.endpoints.listModels.mutationOptions())
}

/** Waits for the new list, so that the next screen never opens on the old one. */
function useEndpointInvalidation() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return async () => {
    void queries.invalidateQueries({ queryKey: calls.providers.key() })
    void queries.invalidateQueries({ queryKey: calls.models.key() })
    await queries.invalidateQueries({ queryKey: calls.endpoints.key() })
  }
}

/** Adds one mapping entry to a saved endpoint; everything else of it, secrets too, stays as it is. */
export function useAddMapping() {
  const { client } = useHost()
  const onSuccess = useEndpointInvalidation()
  return useMutation({
    onSuccess,
    mutationFn: async (input: { endpoint: EndpointSummary; from: string; to: string }) => {
      const { endpoint, from, to } = input
      const modelMapping = { ...endpoint.modelMapping, [from]: to }
      // The host takes the fields of a draft and leaves the rest of a summary aside.
      const draft = { ...endpoint, modelMapping }
      const result = await client.endpoints.save({ id: endpoint.id, draft })
      if (!result.ok) throw createRefusal(result.issues.map((issue) => issue.message).join(' '))
      return result.endpoint
    },
  })
}

function createRefusal(message: string): Error & { data: ErrorInfo } {
  const data: ErrorInfo = { code: 'settings', message, retryable: false }
  return Object.assign(new Error(message), { data })
}
