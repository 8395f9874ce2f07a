/** @file Root of the gateway for the app that runs it. */
export { createGateway, type Gateway, type GatewayOptions } from './server/gateway.ts'
export type { GatewayConfig, GatewayHost, KeyDigest } from './host.ts'
export type { Trace } from './trace.ts'
