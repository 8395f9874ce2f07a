/** @file What the host says about itself: version, theme, notices, the vault, and what changed. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useHost } from '../host.tsx'
import type { Change } from '#contract/shapes'

/** The app's facts; kept current by `useChanges`. */
export function useAppInfo() {
  return useQuery(useHost().calls.app.info.queryOptions())
}

export function useSetTheme() {
  const { calls } = useHost()
  return useMutation({ ...calls.app.setTheme.mutationOptions(), onSettled: useAppInvalidation() })
}

export function useDismissNotice() {
  const { calls } = useHost()
  return useMutation({
    ...calls.app.dismissNotice.mutationOptions(),
    onSettled: useAppInvalidation(),
  })
}

/** Chooses where secrets are kept when there is no keychain. */
export function useChooseVault() {
  const { calls } = useHost()
  return useMutation({ ...calls.vault.choose.mutationOptions(), onSettled: useAppInvalidation() })
}

export function useUnlockVault() {
  const { calls } = useHost()
  return useMutation({ ...calls.vault.unlock.mutationOptions(), onSettled: useAppInvalidation() })
}

/** Looks at the vault again, such as after the person unlocked the keychain. */
export function useRetryVault() {
  const { calls } = useHost()
  return useMutation({ ...calls.vault.retry.mutationOptions(), onSettled: useAppInvalidation() })
}

function useAppInvalidation() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: calls.app.key() })
}

/**
 * Listens to the host and asks again for what changed, here or in another process.
 *
 * @returns `lost` once the host no longer speaks to this window
 */
export function useChanges(): 'listening' | 'lost' {
  const { client, calls } = useHost()
  const queries = useQueryClient()
  const [state, setState] = useState<'listening' | 'lost'>('listening')

  useEffect(() => {
    const stop = new AbortController()
    const keysOf: Record<Change['topics'][number], readonly (readonly unknown[])[]> = {
      app: [calls.app.key()],
      vault: [calls.app.key()],
      endpoints: [
        calls.endpoints.key(),
        calls.providers.key(),
        calls.models.key(),
        calls.gateway.models.key(),
        calls.discovery.key(),
      ],
      providers: [calls.providers.key(), calls.models.key(), calls.gateway.models.key()],
      chats: [calls.chat.key()],
      gateway: [
        calls.gateway.status.key(),
        calls.gateway.keys.key(),
        calls.gateway.aliases.key(),
        calls.gateway.models.key(),
      ],
    }
    async function listen() {
      try {
        for await (const change of await client.app.changes(undefined, { signal: stop.signal })) {
          for (const key of change.topics.flatMap((topic) => keysOf[topic])) {
            void queries.invalidateQueries({ queryKey: key })
          }
        }
      } catch {
        // The iterator also ends by an error when the connection goes; both mean the same here.
      }
      if (!stop.signal.aborted) setState('lost')
    }
    void listen()
    return () => stop.abort()
  }, [client, calls, queries])

  return state
}
