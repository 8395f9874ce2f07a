/** @file The main process's end of a port whose other end is in a page. */
import { EventEmitter } from 'node:events'
import type { MessagePortMain } from 'electron'

type Part = Pick<MessagePortMain, 'start' | 'close' | 'postMessage'>

export interface PortWire {
  send(value: unknown): void
  close(): void
}

export class StandInPort extends EventEmitter implements Part {
  readonly #wire: PortWire
  #started = false
  #closed = false
  #waiting: unknown[] = []

  constructor(wire: PortWire) {
    super()
    this.#wire = wire
  }

  /** Messages wait until then, as they do in Electron. */
  start(): void {
    if (this.#started) return
    this.#started = true
    for (const data of this.#waiting.splice(0)) this.emit('message', { data, ports: [] })
  }

  postMessage(message: unknown): void {
    if (!this.#closed) this.#wire.send(message)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#wire.close()
    this.emit('close')
  }

  /** A message of the page arrived. */
  receive(data: unknown): void {
    if (this.#started) this.emit('message', { data, ports: [] })
    else this.#waiting.push(data)
  }

  /** The page closed its end, or went away. */
  disconnect(): void {
    if (this.#closed) return
    this.#closed = true
    this.emit('close')
  }
}
