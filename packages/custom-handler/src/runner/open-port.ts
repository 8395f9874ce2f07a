/** @file The line to the app: lines of JSON over a pipe, or Electron's message port. */
import { Socket } from 'node:net'

export interface Port {
  send(message: string): void
  onMessage(listener: (message: string) => void): void
  /** The app is gone. */
  onClose(listener: () => void): void
}

/** The pipe that `start-process.ts` opens. */
export const pipeDescriptor = 3

interface ElectronPort {
  postMessage(message: string): void
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void
}

export function openPort(): Port {
  const { parentPort } = process as { parentPort?: ElectronPort }
  return parentPort === undefined ? openPipe() : wrapElectronPort(parentPort)
}

function wrapElectronPort(port: ElectronPort): Port {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) =>
      port.on('message', ({ data }) => {
        if (typeof data === 'string') listener(data)
      }),
    // Electron ends the process together with the app.
    onClose: () => undefined,
  }
}

function openPipe(): Port {
  const socket = new Socket({ fd: pipeDescriptor, readable: true, writable: true })
  socket.setEncoding('utf8')
  socket.on('error', () => socket.destroy())
  return {
    send: (message) => void socket.write(`${message}\n`),
    onMessage: (listener) => {
      let rest = ''
      socket.on('data', (text: string) => {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) listener(line)
      })
    },
    onClose: (listener) => socket.on('close', listener),
  }
}
