/** @file The app in a browser: the window's files and the contract over a WebSocket, on loopback only. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { RPCHandler } from '@orpc/server/ws'
import { WebSocketServer } from 'ws'
import { ProviderError } from '@patchbay/provider-core'
import type { Backend } from '#backend/backend'
import { createRouter } from '#backend/router'
import { readWindowFile, securityHeaders } from '#backend/window/window-files'
import { createSessionGate } from './session-gate.ts'

export interface BrowserHostOptions {
  readonly backend: Backend
  /** Folder of the built window. */
  readonly files: string
  /** 0 picks a free one. */
  readonly port: number
}

export interface BrowserHost {
  /** Holds the one-time token. */
  readonly url: string
  readonly port: number
  /** Resolves when the token was used. */
  readonly opened: Promise<void>
  close(): Promise<void>
}

const rpcPath = '/rpc'
/** A pasted bundle or a long chat is far smaller. */
const maxMessageBytes = 32 * 1024 * 1024

/** Throws `ProviderError('settings')` when the port is taken. */
export async function startBrowserHost({
  backend,
  files,
  port,
}: BrowserHostOptions): Promise<BrowserHost> {
  let actualPort = port
  const gate = createSessionGate(() => actualPort)
  const connect = (): string[] => [`ws://127.0.0.1:${actualPort}`, `ws://localhost:${actualPort}`]
  let onOpened = (): void => undefined
  const opened = new Promise<void>((resolve) => (onOpened = resolve))

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/'
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'Only GET is answered here.')
    const isStart = path.startsWith('/start/')
    // The start link is followed from a terminal or another program, so only its Host can be checked.
    const headers = isStart ? { host: request.headers.host } : request.headers
    if (!gate.isOwnOrigin(headers))
      return refuse(response, 403, 'This address is not served to other sites.')
    if (isStart) {
      const cookie = gate.exchange(path)
      if (cookie === undefined && !gate.hasSession(request.headers))
        return refuse(response, 403, expired)
      response
        .writeHead(303, {
          ...securityHeaders(),
          location: '/',
          ...(cookie ? { 'set-cookie': cookie } : {}),
        })
        .end()
      if (cookie) onOpened()
      return
    }
    if (!gate.hasSession(request.headers)) return refuse(response, 403, expired)
    const file = await readWindowFile(files, path, connect())
    response.writeHead(file.status, { ...file.headers, 'content-length': file.body.byteLength })
    response.end(request.method === 'HEAD' ? undefined : file.body)
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  })
  const rpc = new RPCHandler(createRouter(backend))
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const allowed =
      request.url === rpcPath &&
      request.headers.origin !== undefined &&
      gate.isOwnOrigin(request.headers) &&
      gate.hasSession(request.headers)
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => client.terminate())
      void rpc.upgrade(client)
    })
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, port)))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
  })
  actualPort = (server.address() as AddressInfo).port

  return {
    url: `http://127.0.0.1:${actualPort}${gate.startPath}`,
    port: actualPort,
    opened,
    close: () =>
      new Promise((resolve) => {
        for (const client of sockets.clients) client.terminate()
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

const expired =
  'This link was used already or is not complete. Start Patchbay again (patchbay serve) and open the link that it prints.'

function refuse(response: ServerResponse, status: number, message: string): void {
  response
    .writeHead(status, {
      ...securityHeaders(),
      'content-type': 'text/plain; charset=utf-8',
      connection: 'close',
    })
    .end(message)
}

function listenError(error: NodeJS.ErrnoException, port: number): ProviderError {
  return new ProviderError({
    code: 'settings',
    message:
      error.code === 'EADDRINUSE'
        ? `Port ${port} is taken by another program. Choose another one with --port, or leave it out.`
        : `Port ${port} cannot be used (${error.code}).`,
    cause: error,
  })
}
