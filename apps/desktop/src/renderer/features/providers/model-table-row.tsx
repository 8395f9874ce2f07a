import { LinkButton, StatusIcon, TableCell, TableRow, useToasts } from '@patchbay/ui'
import { TriangleAlert } from 'lucide-react'
import type { ReactElement } from 'react'
import type { EndpointSummary, ProviderSummary, RouteRefusal } from '@patchbay/provider-core/model'
import { dialectLabel } from '../../lib/dialect-words.ts'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useAddMapping } from '../../lib/resources/endpoints.ts'
import type { ModelRow } from '#contract/shapes'

export interface ModelTableRowProps {
  row: ModelRow
  providers: readonly ProviderSummary[]
  endpoints: readonly EndpointSummary[]
}

/** A model: where it goes and as what, or why it goes nowhere and the mapping that would mend it. */
export function ModelTableRow({ row, providers, endpoints }: ModelTableRowProps): ReactElement {
  const { result } = row
  return (
    <TableRow>
      <TableCell mono title={row.name ?? row.modelId}>
        {row.modelId}
      </TableCell>
      {result.ok ? (
        <>
          <TableCell weight={row.mode === 'official' ? 'soft' : 'normal'}>
            <span className="ui-line">
              <span className="ui-cut">{result.route.endpointName}</span>
              {row.lastCheckFailed === undefined ? null : (
                <StatusIcon status="error" label={`last check failed: ${row.lastCheckFailed}`} />
              )}
            </span>
          </TableCell>
          {row.notListed ? (
            <TableCell colSpan={2} small tone="warn">
              <span className="ui-line">
                <TriangleAlert aria-hidden />
                Not in the endpoint’s list
              </span>
            </TableCell>
          ) : (
            <>
              {result.route.mapped ? (
                <TableCell mono title={result.route.upstreamModelId}>
                  {result.route.upstreamModelId}
                </TableCell>
              ) : (
                <TableCell weight="faint">same id</TableCell>
              )}
              <TableCell small weight="faint">
                {dialectLabel(result.route.dialect)}
              </TableCell>
            </>
          )}
        </>
      ) : (
        <RefusalCell
          refusal={result.refusal}
          endpoint={endpoints.find((one) => one.id === endpointIdOf(row, providers))}
        />
      )}
    </TableRow>
  )
}

function endpointIdOf(row: ModelRow, providers: readonly ProviderSummary[]): string | undefined {
  if ('endpointId' in row.address) return row.address.endpointId
  return providers.find((provider) => provider.id === row.providerId)?.endpointId
}

function RefusalCell(props: {
  refusal: RouteRefusal
  endpoint: EndpointSummary | undefined
}): ReactElement {
  const { refusal, endpoint } = props
  const toasts = useToasts()
  const add = useAddMapping()
  const mapping = refusal.suggestedMapping
  return (
    <TableCell colSpan={3} small tone="warn" title={refusal.message}>
      <span className="ui-line">
        <TriangleAlert aria-hidden />
        <span className="ui-cut">{refusal.message}</span>
        {mapping && endpoint ? (
          <LinkButton
            className="flex-none"
            title={`Add ${mapping.from} → ${mapping.to} to ${endpoint.name}`}
            onClick={() =>
              add.mutate(
                { endpoint, ...mapping },
                {
                  onSuccess: () =>
                    toasts.show({
                      message: `${mapping.from} is sent as ${mapping.to}.`,
                      seconds: 6,
                    }),
                  onError: (error) => toasts.show({ message: wordError(readErrorInfo(error)) }),
                },
              )
            }
          >
            Map to {mapping.to}
          </LinkButton>
        ) : null}
      </span>
    </TableCell>
  )
}
