import { Button, Combobox, Menu, TabList, Tabs } from '@patchbay/ui'
import { ChevronDown } from 'lucide-react'
import { useId, useMemo, type ReactElement } from 'react'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import { useGatewayModels } from '../../../lib/resources/gateway.ts'
import { useMedia } from '../../../lib/use-media.ts'
import { changeGatewayView, useGatewayView } from '../gateway-view.ts'
import { chooseSetupModel } from './choose-model.ts'
import { SetupSnippets } from './setup-snippets.tsx'
import { pinnedTools, setupTools } from './tools.ts'

const pinnedWhenNarrow = 2

export interface SetupSectionProps {
  address: string
  mainKey: GatewayKeySummary | undefined
}

/** What to paste where, for each tool, with this address and a name that the gateway serves. */
export function SetupSection({ address, mainKey }: SetupSectionProps): ReactElement {
  const headingId = useId()
  const models = useGatewayModels().data
  const toolId = useGatewayView((view) => view.toolId)
  const chosen = useGatewayView((view) => view.model)
  const model = chooseSetupModel(models ?? [], chosen)
  const tool = setupTools.find((one) => one.id === toolId) ?? setupTools[0]
  const options = useMemo(
    () =>
      (models ?? []).map((one) => ({
        value: one.name,
        label: one.name,
        group: one.groupName,
        secondary: one.result.ok ? one.result.route.endpointName : 'leads nowhere',
        tone: one.result.ok ? undefined : ('error' as const),
      })),
    [models],
  )
  return (
    <section aria-labelledby={headingId} className="px-5 pt-5">
      <Tabs value={toolId} onChange={(next) => changeGatewayView({ toolId: next })}>
        <div className="ui-section-head">
          <h2 id={headingId} className="ui-grow">
            Set up a tool
          </h2>
          <ToolTabs toolId={toolId} />
        </div>
        {tool ? (
          <SetupSnippets
            tool={tool}
            address={address}
            model={model}
            mainKey={mainKey}
            picker={
              <Combobox
                label="Model"
                hideLabel
                mono
                value={model ?? null}
                options={options}
                placeholder="No model yet"
                emptyText="No name has these words."
                moreText="More match. Type further."
                onChange={(next) => changeGatewayView({ model: next })}
              />
            }
          />
        ) : null}
      </Tabs>
    </section>
  )
}

/** The tools most people use, the chosen one, and the others behind a menu. */
function ToolTabs({ toolId }: { toolId: string }): ReactElement {
  const narrow = useMedia('(max-width: 1099px)')
  const pinned = narrow ? pinnedTools.slice(0, pinnedWhenNarrow) : pinnedTools
  const shown = pinned.includes(toolId) ? pinned : [...pinned, toolId]
  const tabs = setupTools
    .filter((tool) => shown.includes(tool.id))
    .toSorted((a, b) => shown.indexOf(a.id) - shown.indexOf(b.id))
    .map((tool) => ({ value: tool.id, label: tool.label }))
  const others = setupTools.filter((tool) => !shown.includes(tool.id))
  return (
    <>
      <TabList label="Tool" size="md" tabs={tabs} className="min-w-0 shrink overflow-hidden" />
      <Menu
        label="Other tools"
        trigger={
          <Button variant="ghost" size="sm" className="shrink-0">
            More tools
            <ChevronDown aria-hidden />
          </Button>
        }
        items={others.map((tool, index) => ({
          label: tool.label,
          separated: index > 0 && tool.group !== others[index - 1]?.group,
          onSelect: () => changeGatewayView({ toolId: tool.id }),
        }))}
      />
    </>
  )
}
