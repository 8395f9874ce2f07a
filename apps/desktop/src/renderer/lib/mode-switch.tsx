/** @file A provider's mode, "Official API" or "Custom endpoint", and the endpoint: in settings and in the chat. */
import { Combobox, SegmentedRadio, StatusIcon, type ChoiceOption } from '@patchbay/ui'
import { Plus } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import type {
  EndpointSummary,
  ProviderMode,
  ProviderSummary,
  SpecId,
} from '@patchbay/provider-core/model'
import { readEndpointStatus } from './endpoint-status.ts'

export interface ModeSwitchProps {
  provider: ProviderSummary
  endpoints: readonly EndpointSummary[]
  /** What a spec is called. */
  specLabel: (spec: SpecId) => string
  onChange: (mode: ProviderMode, endpointId?: string) => void
  /** "Add custom provider…" */
  onAddEndpoint: () => void
  disabled?: boolean | undefined
  size?: 'md' | 'sm' | undefined
  /** Classes of the box that holds the combobox. */
  className?: string | undefined
  /** Leaves the box standing without a combobox, so that rows line up. */
  keepRoom?: boolean | undefined
}

/**
 * The two radios, and for a custom endpoint the combobox "Endpoint". Choosing "Custom endpoint" goes
 * back to the endpoint of before; without one it waits until an endpoint is chosen.
 */
export function ModeSwitch(props: ModeSwitchProps): ReactElement {
  const { provider, endpoints, onChange, onAddEndpoint, disabled, size } = props
  // Shown at once; the provider itself follows once the host was told, or an endpoint was chosen.
  const [wanted, setWanted] = useState<ProviderMode>()
  const [seen, setSeen] = useState(provider.mode)
  if (seen !== provider.mode) {
    setSeen(provider.mode)
    setWanted(undefined)
  }
  const mode = wanted ?? provider.mode
  const showsEndpoint = mode === 'custom-endpoint'
  const known = endpoints.find((endpoint) => endpoint.id === provider.endpointId)

  function changeMode(next: ProviderMode) {
    setWanted(next === provider.mode ? undefined : next)
    if (next === provider.mode) return
    const only = endpoints.length === 1 ? endpoints[0] : undefined
    const endpoint = known ?? only
    if (next === 'official') onChange('official')
    else if (endpoint) onChange('custom-endpoint', endpoint.id)
  }

  return (
    <>
      <SegmentedRadio
        legend="Mode"
        hideLegend
        size={size}
        disabled={disabled}
        value={mode}
        onChange={changeMode}
        options={[
          { value: 'official', label: 'Official API' },
          { value: 'custom-endpoint', label: 'Custom endpoint' },
        ]}
      />
      {showsEndpoint || props.keepRoom ? (
        <div className={props.className}>
          {showsEndpoint ? (
            <Combobox
              label="Endpoint"
              hideLabel
              disabled={disabled}
              options={endpoints.map((endpoint) => createOption(endpoint, props.specLabel))}
              value={known?.id ?? null}
              placeholder="Choose an endpoint"
              emptyText={
                endpoints.length === 0 ? 'No custom provider yet.' : 'No endpoint of that name.'
              }
              onChange={(endpointId) => onChange('custom-endpoint', endpointId)}
              listAction={{
                label: 'Add custom provider…',
                icon: <Plus aria-hidden />,
                onSelect: onAddEndpoint,
              }}
            />
          ) : null}
        </div>
      ) : null}
    </>
  )
}

function createOption(
  endpoint: EndpointSummary,
  specLabel: (spec: SpecId) => string,
): ChoiceOption {
  const failed = endpoint.lastCheck?.ok === false
  const { status, label } = readEndpointStatus(endpoint)
  return {
    value: endpoint.id,
    label: endpoint.name,
    secondary: failed ? 'last check failed' : specLabel(endpoint.spec),
    tone: failed ? 'error' : undefined,
    keywords: endpoint.host,
    icon: <StatusIcon status={status} label={label} />,
  }
}
