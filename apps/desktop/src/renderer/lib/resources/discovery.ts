/** @file Model servers that run on this machine. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useHost } from '../host.tsx'

/** What was found; asked again whenever a screen that shows it is opened. The host takes a second at most. */
export function useFoundServers() {
  const { calls } = useHost()
  return useQuery({ ...calls.discovery.find.queryOptions({ input: {} }), staleTime: 0 })
}

/** Looks again now. */
export function useLookAgain() {
  const { client, calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: () => client.discovery.find({ fresh: true }),
    onSuccess: (found) => queries.setQueryData(calls.discovery.find.queryKey({ input: {} }), found),
  })
}

/** Saves a found server as a custom provider. */
export function useAddServer() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.discovery.add.mutationOptions(),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: calls.models.key() })
      void queries.invalidateQueries({ queryKey: calls.discovery.key() })
      await queries.invalidateQueries({ queryKey: calls.endpoints.key() })
    },
  })
}

/** No longer offers these among the custom providers. */
export function useDismissServers() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.discovery.dismiss.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: calls.discovery.key() }),
  })
}

/** Offers all of them again. */
export function useRestoreServers() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.discovery.restore.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: calls.discovery.key() }),
  })
}
