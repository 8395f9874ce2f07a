/** @file Root of the gateway for the app that runs it. */
export { createGateway, type Gateway, type GatewayOptions } from './server/gateway.ts'
export type { GatewayConfig, GatewayHost, KeyDigest } from './host.ts'
export { listNames, type NamedModel } from './names/list-names.ts'
export { createNameResolver, type Candidates, type ResolveName } from './names/resolve-name.ts'
export { endpointSlugs } from './names/slugs.ts'
export type { Trace } from './trace.ts'
