/** @file The typed client of the contract: over a message port in Electron, over a WebSocket in a browser. */
import { createORPCClient } from '@orpc/client'
import { RPCLink as MessagePortLink } from '@orpc/client/message-port'
import { RPCLink as WebSocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#contract'

export type RpcClient = ContractRouterClient<Contract>

/** @param onLost called once when the host went away; the window has to be loaded again */
export function createRpcClient(onLost: () => void = () => undefined): RpcClient {
  if (/\bElectron\//.test(navigator.userAgent)) {
    const { port1, port2 } = new MessageChannel()
    window.postMessage('patchbay-rpc', window.location.origin, [port2])
    const client: RpcClient = createORPCClient(new MessagePortLink({ port: port1 }))
    port1.addEventListener('close', onLost)
    port1.start()
    return client
  }
  const websocket = new WebSocket(`ws://${window.location.host}/rpc`)
  websocket.addEventListener('close', onLost, { once: true })
  return createORPCClient(new WebSocketLink({ websocket }))
}
