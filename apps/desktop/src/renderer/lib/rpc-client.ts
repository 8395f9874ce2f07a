/** @file The window's end of the contract: a MessagePort in Electron, a WebSocket in a browser. */
import { createORPCClient } from '@orpc/client'
import { RPCLink as PortLink } from '@orpc/client/message-port'
import { RPCLink as SocketLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '#contract'

/** The port that the preload script hands to the page with this message. */
const portMessage = 'patchbay:port'

/** Connects to the host that serves this page. */
export async function createRpcClient(): Promise<ContractRouterClient<Contract>> {
  if (location.protocol === 'patchbay-app:') {
    const port = await receivePort()
    port.start()
    return createORPCClient(new PortLink({ port }))
  }
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const websocket = new WebSocket(`${scheme}://${location.host}/rpc`)
  return createORPCClient(new SocketLink({ websocket }))
}

function receivePort(): Promise<MessagePort> {
  return new Promise((resolve) => {
    function listen(event: MessageEvent) {
      const port = event.ports[0]
      if (event.source !== window || event.data !== portMessage || !port) return
      window.removeEventListener('message', listen)
      resolve(port)
    }
    window.addEventListener('message', listen)
    window.postMessage(`${portMessage}-please`, location.origin)
  })
}
