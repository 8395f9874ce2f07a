import { GroupRow, LinkButton, Mark, useToasts } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { EndpointSummary, ProviderSummary } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { navigate } from '../../app/location.ts'
import { linkTo } from '../../app/routes.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { ModeSwitch } from '../../lib/mode-switch.tsx'
import { useAppInfo } from '../../lib/resources/app.ts'
import { useSetProviderMode } from '../../lib/resources/providers.ts'
import { wordCount } from '../../lib/time-words.ts'
import { KeyDialog } from './key-dialog.tsx'

export interface ProviderRowProps {
  provider: ProviderSummary
  endpoints: readonly EndpointSummary[]
}

/** One provider: its mode and, for a custom endpoint, which. */
export function ProviderRow({ provider, endpoints }: ProviderRowProps): ReactElement {
  const toasts = useToasts()
  const setMode = useSetProviderMode()
  return (
    <GroupRow
      role="group"
      aria-label={provider.name}
      leading={<Mark>{provider.name.charAt(0).toUpperCase()}</Mark>}
      title={provider.name}
      detail={<Detail provider={provider} />}
    >
      <ModeSwitch
        provider={provider}
        endpoints={endpoints}
        specLabel={(spec) => getSpec(spec).label}
        className="ui-row-slot"
        keepRoom
        onAddEndpoint={() => navigate(linkTo.endpointNewFor(provider.id))}
        onChange={(mode, endpointId) =>
          setMode.mutate(
            { providerId: provider.id, mode, endpointId },
            { onError: (error) => toasts.show({ message: wordError(readErrorInfo(error)) }) },
          )
        }
      />
    </GroupRow>
  )
}

function Detail({ provider }: { provider: ProviderSummary }): ReactElement {
  const vault = useAppInfo().data?.vault
  const [editing, setEditing] = useState(false)
  if (provider.mode === 'custom-endpoint') {
    return (
      <>
        {wordCount(provider.modelCount, 'model')}, {provider.mappedCount} mapped
      </>
    )
  }
  const place =
    vault?.kind === 'memory' ? 'Key for this session' : `Key in ${vault?.name ?? 'the vault'}`
  return (
    <>
      <span className="flex min-w-0 gap-1">
        <span className="ui-cut">{provider.savedKey ? place : 'No key yet.'}</span>
        <LinkButton
          className="flex-none"
          aria-label={`${provider.savedKey ? 'Change' : 'Add'} key of ${provider.name}`}
          onClick={() => setEditing(true)}
        >
          {provider.savedKey ? 'Change' : 'Add key'}
        </LinkButton>
      </span>
      {editing ? <KeyDialog provider={provider} onClose={() => setEditing(false)} /> : null}
    </>
  )
}
