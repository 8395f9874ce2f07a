import { Pane, Stage, TabPanel, Tabs } from '@patchbay/ui'
import { useCallback, useState, type ReactElement } from 'react'
import { QueryView } from '../../lib/query-view.tsx'
import { useGatewayRequests, useGatewayStatus } from '../../lib/resources/gateway.ts'
import { GatewayHead } from './gateway-head.tsx'
import { changeGatewayView, useGatewayView } from './gateway-view.ts'
import { KeysPanel } from './keys/keys-panel.tsx'
import { ModelsPanel } from './models/models-panel.tsx'
import { OverviewPanel } from './overview-panel.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import { RequestInspector } from './requests/request-inspector.tsx'
import { SettingsPanel } from './settings-panel.tsx'
import { UsagePanel } from './usage/usage-panel.tsx'

const panel = 'min-h-0 h-full'

/** The gateway: whether it runs, how tools reach it, what it serves, and what they ask for. */
export function GatewayScreen(): ReactElement {
  const status = useGatewayStatus()
  const requests = useGatewayRequests()
  const tab = useGatewayView((view) => view.tab)
  const [selectedId, setSelectedId] = useState<string>()
  const selected =
    tab === 'overview' ? requests?.find((request) => request.id === selectedId) : undefined

  const close = useCallback(() => {
    const id = selectedId
    setSelectedId(undefined)
    if (id !== undefined) {
      document.querySelector<HTMLElement>(`[data-request="${CSS.escape(id)}"]`)?.focus()
    }
  }, [selectedId])

  return (
    <Stage
      inspector={
        selected && status.data ? (
          <RequestInspector
            key={selected.id}
            request={selected}
            keepBodies={status.data.settings.keepBodies}
            onClose={close}
          />
        ) : undefined
      }
    >
      <Tabs value={tab} onChange={(next) => changeGatewayView({ tab: next })}>
        <Pane aria-labelledby="page">
          <GatewayHead status={status.data} />
          <QueryView query={status} loadingText="Loading the gateway">
            {(data) => (
              <div className="grid min-h-0 grid-cols-[minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)]">
                <div>
                  <ProblemNotice status={data} />
                </div>
                <TabPanel value="overview" className={panel}>
                  <OverviewPanel
                    status={data}
                    requests={requests}
                    selectedId={selected?.id}
                    onSelect={setSelectedId}
                  />
                </TabPanel>
                <TabPanel value="models" className={panel}>
                  <ModelsPanel />
                </TabPanel>
                <TabPanel value="keys" className={panel}>
                  <KeysPanel requests={requests ?? []} />
                </TabPanel>
                <TabPanel value="usage" className={panel}>
                  <UsagePanel />
                </TabPanel>
                <TabPanel value="settings" className={panel}>
                  <SettingsPanel status={data} logged={requests?.length ?? 0} />
                </TabPanel>
              </div>
            )}
          </QueryView>
        </Pane>
      </Tabs>
    </Stage>
  )
}
