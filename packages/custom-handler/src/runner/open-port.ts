/** @file The line to the app: lines of JSON over a pipe, or Electron's message port. */
import { closeSync } from 'node:fs'
import { Socket } from 'node:net'

export interface Port {
  send(message: string): void
  onMessage(listener: (message: string) => void): void
  /** The app is gone. */
  onClose(listener: () => void): void
}

/** The pipe that `start-process.ts` opens. */
export const pipeDescriptor = 3

/** Node's own are below when it starts: the lowest numbers are taken first. */
const firstForeign = 64
const lastForeign = 1023

/**
 * Closes what whoever started the app left open for it and for all that it starts. Numbers that are in use
 * without a gap are closed by Node already.
 */
export function closeForeignDescriptors(): void {
  // A process of Electron's has descriptors of its own there.
  if ('parentPort' in process) return
  for (let descriptor = firstForeign; descriptor <= lastForeign; descriptor += 1) {
    try {
      closeSync(descriptor)
    } catch {
      // It was not open.
    }
  }
}

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
