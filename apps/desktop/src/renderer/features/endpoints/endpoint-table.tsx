import {
  ActionCell,
  IconButton,
  StatusIcon,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  useToasts,
} from '@patchbay/ui'
import { Copy, Pencil, RefreshCw, Square, Trash2 } from 'lucide-react'
import type { ReactElement } from 'react'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { navigate } from '../../app/location.ts'
import { linkTo } from '../../app/routes.ts'
import { wordProgress } from '../../lib/check-run.ts'
import { readEndpointStatus } from '../../lib/endpoint-status.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { savedCheckKey, useCheckActions, useCheckRun } from '../../lib/resources/checks.ts'
import { useDuplicateEndpoint } from '../../lib/resources/endpoints.ts'
import { wordAge } from '../../lib/time-words.ts'
import { useNow } from '../../lib/use-now.ts'
import { wordUsers } from './removal-words.ts'
import { useRemoval } from './use-removal.tsx'

const heads = [
  { id: 'name', label: 'Name' },
  { id: 'type', label: 'Type' },
  { id: 'host', label: 'Host' },
  { id: 'used', label: 'Used by' },
  { id: 'check', label: 'Last check' },
]

export interface EndpointTableProps {
  endpoints: readonly EndpointSummary[]
  /** Names of the built-in providers by id. */
  providerNames: ReadonlyMap<string, string>
}

/** The custom providers, a row each; Enter on a row opens it. */
export function EndpointTable({ endpoints, providerNames }: EndpointTableProps): ReactElement {
  const removal = useRemoval()
  return (
    <>
      <Table
        density="tall"
        edge
        className="drops-2"
        columns={['140px', '184px', undefined, '92px', '292px']}
        aria-label="Custom providers"
      >
        <TableHead heads={heads} />
        <TableBody>
          {endpoints.map((endpoint) => (
            <EndpointRow
              key={endpoint.id}
              endpoint={endpoint}
              usedBy={wordUsers(
                endpoint.usedBy.map((id) => providerNames.get(id) ?? id),
                endpoint.usedByAliases,
              )}
              onRemove={() => removal.remove(endpoint)}
            />
          ))}
        </TableBody>
      </Table>
      {removal.dialog}
    </>
  )
}

function EndpointRow(props: {
  endpoint: EndpointSummary
  /** In words; empty when nothing does. */
  usedBy: string
  onRemove: () => void
}): ReactElement {
  const { endpoint, usedBy, onRemove } = props
  const { id, name } = endpoint
  const toasts = useToasts()
  const duplicate = useDuplicateEndpoint()
  const { start, stop } = useCheckActions()
  const key = savedCheckKey(id)
  const run = useCheckRun(key)
  const running = run?.state === 'running'
  const edit = () => navigate(linkTo.endpointEdit(id))

  return (
    <TableRow onActivate={edit}>
      <TableCell rowHead title={name}>
        {name}
      </TableCell>
      <TableCell small weight="soft">
        {getSpec(endpoint.spec).label}
      </TableCell>
      <TableCell mono title={endpoint.host}>
        {endpoint.host}
      </TableCell>
      <TableCell weight={usedBy === '' ? 'faint' : 'normal'} title={usedBy}>
        {usedBy === '' ? 'None' : usedBy}
      </TableCell>
      <ActionCell
        keepsRest
        actions={
          <>
            <IconButton
              size="sm"
              variant="default"
              icon={<Pencil />}
              label={`Edit ${name}`}
              onClick={edit}
            />
            {running ? (
              <IconButton
                size="sm"
                variant="default"
                icon={<Square />}
                label={`Stop checking ${name}`}
                onClick={() => stop(key)}
              />
            ) : (
              <IconButton
                size="sm"
                variant="default"
                icon={<RefreshCw />}
                label={`Check ${name}`}
                onClick={() => start(key, { id })}
              />
            )}
            <IconButton
              size="sm"
              variant="default"
              icon={<Copy />}
              label={`Duplicate ${name}`}
              onClick={() =>
                duplicate.mutate(
                  { id },
                  {
                    onError: (error) => toasts.show({ message: wordError(readErrorInfo(error)) }),
                  },
                )
              }
            />
            <IconButton
              size="sm"
              variant="danger"
              className="is-edged"
              icon={<Trash2 />}
              label={`Delete ${name}`}
              onClick={onRemove}
            />
          </>
        }
      >
        <LastCheck endpoint={endpoint} progress={running ? wordProgress(run) : undefined} />
      </ActionCell>
    </TableRow>
  )
}

function LastCheck(props: {
  endpoint: EndpointSummary
  progress: string | undefined
}): ReactElement {
  const { endpoint, progress } = props
  const { lastCheck } = endpoint
  const now = useNow()
  const { status } = readEndpointStatus(endpoint)
  return (
    <span className="ui-line" role="status">
      {progress === undefined ? (
        <>
          <StatusIcon status={status} className={lastCheck ? undefined : 'ui-faint'} />
          <span className={lastCheck ? 'ui-cut' : 'ui-cut ui-faint'} title={lastCheck?.summary}>
            {lastCheck?.summary ?? 'Not checked yet'}
          </span>
          {lastCheck ? (
            <span className="ui-faint ui-small ui-num ui-push">{wordAge(lastCheck.at, now)}</span>
          ) : null}
        </>
      ) : (
        <>
          <StatusIcon status="running" />
          {progress}
        </>
      )}
    </span>
  )
}
