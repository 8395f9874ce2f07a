/** @file How much of anything one client may send, and how slowly. */

export interface GatewayLimits {
  /** Of a body as sent, and of what it unpacks to. */
  readonly maxBodyBytes: number
  /** Of the request line and all headers. */
  readonly maxHeaderBytes: number
  readonly maxHeaders: number
  /** Time for all headers to arrive. */
  readonly headersMs: number
  /** Time for a whole request to arrive. */
  readonly requestMs: number
  /** Longest pause within a body. */
  readonly bodyIdleMs: number
  /** How often Node looks for clients that are late. */
  readonly lateCheckMs: number
  readonly maxConnections: number
  /** How long a client may go on sending the body of a request that was refused. */
  readonly lingerMs: number
}

export const defaultLimits: GatewayLimits = {
  maxBodyBytes: 50 * 1024 * 1024,
  maxHeaderBytes: 32 * 1024,
  maxHeaders: 200,
  headersMs: 10_000,
  requestMs: 120_000,
  bodyIdleMs: 15_000,
  lateCheckMs: 2_000,
  maxConnections: 8_192,
  lingerMs: 5_000,
}
