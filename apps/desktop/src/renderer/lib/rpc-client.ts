/** @file The typed client of the contract: over a message port in Electron, over a WebSocket in a browser. */
import { createORPCClient } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#contract'

export type RpcClient = ContractRouterClient<Contract>

export function createRpcClient(): RpcClient {
  if (/\bElectron\//.test(navigator.userAgent)) {
    const { port1, port2 } = new MessageChannel()
    window.postMessage('patchbay-rpc', window.location.origin, [port2])
    const client: RpcClient = createORPCClient(new MessagePortLink({ port: port1 }))
    port1.start()
    return client
  }
  const websocket = new WebSocket(`ws://${window.location.host}/rpc`)
  return createORPCClient(new WebSocketLink({ websocket }))
}
