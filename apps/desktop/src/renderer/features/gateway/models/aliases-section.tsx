import {
  ActionCell,
  Button,
  EmptyState,
  IconButton,
  Section,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  useToasts,
} from '@patchbay/ui'
import { Pencil, Plus, TriangleAlert, X } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import { gatewayAliasSchema, type RouteResult } from '@patchbay/provider-core/model'
import type { GatewayAliasSummary } from '#contract/gateway-shapes'
import { readErrorInfo, wordError } from '../../../lib/error-words.ts'
import { QueryView } from '../../../lib/query-view.tsx'
import {
  useGatewayAliases,
  useRemoveGatewayAlias,
  useSaveGatewayAlias,
} from '../../../lib/resources/gateway.ts'
import { AliasDialog } from './alias-dialog.tsx'

const heads = [
  { id: 'name', label: 'Name' },
  { id: 'targets', label: 'Sends to' },
  { id: 'fallbacks', label: 'Falls back to' },
  { id: 'actions', label: <span className="ui-sr">Actions</span> },
]

/** Names that the person made, and where they lead. */
export function AliasesSection(): ReactElement {
  const aliases = useGatewayAliases()
  const [edited, setEdited] = useState<{ alias: GatewayAliasSummary | undefined }>()
  return (
    <Section
      title="Aliases"
      hint={aliases.data?.length}
      actions={
        <Button icon={<Plus aria-hidden />} onClick={() => setEdited({ alias: undefined })}>
          New alias
        </Button>
      }
    >
      <QueryView query={aliases} loadingText="Loading the aliases">
        {(all) =>
          all.length === 0 ? (
            <EmptyState title="No aliases yet">
              An alias is a name of your own for one model or several, with fallbacks. Tools keep
              asking for the same name while you change what is behind it.
            </EmptyState>
          ) : (
            <Table density="dense" columns={['22%', undefined, '30%', '72px']} aria-label="Aliases">
              <TableHead heads={heads} />
              <TableBody>
                {all.map((alias) => (
                  <AliasTableRow
                    key={alias.name}
                    alias={alias}
                    onEdit={() => setEdited({ alias })}
                  />
                ))}
              </TableBody>
            </Table>
          )
        }
      </QueryView>
      {edited ? <AliasDialog alias={edited.alias} onClose={() => setEdited(undefined)} /> : null}
    </Section>
  )
}

function AliasTableRow(props: { alias: GatewayAliasSummary; onEdit: () => void }): ReactElement {
  const { alias, onEdit } = props
  const remove = useRemoveAlias()
  return (
    <TableRow aria-label={alias.name} onActivate={onEdit}>
      <TableCell rowHead mono title={alias.name}>
        {alias.name}
      </TableCell>
      <TableCell>
        <RouteWords
          results={alias.targetResults}
          weights={alias.targets.map((target) => target.weight)}
        />
      </TableCell>
      <TableCell weight={alias.fallbacks.length > 0 ? 'soft' : 'faint'}>
        {alias.fallbacks.length > 0 ? <RouteWords results={alias.fallbackResults} /> : '–'}
      </TableCell>
      <ActionCell
        actions={
          <>
            <IconButton size="sm" icon={<Pencil />} label={`Edit ${alias.name}`} onClick={onEdit} />
            <IconButton
              size="sm"
              icon={<X />}
              label={`Remove ${alias.name}`}
              onClick={() => remove(alias)}
            />
          </>
        }
      >
        {null}
      </ActionCell>
    </TableRow>
  )
}

/** "Company proxy: claude-sonnet ×3, Official API: gpt-5"; what leads nowhere is marked with why. */
function RouteWords(props: {
  results: readonly RouteResult[]
  weights?: readonly number[]
}): ReactElement {
  const { results, weights } = props
  return (
    <>
      {results.map((result, index) => {
        const weight = weights && weights.length > 1 ? ` ×${weights[index] ?? 1}` : ''
        const words = result.ok
          ? `${result.route.endpointName}: ${result.route.upstreamModelId}${weight}`
          : result.refusal.message
        return (
          <span key={words} className={result.ok ? undefined : 'ui-tone-error'} title={words}>
            {index > 0 ? ', ' : null}
            {result.ok ? null : <TriangleAlert aria-label="broken" className="inline-block" />}{' '}
            {words}
          </span>
        )
      })}
    </>
  )
}

/** Removes at once, with a way back for ten seconds. */
function useRemoveAlias(): (alias: GatewayAliasSummary) => void {
  const toasts = useToasts()
  const remove = useRemoveGatewayAlias()
  const save = useSaveGatewayAlias()
  const onError = (error: unknown) => toasts.show({ message: wordError(readErrorInfo(error)) })
  return (alias) =>
    remove.mutate(
      { name: alias.name },
      {
        onError,
        onSuccess: () => {
          toasts.show({
            message: `Removed the alias “${alias.name}”.`,
            undo: {
              label: 'Undo',
              onUndo: () => save.mutate({ alias: gatewayAliasSchema.parse(alias) }, { onError }),
            },
          })
        },
      },
    )
}
