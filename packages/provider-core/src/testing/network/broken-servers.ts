/** @file Ports that are no HTTP server: for the errors that come before any HTTP. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A port and how to free it. */
export interface BrokenServer {
  port: number
  /** Base URL for a client; take `https` for the TLS cases. */
  url(scheme: 'http' | 'https'): string
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Answers whatever comes with bytes that are neither TLS nor HTTP, and closes. */
export function startGarbageServer(): Promise<BrokenServer> {
  return startTcpServer((socket) => {
    socket.once('data', () => socket.end('\u0007 this is neither TLS nor HTTP\r\n\r\n'))
  })
}

/** Accepts connections and never says a word. */
export function startHangingServer(): Promise<BrokenServer> {
  return startTcpServer((socket) => socket.resume())
}

/** Accepts connections and resets them at once. */
export function startResettingServer(): Promise<BrokenServer> {
  return startTcpServer((socket) => socket.resetAndDestroy())
}

/** A port on which nothing listens: connections are refused. */
export async function reserveRefusingPort(): Promise<BrokenServer> {
  const server = await startTcpServer((socket) => socket.destroy())
  await server.close()
  return { ...server, close: async () => {}, [Symbol.asyncDispose]: async () => {} }
}

async function startTcpServer(accept: (socket: Socket) => void): Promise<BrokenServer> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    accept(socket)
  })
  server.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  const close = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve))
    for (const socket of sockets) socket.destroy()
    await closed
  }
  return {
    port,
    url: (scheme) => `${scheme}://127.0.0.1:${port}`,
    close,
    [Symbol.asyncDispose]: close,
  }
}
