import { PaneHead, useToasts } from '@patchbay/ui'
import { useMemo, type ReactElement } from 'react'
import { useLocation } from 'wouter'
import type { EndpointSummary, ProviderSummary } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import type { ModelRow } from '#contract/shapes'
import { linkTo } from '../../app/routes.ts'
import type { ChosenModel } from '../../lib/chat-drafts.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { modelKey } from '../../lib/model-key.ts'
import { ModeSwitch } from '../../lib/mode-switch.tsx'
import { useEndpoints } from '../../lib/resources/endpoints.ts'
import { useModels, useRoute } from '../../lib/resources/models.ts'
import { useProviders, useSetProviderMode } from '../../lib/resources/providers.ts'
import { ModelPicker } from './model-picker.tsx'
import { wordRoute } from './picker-entries.ts'

export interface ChatHeadProps {
  title: string
  model: ChosenModel | undefined
  picking: boolean
  onPicking: (open: boolean) => void
  onChoose: (model: ChosenModel) => void
}

// Stable while nothing is loaded, so that the picker's rows are not listed again.
const noProviders: ProviderSummary[] = []
const noEndpoints: EndpointSummary[] = []
const noRows: ModelRow[] = []

/** The model with its route, and the mode of its provider. */
export function ChatHead(props: ChatHeadProps): ReactElement {
  const { title, model, picking, onPicking, onChoose } = props
  const [, navigate] = useLocation()
  const rows = useModels().data
  const providers = useProviders().data ?? noProviders
  const endpoints = useEndpoints().data ?? noEndpoints
  const setMode = useSetProviderMode()
  const toasts = useToasts()
  const key = model && modelKey(model.address)
  const row = useMemo(() => rows?.find((one) => modelKey(one.address) === key), [rows, key])
  const route = useRoute(row ? undefined : model?.address, model?.asTyped ?? false).data
  const address = model?.address
  const providerId = address && 'providerId' in address ? address.providerId : undefined
  const provider = providers.find((one) => one.id === providerId)

  function wordGoal(): string | undefined {
    if (row) return row.result.ok ? row.result.route.endpointName : wordRoute(row, true).text
    if (!route) return undefined
    return route.ok ? `${route.route.endpointName}, unverified` : 'no route'
  }

  return (
    <PaneHead>
      <h1 id="chat-title" className="ui-sr">
        {title}
      </h1>
      <ModelPicker
        rows={rows ?? noRows}
        providers={providers}
        endpoints={endpoints}
        chosen={model}
        routeName={wordGoal()}
        open={picking}
        onOpenChange={onPicking}
        onChoose={onChoose}
      />
      {provider ? (
        <div className="ui-push flex min-w-0 flex-none items-center gap-2">
          <ModeSwitch
            provider={provider}
            endpoints={endpoints}
            specLabel={(spec) => getSpec(spec).label}
            className="w-42 max-wide:w-32"
            onChange={(mode, endpointId) =>
              setMode.mutate(
                { providerId: provider.id, mode, ...(endpointId ? { endpointId } : {}) },
                { onError: (error) => toasts.show({ message: wordError(readErrorInfo(error)) }) },
              )
            }
            onAddEndpoint={() => navigate(linkTo.endpointNewFor(provider.id))}
          />
        </div>
      ) : null}
    </PaneHead>
  )
}
