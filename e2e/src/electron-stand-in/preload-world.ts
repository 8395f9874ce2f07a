/**
 * @file The world of the preload script: the page's document, but JavaScript of its own. What is in
 * here runs in Chromium; only its text is used in Node.
 */
import type { PortValue } from './port-value.ts'

export const preloadWorld = 'Electron Isolated Context'
export const bindingName = 'electronStandInSend'

/** From the preload world to the main process. */
export type PreloadMessage =
  | { type: 'post'; channel: string; message: PortValue; ports: number[] }
  | { type: 'port-message'; port: number; value: PortValue }
  | { type: 'port-close'; port: number }

/** From the main process into the preload world. */
export interface PreloadDoors {
  electronStandInDeliver: (port: number, value: PortValue) => void
  electronStandInClose: (port: number) => void
}

/**
 * The text to run in every new document. Like Electron without `nodeIntegrationInSubFrames`, it runs
 * the preload script in the main frame only.
 */
export function writePreloadScript(bundle: string): string {
  return `if (window === window.top) {
  const require = (${createRequire.toString()})(${JSON.stringify(bindingName)});
  (function (require, module, exports) {
${bundle}
  })(require, { exports: {} }, {});
}`
}

function createRequire(binding: string): (name: string) => unknown {
  const world = globalThis as unknown as Record<string, (text: string) => void> & PreloadDoors
  const send = (message: PreloadMessage): void => world[binding]?.(JSON.stringify(message))
  const ports = new Map<number, MessagePort>()
  let lastPort = 0

  const write = (value: unknown): PortValue => {
    if (typeof value === 'string') return ['text', value]
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      const view = ArrayBuffer.isView(value) ? value : new Uint8Array(value)
      const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
      return ['bytes', btoa(bytes.reduce((text, byte) => text + String.fromCodePoint(byte), ''))]
    }
    return ['json', JSON.stringify(value ?? null)]
  }
  const read = ([kind, content]: PortValue): unknown => {
    if (kind === 'text') return content
    if (kind === 'json') return JSON.parse(content)
    return Uint8Array.from(atob(content), (letter) => letter.codePointAt(0) ?? 0)
  }

  world.electronStandInDeliver = (port, value) => ports.get(port)?.postMessage(read(value))
  world.electronStandInClose = (port) => {
    ports.get(port)?.close()
    ports.delete(port)
  }
  const ipcRenderer = {
    postMessage(channel: string, message: unknown, transfer: MessagePort[] = []): void {
      const ids = transfer.map((port) => {
        const id = ++lastPort
        ports.set(id, port)
        port.addEventListener('message', ({ data }) =>
          send({ type: 'port-message', port: id, value: write(data) }),
        )
        port.addEventListener('close', () => {
          if (ports.delete(id)) send({ type: 'port-close', port: id })
        })
        return id
      })
      send({ type: 'post', channel, message: write(message), ports: ids })
      // Messages wait in a port until it is started, so none is lost before the host listens.
      for (const port of transfer) port.start()
    },
  }
  return (name) => {
    if (name !== 'electron') throw new Error(`A sandboxed preload script cannot require ${name}`)
    return { ipcRenderer }
  }
}
