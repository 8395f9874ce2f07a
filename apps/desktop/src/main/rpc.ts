/** @file The contract over a message port. The only file that imports `ipcMain`. */
import { ipcMain } from 'electron'
import { RPCHandler } from '@orpc/server/message-port'
import type { Backend } from '#backend/backend'
import { createRouter } from '#backend/router'
import { isTrustedSender } from './harden.ts'

const channel = 'patchbay-rpc'

export function serveRpc(backend: Backend): void {
  const handler = new RPCHandler(createRouter(backend))
  ipcMain.on(channel, (event) => {
    const [port] = event.ports
    if (!port) return
    if (!isTrustedSender(event.senderFrame)) {
      port.close()
      return
    }
    handler.upgrade(port)
    port.start()
  })
}
