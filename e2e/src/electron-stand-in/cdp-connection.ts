/** @file A small client of the Chrome DevTools Protocol over Node's own WebSocket, with flat sessions. */
import type { CDPSession } from '@playwright/test'

/** Parameters and results are those of Playwright's protocol declarations. */
export type CdpSend = CDPSession['send']

export interface CdpSession {
  readonly send: CdpSend
  /** `payload` is what the protocol declares for the event; the caller says which part it reads. */
  on(event: string, listener: (payload: never) => void): void
}

export interface CdpConnection {
  readonly browser: CdpSession
  session(sessionId: string): CdpSession
  onClosed(listener: () => void): void
  close(): void
}

interface Incoming {
  id?: number
  method?: string
  params?: unknown
  result?: unknown
  error?: { message: string }
  sessionId?: string
}

interface Waiting {
  resolve: (result: unknown) => void
  reject: (error: Error) => void
  method: string
}

/** @param url WebSocket of the browser's debugger */
export async function connectToBrowser(url: string): Promise<CdpConnection> {
  const socket = new WebSocket(url)
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, ((payload: never) => void)[]>()
  let lastId = 0

  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve(), { once: true })
    socket.addEventListener('error', () => reject(new Error('Chromium refused the debugger')), {
      once: true,
    })
  })
  socket.addEventListener('message', ({ data }) => {
    const message = JSON.parse(String(data)) as Incoming
    if (message.id === undefined) {
      const key = `${message.sessionId ?? ''}:${message.method}`
      for (const listener of listeners.get(key) ?? []) listener(message.params as never)
      return
    }
    const call = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) call?.reject(new Error(`${call.method}: ${message.error.message}`))
    else call?.resolve(message.result)
  })
  socket.addEventListener('close', () => {
    for (const { reject, method } of waiting.values()) reject(new Error(`${method}: closed`))
    waiting.clear()
  })

  const session = (sessionId: string | undefined): CdpSession => ({
    send: ((method: string, params: object = {}) =>
      new Promise<unknown>((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) {
          reject(new Error(`${method}: closed`))
          return
        }
        const id = ++lastId
        waiting.set(id, { resolve, reject, method })
        socket.send(JSON.stringify({ id, method, params, ...(sessionId ? { sessionId } : {}) }))
      })) as unknown as CdpSend,
    on(event, listener) {
      const key = `${sessionId ?? ''}:${event}`
      listeners.set(key, [...(listeners.get(key) ?? []), listener])
    },
  })

  return {
    browser: session(undefined),
    session,
    onClosed: (listener) => socket.addEventListener('close', listener),
    close: () => socket.close(),
  }
}
