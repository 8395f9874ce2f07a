/** @file The gateway: one HTTP server on loopback over the engine. */
import { createServer, STATUS_CODES, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { GatewayHost } from '../host.ts'
import type { ClientConnection } from './client-connection.ts'
import { createGuard, isLoopbackPeer } from './guard.ts'
import { defaultLimits, type GatewayLimits } from './limits.ts'
import { createListener } from './listener.ts'
import { createRunning } from './running.ts'

export interface GatewayOptions {
  readonly host: GatewayHost
  /** 0 picks a free one. */
  readonly port: number
  /** Told to whoever asks for `/health`. */
  readonly version?: string
  /** Only what differs from the usual limits. */
  readonly limits?: Partial<GatewayLimits>
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly port: number
  /**
   * Lets running requests end for up to `graceMs` milliseconds (default 5,000), then ends them with an error
   * in their client's format. Whoever does not read that within a second is cut off. Resolves when the host
   * was told of every end.
   */
  close(graceMs?: number): Promise<void>
}

const defaultGraceMs = 5_000
const settleMs = 1_000

/**
 * Starts the gateway on 127.0.0.1.
 *
 * @throws Node's own error when the port cannot be had (`EADDRINUSE`, `EACCES`).
 */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, version } = options
  const limits = { ...defaultLimits, ...options.limits }
  const server = createServer({
    maxHeaderSize: limits.maxHeaderBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.lateCheckMs,
    keepAliveTimeout: 75_000,
    insecureHTTPParser: false,
  })
  // Node would drop those over its own count silently; the guard refuses the request.
  server.maxHeadersCount = 0
  server.maxConnections = limits.maxConnections
  const port = await listen(server, options.port)
  const requests = createRunning()
  const listener = createListener({
    host,
    limits,
    version,
    running: requests,
    guard: createGuard(port, limits.maxHeaders),
  })
  const connections = new WeakMap<Duplex, ClientConnection>()
  let isClosing = false
  let running = 0
  let whenIdle = (): void => undefined
  /** Sockets that were cut tell their requests a moment later; only then is everything noted. */
  const settle = (): Promise<void> =>
    new Promise((resolve) => {
      const late = setTimeout(resolve, settleMs)
      whenIdle = () => {
        clearTimeout(late)
        resolve()
      }
      if (running === 0) whenIdle()
    })

  const onClose = (): void => {
    running -= 1
    if (running === 0) whenIdle()
  }

  server.on('connection', (socket) => {
    if (!isLoopbackPeer(socket.remoteAddress)) socket.destroy()
    connections.set(socket, { latest: undefined, admitted: undefined })
  })
  for (const event of ['request', 'checkContinue'] as const) {
    const expectsContinue = event === 'checkContinue'
    server.on(event, (request, response) => {
      const connection = connections.get(request.socket) ?? {
        latest: undefined,
        admitted: undefined,
      }
      connection.latest = response
      if (isClosing) response.shouldKeepAlive = false
      running += 1
      listener(request, response, { connection, expectsContinue, onClose })
    })
  }
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    refuseUnparsed(error, socket, connections.get(socket)?.latest)
  })

  let closed: Promise<void> | undefined
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close(graceMs = defaultGraceMs) {
      isClosing = true
      closed ??= closeServer(server, graceMs, () => {
        requests.stopAll()
        return settle()
      }).then(settle)
      return closed
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      // A connection that cannot be taken (no more file descriptors) is that client's loss alone.
      server.on('error', () => undefined)
      resolve()
    })
  })
  return (server.address() as AddressInfo).port
}

async function closeServer(
  server: Server,
  graceMs: number,
  endRequests: () => Promise<void>,
): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  // Sockets whose last answer began before closing are kept alive by Node; they are idle once it ended.
  const sweep = setInterval(() => {
    server.closeIdleConnections()
  }, 50)
  const cut = setTimeout(() => {
    void endRequests().then(() => server.closeAllConnections())
  }, graceMs)
  await closed
  clearInterval(sweep)
  clearTimeout(cut)
}

/** Answers what is no HTTP, or came too slowly, unless an answer is under way on that socket. */
function refuseUnparsed(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  response: ServerResponse | undefined,
): void {
  const busy = response?.headersSent === true && !response.writableFinished
  if (busy || !socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const [status, message] = unparsed[error.code ?? ''] ?? [
    400,
    'The request is not valid HTTP/1.1.',
  ]
  const body = JSON.stringify({
    error: { message, type: 'invalid_request_error', param: null, code: null },
  })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    () => {
      socket.destroy()
    },
  )
}

const unparsed: Readonly<Record<string, readonly [status: number, message: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The headers of the request are too large.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The body carries too many chunk extensions.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
}
