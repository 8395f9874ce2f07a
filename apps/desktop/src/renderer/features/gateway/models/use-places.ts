/** @file Where an alias can send, and which models each place is known to have. */
import type { ChoiceOption } from '@patchbay/ui'
import { useMemo } from 'react'
import { useEndpoints } from '../../../lib/resources/endpoints.ts'
import { useModels } from '../../../lib/resources/models.ts'
import { useProviders } from '../../../lib/resources/providers.ts'

export interface Places {
  readonly options: readonly ChoiceOption[]
  /** Models by place. */
  readonly models: ReadonlyMap<string, readonly ChoiceOption[]>
  /** What a place is called, also one that is gone. */
  readonly nameOf: (place: string) => string
}

export function usePlaces(): Places {
  const endpoints = useEndpoints().data
  const providers = useProviders().data
  const rows = useModels().data
  return useMemo(() => {
    const options: ChoiceOption[] = [
      ...(endpoints ?? []).map((endpoint) => ({
        value: `endpoint:${endpoint.id}`,
        label: endpoint.name,
        secondary: endpoint.host,
        group: 'Custom providers',
      })),
      ...(providers ?? []).map((provider) => ({
        value: `provider:${provider.id}`,
        label: provider.name,
        secondary: provider.mode === 'official' ? 'official API' : 'custom endpoint',
        group: 'Providers, by their mode',
      })),
    ]
    const models = new Map<string, ChoiceOption[]>()
    for (const { address, modelId } of rows ?? []) {
      const place =
        'providerId' in address
          ? `provider:${address.providerId}`
          : `endpoint:${address.endpointId}`
      const known = models.get(place)
      if (known) known.push({ value: modelId, label: modelId })
      else models.set(place, [{ value: modelId, label: modelId }])
    }
    const names = new Map(options.map((option) => [option.value, option.label]))
    return { options, models, nameOf: (place) => names.get(place) ?? 'no longer there' }
  }, [endpoints, providers, rows])
}
