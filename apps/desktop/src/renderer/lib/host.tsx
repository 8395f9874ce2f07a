/** @file The host behind this window, handed down by context. Only `lib/resources` may use it. */
import type { ContractRouterClient } from '@orpc/contract'
import { createTanstackQueryUtils } from '@orpc/tanstack-query'
import { createContext, use, useMemo, type ReactElement, type ReactNode } from 'react'
import type { Contract } from '#contract'

export type RpcClient = ContractRouterClient<Contract>

function createHost(client: RpcClient) {
  return { client, calls: createTanstackQueryUtils(client) }
}

export type Host = ReturnType<typeof createHost>

const HostContext = createContext<Host | null>(null)

/** Makes the host reachable for the resources under it. */
export function HostProvider(props: { client: RpcClient; children: ReactNode }): ReactElement {
  const host = useMemo(() => createHost(props.client), [props.client])
  return <HostContext value={host}>{props.children}</HostContext>
}

/**
 * The client and its query options.
 *
 * @throws Error outside a `HostProvider`
 */
export function useHost(): Host {
  const host = use(HostContext)
  if (!host) throw new Error('useHost needs a HostProvider above it')
  return host
}
