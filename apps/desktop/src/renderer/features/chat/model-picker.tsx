import { Button, Popover } from '@patchbay/ui'
import { ArrowRight, ChevronsUpDown } from 'lucide-react'
import { useMemo, type ReactElement } from 'react'
import type { EndpointSummary, ProviderSummary } from '@patchbay/provider-core/model'
import type { ModelRow } from '#contract/shapes'
import type { ChosenModel } from '../../lib/chat-drafts.ts'
import { ModelList } from './model-list.tsx'

export interface ModelPickerProps {
  rows: readonly ModelRow[]
  providers: readonly ProviderSummary[]
  endpoints: readonly EndpointSummary[]
  chosen: ChosenModel | undefined
  /** Where the chosen model goes now. */
  routeName: string | undefined
  open: boolean
  onOpenChange: (open: boolean) => void
  onChoose: (model: ChosenModel) => void
}

/** The button "Model: …" and the list of every model behind it. */
export function ModelPicker(props: ModelPickerProps): ReactElement {
  const { rows, providers, endpoints, chosen, routeName, open, onOpenChange, onChoose } = props
  const current = chosen?.address
  const context = useMemo(
    () => ({ providers, endpoints, current }),
    [providers, endpoints, current],
  )
  return (
    <Popover
      label="Choose a model"
      open={open}
      onOpenChange={onOpenChange}
      className="flex w-105 flex-col gap-1 p-1"
      trigger={
        <Button className="ui-picker min-w-0 shrink">
          <span className="ui-sr">Model: </span>
          {chosen ? (
            <>
              <span className="ui-code ui-cut">{chosen.address.modelId}</span>
              {routeName === undefined ? null : (
                <>
                  <ArrowRight aria-hidden />
                  <span className="ui-soft ui-cut shrink-[9] font-normal">{routeName}</span>
                </>
              )}
            </>
          ) : (
            <span className="ui-soft">Choose a model</span>
          )}
          <ChevronsUpDown aria-hidden />
        </Button>
      }
    >
      <ModelList
        rows={rows}
        context={context}
        chosen={chosen?.address}
        onChoose={(model) => {
          onOpenChange(false)
          onChoose(model)
        }}
      />
    </Popover>
  )
}
