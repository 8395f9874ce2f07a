import {
  Badge,
  Button,
  EmptyState,
  Menu,
  PaneScroll,
  Section,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@patchbay/ui'
import { KeyRound, Plus } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import { QueryView } from '../../../lib/query-view.tsx'
import { useGatewayKeys } from '../../../lib/resources/gateway.ts'
import { wordAge } from '../../../lib/time-words.ts'
import { useNow } from '../../../lib/use-now.ts'
import { GatewayKeyDialog } from './key-dialog.tsx'
import { KeyValue } from './key-value.tsx'
import { useKeyQuestions, type KeyQuestions } from './use-key-questions.tsx'

const heads = [
  { id: 'name', label: 'Name' },
  { id: 'value', label: 'Key' },
  { id: 'models', label: 'Models' },
  { id: 'created', label: 'Created' },
  { id: 'used', label: 'Last used' },
  { id: 'actions', label: <span className="ui-sr">Actions</span> },
]

/** Every gateway key: made, named, limited, rotated and revoked here. */
export function KeysPanel({ requests }: { requests: readonly GatewayRequest[] }): ReactElement {
  const keys = useGatewayKeys()
  const questions = useKeyQuestions(requests)
  const [edited, setEdited] = useState<{ key: GatewayKeySummary | undefined }>()
  const add = (
    <Button icon={<Plus aria-hidden />} onClick={() => setEdited({ key: undefined })}>
      New key
    </Button>
  )
  return (
    <PaneScroll className="h-full">
      <Section title="Keys" hint={keys.data?.length} actions={add}>
        <QueryView query={keys} loadingText="Loading the keys">
          {(all) =>
            all.length === 0 ? (
              <EmptyState icon={<KeyRound aria-hidden />} title="No keys yet">
                The first start of the gateway makes one. A key for each tool shows who asks for
                what, and can be taken back alone.
              </EmptyState>
            ) : (
              <Table
                density="tall"
                columns={['20%', '296px', undefined, '80px', '80px', '52px']}
                dropNarrow={[4]}
                aria-label="Keys"
              >
                <TableHead heads={heads} />
                <TableBody>
                  {all.map((key) => (
                    <KeyRow
                      key={key.id}
                      gatewayKey={key}
                      ask={questions.ask}
                      onEdit={() => setEdited({ key })}
                    />
                  ))}
                </TableBody>
              </Table>
            )
          }
        </QueryView>
        <p className="ui-hint mt-3">
          Tools may send a key as a Bearer token, as x-api-key, api-key or x-goog-api-key, or as
          ?key=.
        </p>
      </Section>
      {edited ? (
        <GatewayKeyDialog gatewayKey={edited.key} onClose={() => setEdited(undefined)} />
      ) : null}
      {questions.dialog}
    </PaneScroll>
  )
}

interface KeyRowProps {
  gatewayKey: GatewayKeySummary
  ask: KeyQuestions['ask']
  onEdit: () => void
}

function KeyRow({ gatewayKey, ask, onEdit }: KeyRowProps): ReactElement {
  const { name, models, createdAt, lastUsedAt, saved } = gatewayKey
  const now = useNow()
  return (
    <TableRow aria-label={name}>
      <TableCell rowHead middle title={name}>
        {name} {saved ? null : <Badge tone="error">no value</Badge>}
      </TableCell>
      <TableCell middle className="py-1.5">
        <KeyValue gatewayKey={gatewayKey} label={`key ${name}`} />
      </TableCell>
      <TableCell
        middle
        mono={models !== undefined}
        weight={models ? 'normal' : 'soft'}
        title={models?.join(', ')}
      >
        {models ? models.join(', ') : 'every model'}
      </TableCell>
      <TableCell
        middle
        weight="soft"
        className="ui-num"
        title={new Date(createdAt).toLocaleString()}
      >
        {wordAge(createdAt, now)}
      </TableCell>
      <TableCell
        middle
        weight={lastUsedAt === undefined ? 'faint' : 'soft'}
        className="ui-num"
        title={lastUsedAt === undefined ? undefined : new Date(lastUsedAt).toLocaleString()}
      >
        {lastUsedAt === undefined ? 'never' : wordAge(lastUsedAt, now)}
      </TableCell>
      <TableCell middle>
        <Menu
          label={`Actions for ${name}`}
          items={[
            { label: 'Rename or limit…', onSelect: onEdit },
            { label: 'Rotate…', onSelect: () => ask('rotate', gatewayKey) },
            {
              label: 'Revoke…',
              tone: 'danger',
              separated: true,
              onSelect: () => ask('revoke', gatewayKey),
            },
          ]}
        />
      </TableCell>
    </TableRow>
  )
}
