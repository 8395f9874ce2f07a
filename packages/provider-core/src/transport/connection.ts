/** @file What is needed to reach one endpoint's host: its proxy and its TLS settings with their secrets. */
import type { Endpoint, ResolvedEndpoint } from '../model/endpoint.ts'

export type ConnectionTls = Partial<NonNullable<Endpoint['tls']>> & {
  readonly clientKey?: string | undefined
  readonly clientKeyPassphrase?: string | undefined
}

export type ConnectionProxy = NonNullable<Endpoint['proxy']> & {
  readonly password?: string | undefined
}

/** Connections with different settings never share a socket, a TLS session or trust. */
export interface Connection {
  readonly tls?: ConnectionTls | undefined
  readonly proxy?: ConnectionProxy | undefined
}

/** What the host lends to connections. Both are used only where an endpoint's settings say so. */
export interface Machine {
  /** Reads a text file by its absolute path. */
  readonly readFile: (path: string) => Promise<string>
  /** Variables of the environment, for `proxy.fromEnvironment`. */
  readonly environment: () => Readonly<Record<string, string | undefined>>
}

/** The connection settings of an endpoint with the secrets that they need. */
export function connectionOf({ endpoint, secrets }: ResolvedEndpoint): Connection {
  const { tls, proxy } = endpoint
  return {
    ...(tls === undefined
      ? {}
      : {
          tls: {
            ...tls,
            clientKey: secrets.clientKey,
            clientKeyPassphrase: secrets.clientKeyPassphrase,
          },
        }),
    ...(proxy === undefined ? {} : { proxy: { ...proxy, password: secrets.proxyPassword } }),
  }
}

/**
 * The settings for another host that an endpoint needs (it hands out tokens, or keeps pictures): the same way out
 * and the same authorities, but neither the endpoint's identity nor its lowered trust.
 */
export function otherHostConnection({ tls, proxy }: Connection): Connection {
  const authorities =
    tls === undefined || (tls.caFile ?? tls.caPem) === undefined
      ? {}
      : { tls: { caFile: tls.caFile, caPem: tls.caPem } }
  return { ...authorities, ...(proxy === undefined ? {} : { proxy }) }
}
