/** @file Set-ups in and out as a bundle. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useHost } from '../host.tsx'

/** Gives the bundle of everything but secrets, as text with a file name. */
export function useExportBundle() {
  return useMutation(useHost().calls.data.exportBundle.mutationOptions())
}

/** Reads a bundle and saves nothing. A text that is none comes back as a value. */
export function usePreviewImport() {
  return useMutation(useHost().calls.data.previewImport.mutationOptions())
}

/** Saves what was chosen in the preview. */
export function useApplyImport() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.data.applyImport.mutationOptions(),
    onSuccess: async () => {
      void queries.invalidateQueries({ queryKey: calls.providers.key() })
      void queries.invalidateQueries({ queryKey: calls.models.key() })
      await queries.invalidateQueries({ queryKey: calls.endpoints.key() })
    },
  })
}
