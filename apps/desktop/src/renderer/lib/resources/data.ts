/** @file Set-ups in and out. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useHost } from '../host.tsx'

/** Gives the set-up as text with a file name. */
export function useExportSetup() {
  return useMutation({
    ...useHost().calls.data.export.mutationOptions(),
    // It may hold a passphrase.
    gcTime: 0,
  })
}

/** Reads a file and saves nothing. A text that is none comes back as a value. */
export function usePreviewImport() {
  return useMutation({ ...useHost().calls.data.previewImport.mutationOptions(), gcTime: 0 })
}

/** Saves what was chosen in the preview. */
export function useApplyImport() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.data.applyImport.mutationOptions(),
    gcTime: 0,
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: calls.providers.key() })
      void queries.invalidateQueries({ queryKey: calls.models.key() })
      void queries.invalidateQueries({ queryKey: calls.gateway.key() })
      await queries.invalidateQueries({ queryKey: calls.endpoints.key() })
    },
  })
}
