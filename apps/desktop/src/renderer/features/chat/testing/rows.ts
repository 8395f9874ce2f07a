/** @file Model rows and providers for tests. */
import type { EndpointSummary, ProviderSummary } from '@patchbay/provider-core/model'
import type { ModelRow } from '#contract/shapes'

type RowInput = Partial<ModelRow> & { modelId: string; endpointId?: string; endpointName?: string }

export function createRow(input: RowInput): ModelRow {
  const {
    endpointId = 'e1',
    endpointName = 'Proxy',
    providerId,
    modelId,
    mode = 'official',
  } = input
  const { endpointId: _id, endpointName: _name, ...row } = input
  return {
    address: providerId === undefined ? { endpointId, modelId } : { providerId, modelId },
    groupName: providerId ?? endpointName,
    mode,
    result: {
      ok: true,
      route: {
        endpointId,
        endpointName: mode === 'official' && providerId ? 'Official API' : endpointName,
        spec: 'openai-chat-completions',
        dialect: 'openai-chat',
        modelId,
        upstreamModelId: modelId,
        mapped: false,
        verified: true,
      },
    },
    ...row,
  }
}

export function createProvider(id: string, more: Partial<ProviderSummary> = {}): ProviderSummary {
  return { id, name: id, mode: 'official', modelCount: 1, mappedCount: 0, savedKey: true, ...more }
}

export function createEndpoint(
  id: string,
  name: string,
): Pick<EndpointSummary, 'id' | 'name' | 'host'> {
  return { id, name, host: `${id}.example` }
}
