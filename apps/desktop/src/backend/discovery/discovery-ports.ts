/** @file Where local servers listen unless they were told otherwise, and PATCHBAY_DISCOVERY_PORTS. */
import { ProviderError } from '@patchbay/provider-core'
import { serverKinds, type ServerKind } from '#contract/discovery-contract'

/** 0: it is not looked for. */
export type DiscoveryPorts = Readonly<Record<ServerKind, number>>

export const usualPorts: DiscoveryPorts = {
  ollama: 11434,
  'lm-studio': 1234,
  vllm: 8000,
  'llama-cpp': 8080,
  litellm: 4000,
}

/**
 * Reads `ollama=41234,vllm=0`; what is not named keeps its usual port.
 *
 * @throws ProviderError (`settings`) for a name or number that cannot be
 */
export function parseDiscoveryPorts(value: string | undefined): DiscoveryPorts {
  const ports: Record<ServerKind, number> = { ...usualPorts }
  for (const part of (value ?? '').split(',')) {
    if (part.trim() === '') continue
    const [name = '', number = ''] = part.split('=', 2).map((piece) => piece.trim())
    const kind = serverKinds.find((one) => one === name)
    const port = /^\d{1,5}$/.test(number) ? Number(number) : Number.NaN
    if (kind === undefined || !(port <= 65_535)) {
      throw new ProviderError({
        code: 'settings',
        message:
          `PATCHBAY_DISCOVERY_PORTS has "${part.trim()}". Write a name and a port, such as ollama=11434; 0 leaves it out. ` +
          `The names are ${serverKinds.join(', ')}.`,
      })
    }
    ports[kind] = port
  }
  return ports
}
