/** @file The files of custom handlers: what is in one, the person's yes to it, and what it printed. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { HandlerInspection } from '#contract/handler-contract'
import { useHost } from '../host.tsx'

/** How often a file that is on screen is looked at again, so that a change shows by itself. */
const lookMs = 2000

/** What would be loaded from a file; nothing is asked while there is none. */
export function useHandlerInspection(file: string) {
  return useQuery({
    ...useHost().calls.handlers.inspect.queryOptions({ input: { file } }),
    enabled: file !== '',
    refetchInterval: lookMs,
  })
}

/** Looks once, and keeps a yes to what was shown. */
export function useHandlerConsentCalls() {
  const { client, calls } = useHost()
  const queries = useQueryClient()
  return {
    inspect: (file: string): Promise<HandlerInspection> => client.handlers.inspect({ file }),
    confirm: async (file: string, hash: string): Promise<HandlerInspection> => {
      const after = await client.handlers.confirm({ file, hash })
      await queries.invalidateQueries({ queryKey: calls.handlers.key() })
      return after
    },
  }
}

/** Takes the yes back: the file runs no more until it is allowed again. */
export function useRevokeHandler() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.handlers.revoke.mutationOptions(),
    onSuccess: () => queries.invalidateQueries({ queryKey: calls.handlers.key() }),
  })
}

/** The last lines that the handler of a custom provider printed. */
export function useHandlerLog(endpointId: string, wanted: boolean) {
  return useQuery({
    ...useHost().calls.handlers.log.queryOptions({ input: { id: endpointId } }),
    enabled: wanted,
  })
}

/** The system's own file dialog. */
export function useChooseHandlerFile() {
  return useMutation(useHost().calls.handlers.chooseFile.mutationOptions())
}
