import { Badge, Button, PaneHead, PaneTitle, TabList, useToasts } from '@patchbay/ui'
import { Play, Square } from 'lucide-react'
import type { ReactElement } from 'react'
import type { GatewayStatus } from '#contract/gateway-shapes'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useStartGateway, useStopGateway } from '../../lib/resources/gateway.ts'
import type { GatewayTab } from './gateway-view.ts'

const tabs: readonly { value: GatewayTab; label: string }[] = [
  { value: 'overview', label: 'Overview' },
  { value: 'models', label: 'Models' },
  { value: 'keys', label: 'Keys' },
  { value: 'usage', label: 'Usage' },
  { value: 'settings', label: 'Settings' },
]

/** Name, state, the parts of the screen, and the switch. */
export function GatewayHead({ status }: { status: GatewayStatus | undefined }): ReactElement {
  return (
    <PaneHead>
      <PaneTitle id="page" beside={<GatewayState status={status} />}>
        Gateway
      </PaneTitle>
      <TabList label="Part of the gateway" tabs={tabs} className="shrink-0 [&>button]:px-1.5" />
      <GatewaySwitch running={status?.state === 'running'} ready={status !== undefined} />
    </PaneHead>
  )
}

/** "Running since 09:12, on this machine only"; announced when it changes. */
function GatewayState({ status }: { status: GatewayStatus | undefined }): ReactElement {
  return (
    <span role="status" className="ui-pair flex-1">
      {status?.state === 'running' ? (
        <>
          <Badge tone="ok">Running</Badge>{' '}
          <span className="ui-hint ui-num ui-cut">
            {status.since === undefined ? '' : `since ${wordTime(status.since)}, `}
            on this machine only
          </span>
        </>
      ) : status ? (
        <Badge tone={status.problem === undefined ? 'neutral' : 'error'}>Stopped</Badge>
      ) : null}
    </span>
  )
}

function GatewaySwitch({ running, ready }: { running: boolean; ready: boolean }): ReactElement {
  const start = useStartGateway()
  const stop = useStopGateway()
  const toasts = useToasts()
  const onError = (error: unknown) => toasts.show({ message: wordError(readErrorInfo(error)) })
  return running ? (
    <Button
      icon={<Square />}
      loading={stop.isPending}
      onClick={() => stop.mutate(undefined, { onError })}
    >
      Stop
    </Button>
  ) : (
    <Button
      variant="primary"
      icon={<Play />}
      disabled={!ready}
      loading={start.isPending}
      onClick={() => start.mutate(undefined, { onError })}
    >
      Start
    </Button>
  )
}

/** "09:12". */
function wordTime(iso: string): string {
  return new Date(iso).toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
}
