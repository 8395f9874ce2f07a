import { Badge, Spinner, TableCell, TableRow } from '@patchbay/ui'
import { memo, type ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import { wordClock, wordDuration } from '../../../lib/time-words.ts'
import { isOfficial, readRequestStatus, wordDestination, wordOperation } from './request-words.ts'

export interface RequestRowProps {
  request: GatewayRequest
  selected: boolean
  /** Takes Tab. */
  active: boolean
  onFocus: (id: string) => void
  onOpen: (id: string) => void
}

/** One request of the table; drawn again only when it changed. */
export const RequestRow = memo(function RequestRow(props: RequestRowProps): ReactElement {
  const { request, selected, active, onFocus, onOpen } = props
  const time = wordClock(request.at)
  const quiet = !request.route || isOfficial(request)
  return (
    <TableRow
      data-request={request.id}
      aria-label={`${time} ${request.model ?? request.path}`}
      selected={selected}
      tabIndex={active ? 0 : -1}
      onFocus={() => onFocus(request.id)}
      onActivate={() => onOpen(request.id)}
    >
      <TableCell weight="soft" className="ui-num">
        {time}
      </TableCell>
      <TableCell middle>
        <RequestState request={request} />
      </TableCell>
      <TableCell weight="soft" title={request.from}>
        {request.from}
      </TableCell>
      <ModelCell request={request} />
      <TableCell weight={quiet ? 'soft' : 'normal'} title={wordDestination(request)}>
        {wordDestination(request)}
      </TableCell>
      <TableCell numeric weight={request.firstByteMs === undefined ? 'faint' : 'normal'}>
        {request.firstByteMs === undefined ? '–' : wordDuration(request.firstByteMs)}
      </TableCell>
      <TableCell numeric weight={request.totalMs === undefined ? 'faint' : 'normal'}>
        {request.totalMs === undefined ? '…' : wordDuration(request.totalMs)}
      </TableCell>
    </TableRow>
  )
})

/** The model as the tool named it; without one, what it asked for. */
function ModelCell({ request }: { request: GatewayRequest }): ReactElement {
  const { model, operation, path } = request
  if (model !== undefined) {
    return (
      <TableCell mono title={model}>
        <ModelName name={model} />
      </TableCell>
    )
  }
  const words = operation ? wordOperation(operation) : path
  return (
    <TableCell weight="faint" title={path}>
      {words}
    </TableCell>
  )
}

/** Where there is no room, what stands before the first slash goes first: "Sent to" says it too. */
function ModelName({ name }: { name: string }): ReactElement {
  const cut = name.indexOf('/') + 1
  return (
    <span className="flex min-w-0">
      {cut > 0 ? <span className="ui-soft ui-cut">{name.slice(0, cut)}</span> : null}
      <span className="ui-cut max-w-full shrink-0">{name.slice(cut)}</span>
    </span>
  )
}

/** A badge, or a spinner while it runs. */
export function RequestState({ request }: { request: GatewayRequest }): ReactElement {
  const status = readRequestStatus(request)
  if (!status) {
    return (
      <span className="ui-line">
        <Spinner label={request.stream ? 'streaming' : 'running'} />
      </span>
    )
  }
  return (
    <Badge tone={status.tone} title={status.label}>
      {status.text}
    </Badge>
  )
}
