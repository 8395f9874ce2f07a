/** @file The gateway: its state, keys, aliases, names, usage, and its requests as they happen. */
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { GatewayRequestPart, GatewayStatus } from '#contract/gateway-shapes'
import { createFrameBatch, nextFrame } from '../frame-batch.ts'
import { applyRequestParts } from '../gateway-log.ts'
import { useHost } from '../host.tsx'

/** Milliseconds after which numbers that grow with every request are asked for again. */
const countsPace = 15_000

/** Whether it runs, since when, and its settings; kept current by `useChanges`. */
export function useGatewayStatus() {
  return useQuery(useHost().calls.gateway.status.queryOptions())
}

/** A port that is taken comes back as the status's `problem`. */
export function useStartGateway() {
  return useMutation({
    ...useHost().calls.gateway.start.mutationOptions(),
    onSuccess: useStatusArrival(),
  })
}

export function useStopGateway() {
  return useMutation({
    ...useHost().calls.gateway.stop.mutationOptions(),
    onSuccess: useStatusArrival(),
  })
}

/** Goes on at another port. One that cannot be had comes back as a value, and nothing changed. */
export function useMoveGateway() {
  const arrive = useStatusArrival()
  return useMutation({
    ...useHost().calls.gateway.moveTo.mutationOptions(),
    onSuccess: async (result) => {
      if (result.ok) await arrive(result.status)
    },
  })
}

/** Changes only what is given; a new port holds from the next start. */
export function useUpdateGatewaySettings() {
  return useMutation({
    ...useHost().calls.gateway.updateSettings.mutationOptions(),
    onSuccess: useStatusArrival(),
  })
}

/** Shows the new state at once, and asks again for what a start makes, such as the first key. */
function useStatusArrival() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return async (status: GatewayStatus) => {
    queries.setQueryData(calls.gateway.status.queryKey(), status)
    void queries.invalidateQueries({ queryKey: calls.gateway.models.key() })
    await queries.invalidateQueries({ queryKey: calls.gateway.keys.key() })
  }
}

/** Keys without their values. */
export function useGatewayKeys() {
  return useQuery({
    ...useHost().calls.gateway.keys.list.queryOptions(),
    refetchInterval: countsPace,
  })
}

export function useCreateGatewayKey() {
  return useMutation({
    ...useHost().calls.gateway.keys.create.mutationOptions(),
    onSuccess: useKeyInvalidation(),
  })
}

/** Gives a key a new value; the old one stops working at once. */
export function useRotateGatewayKey() {
  return useMutation({
    ...useHost().calls.gateway.keys.rotate.mutationOptions(),
    onSuccess: useKeyInvalidation(),
  })
}

export function useUpdateGatewayKey() {
  return useMutation({
    ...useHost().calls.gateway.keys.update.mutationOptions(),
    onSuccess: useKeyInvalidation(),
  })
}

export function useRevokeGatewayKey() {
  return useMutation({
    ...useHost().calls.gateway.keys.revoke.mutationOptions(),
    onSuccess: useKeyInvalidation(),
  })
}

/** Asks for a key's value, which no cache keeps. */
export function useRevealGatewayKey() {
  return useMutation({ ...useHost().calls.gateway.keys.reveal.mutationOptions(), gcTime: 0 })
}

function useKeyInvalidation() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return () => queries.invalidateQueries({ queryKey: calls.gateway.keys.key() })
}

export function useGatewayAliases() {
  return useQuery(useHost().calls.gateway.aliases.list.queryOptions())
}

/** Creates or replaces. Issues of fields come back as a value. */
export function useSaveGatewayAlias() {
  return useMutation({
    ...useHost().calls.gateway.aliases.save.mutationOptions(),
    onSuccess: useAliasInvalidation(),
  })
}

export function useRemoveGatewayAlias() {
  return useMutation({
    ...useHost().calls.gateway.aliases.remove.mutationOptions(),
    onSuccess: useAliasInvalidation(),
  })
}

function useAliasInvalidation() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return async () => {
    void queries.invalidateQueries({ queryKey: calls.gateway.models.key() })
    await queries.invalidateQueries({ queryKey: calls.gateway.aliases.key() })
  }
}

/** Names that clients may send, and where each leads now. */
export function useGatewayModels() {
  return useQuery(useHost().calls.gateway.models.queryOptions())
}

/** The last requests, newest first, as they happen; undefined until the first news. */
export function useGatewayRequests(): readonly GatewayRequest[] | undefined {
  const { client } = useHost()
  const [log, setLog] = useState<readonly GatewayRequest[]>()

  useEffect(() => {
    const stop = new AbortController()
    const batch = createFrameBatch<GatewayRequestPart>((parts) => {
      if (!stop.signal.aborted) setLog((current) => applyRequestParts(current ?? [], parts))
    }, nextFrame)
    async function listen() {
      try {
        const parts = await client.gateway.requests(undefined, { signal: stop.signal })
        for await (const part of parts) batch.add(part)
      } catch {
        // The host went; the frame says so.
      }
    }
    void listen()
    return () => stop.abort()
  }, [client])

  return log
}

/**
 * What is kept of a request that has ended.
 *
 * @param id nothing is asked while it is undefined
 */
export function useGatewayRequest(id: string | undefined) {
  return useQuery({
    ...useHost().calls.gateway.request.queryOptions({
      input: id === undefined ? skipToken : { id },
    }),
    gcTime: 0,
  })
}

export function useClearGatewayRequests() {
  return useMutation(useHost().calls.gateway.clearRequests.mutationOptions())
}

/** Gives a request as a curl command to the gateway, the key as `$PATCHBAY_KEY`. */
export function useGatewayCurl() {
  return useMutation(useHost().calls.gateway.curl.mutationOptions())
}

/** Makes a new chat of a request. */
export function useOpenInChat() {
  const { calls } = useHost()
  const queries = useQueryClient()
  return useMutation({
    ...calls.gateway.openInChat.mutationOptions(),
    onSuccess: () => queries.invalidateQueries({ queryKey: calls.chat.list.key() }),
  })
}

/**
 * Sums by day and model of the last days, today included.
 *
 * @param paceMs after which they are asked for again
 */
export function useGatewayUsage(days: number, paceMs = countsPace) {
  return useQuery({
    ...useHost().calls.gateway.usage.queryOptions({ input: { days } }),
    staleTime: 0,
    refetchInterval: paceMs,
  })
}
