/** @file What an endpoint's settings, and the headers of one call, say about how a request is encoded. */
import type { EncodeContext } from '../dialects/dialect.ts'
import type { Endpoint } from '../model/endpoint.ts'
import { getSpec } from '../specs/registry.ts'
import { resolveAnthropicVersion } from './anthropic-settings.ts'

/** The context of one request to `endpoint`. */
export function toEncodeContext(
  endpoint: Endpoint,
  call: {
    readonly modelId: string
    readonly stream: boolean
    readonly headers?: Readonly<Record<string, string>> | undefined
  },
): EncodeContext {
  const { modelId, stream, headers } = call
  const { supportsSystemMessage, compat } = endpoint
  return {
    modelId,
    stream,
    supportsSystemMessage,
    compat,
    anthropicVersion: resolveAnthropicVersion(endpoint, headers),
    takesLabels: getSpec(endpoint.spec).takesLabels,
  }
}
