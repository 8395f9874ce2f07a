/** @file One admitted request of a client on its way through the gateway. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ClientDialect } from '@patchbay/provider-core'
import type { GatewayConfig, GatewayHost } from './host.ts'
import type { Trace } from './trace.ts'

/** A request whose `Host`, `Origin` and key were good and whose body is read. */
export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Parameters of the URL, without any that carries a key. */
  readonly query: URLSearchParams
  /** The bytes as they came (unpacked when the client compressed them); empty for GET. */
  readonly body: Buffer
  /** Speaks to the client, for replies and errors. */
  readonly dialect: ClientDialect
  /** Aborts when the client has gone before its answer ended. */
  readonly signal: AbortSignal
  /** Settings at the moment when the body was there; the request keeps them to its end. */
  readonly config: GatewayConfig
  readonly host: GatewayHost
  readonly trace: Trace
  /** Patterns of model names that the key may ask for; `undefined` for all. */
  readonly allowedModels: readonly string[] | undefined
}
