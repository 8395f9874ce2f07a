/** @file The gateway: one HTTP server on loopback over the engine. */
import type { GatewayHost } from '../host.ts'

export interface GatewayOptions {
  readonly host: GatewayHost
  /** 0 picks a free one. */
  readonly port: number
}

export interface Gateway {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string
  readonly port: number
  /** Lets running requests end for up to `graceMs` milliseconds, then closes every socket. */
  close(graceMs?: number): Promise<void>
}

export type CreateGateway = (options: GatewayOptions) => Promise<Gateway>
