/** @file The socket pools: one for each origin and each set of connection settings. */
import { createHash } from 'node:crypto'
import type { ConnectionOptions } from 'node:tls'
import type { Agent } from 'undici'
import { createConnector } from './connector.ts'
import type { Proxy } from './find-proxy.ts'
import { maxHeaderBytes } from './limits.ts'
import { authoritiesOf, toTlsOptions, type TlsMaterial } from './tls-material.ts'

/** Pools kept at once; the one that was not used for longest is closed first, once its requests have ended. */
const maxAgents = 64

export interface AgentRequest {
  /** Origin of the request, or of the proxy that it is handed to. */
  readonly origin: string
  readonly connectMs: number
  readonly material: TlsMaterial | undefined
  readonly withSystem: boolean
  readonly proxy: Proxy | undefined
  readonly forward: boolean
}

export interface Agents {
  /** At once when the pool is there already: waiting costs every request. */
  open(request: AgentRequest): Agent | Promise<Agent>
  close(): Promise<void>
}

/** Makes an empty set of pools. */
export function createAgents(): Agents {
  const agents = new Map<string, Agent>()
  // Reading a list of authorities takes some 60 ms, so what was read is kept for all origins.
  const tlsOptions = new Map<string, ConnectionOptions>()
  /** The one used last stands last already. */
  let latest: { readonly key: string; readonly agent: Agent } | undefined

  const tlsFor = (material: TlsMaterial | undefined, withSystem: boolean): ConnectionOptions => {
    const key = hash([material, withSystem])
    const options = tlsOptions.get(key) ?? toTlsOptions(material, withSystem)
    keep(tlsOptions, key, options)
    return options
  }

  const create = async (key: string, request: AgentRequest): Promise<Agent> => {
    const { Agent, buildConnector } = await import('undici')
    const existing = agents.get(key)
    if (existing !== undefined) return existing
    const { material, withSystem, proxy, connectMs, forward } = request
    const tls = tlsFor(material, withSystem)
    const proxyTls = proxy?.secure === true ? tlsFor(authoritiesOf(material), true) : {}
    const plain = proxy === undefined && material === undefined
    const agent = new Agent({
      maxHeaderSize: maxHeaderBytes,
      ...(forward ? { allowH2: false } : {}),
      connect: plain
        ? { timeout: connectMs, ...tls }
        : createConnector(buildConnector, { connectMs, tls, proxyTls, proxy, forward }),
    })
    use(key, agent)
    return agent
  }

  const use = (key: string, agent: Agent): void => {
    latest = { key, agent }
    void keep(agents, key, agent)
      ?.close()
      .catch(() => undefined)
  }

  return {
    open(request) {
      const key = keyOf(request)
      if (latest?.key === key) return latest.agent
      const agent = agents.get(key)
      if (agent === undefined) return create(key, request)
      use(key, agent)
      return agent
    },
    async close() {
      const open = [...agents.values()]
      agents.clear()
      latest = undefined
      tlsOptions.clear()
      await Promise.all(open.map((agent) => agent.destroy()))
    },
  }
}

function keyOf({ material, proxy, ...rest }: AgentRequest): string {
  const settings = material === undefined && proxy === undefined ? '' : hash([material, proxy])
  return `${rest.connectMs}|${rest.withSystem ? 'system' : ''}|${rest.forward ? 'forward' : ''}|${settings}|${rest.origin}`
}

/** Hashed, so that the key holds no secret. */
function hash(settings: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(settings) ?? '')
    .digest('hex')
}

/** Puts a value last; returns the first one when there are too many. */
function keep<Value>(values: Map<string, Value>, key: string, value: Value): Value | undefined {
  values.delete(key)
  values.set(key, value)
  const [oldest] = values
  if (values.size <= maxAgents || oldest === undefined) return undefined
  values.delete(oldest[0])
  return oldest[1]
}
