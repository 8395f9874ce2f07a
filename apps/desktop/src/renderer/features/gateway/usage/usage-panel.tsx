import {
  BarChart,
  EmptyState,
  PaneScroll,
  Section,
  SegmentedRadio,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@patchbay/ui'
import { ChartColumn } from 'lucide-react'
import { useMemo, useState, type ReactElement } from 'react'
import type { GatewayUsageRow } from '#contract/gateway-shapes'
import { QueryView } from '../../../lib/query-view.tsx'
import { useGatewayUsage } from '../../../lib/resources/gateway.ts'
import { wordCount } from '../../../lib/time-words.ts'
import { wordCost } from '../requests/request-facts.ts'
import { useTick } from '../use-tick.ts'
import { sumByDay, sumByModel, sumUsage, type DayUsage, type UsageSum } from './usage-sums.ts'

const amount = new Intl.NumberFormat('en')
const pace = 60_000
type Span = '7' | '30'

const heads = [
  { id: 'model', label: 'Model' },
  { id: 'endpoint', label: 'Sent to' },
  { id: 'requests', label: 'Requests', numeric: true },
  { id: 'failed', label: 'Failed', numeric: true },
  { id: 'in', label: 'Tokens in', numeric: true },
  { id: 'out', label: 'Tokens out', numeric: true },
  { id: 'cost', label: 'Cost', numeric: true },
]

/** What was used, by day and by model. */
export function UsagePanel(): ReactElement {
  const [span, setSpan] = useState<Span>('7')
  const usage = useGatewayUsage(Number(span))
  return (
    <PaneScroll className="h-full">
      <Section
        title="Usage"
        hint={usage.data ? wordSum(sumUsage(usage.data)) : undefined}
        actions={
          <SegmentedRadio
            legend="Days"
            hideLegend
            value={span}
            options={[
              { value: '7', label: 'Last 7 days' },
              { value: '30', label: 'Last 30 days' },
            ]}
            onChange={setSpan}
          />
        }
      >
        <QueryView query={usage} loadingText="Loading the usage">
          {(rows) =>
            rows.length === 0 ? (
              <EmptyState icon={<ChartColumn aria-hidden />} title="Nothing was used yet">
                Requests of the last {span} days are counted here, by day and by model. Nothing of
                what they say is kept for it.
              </EmptyState>
            ) : (
              <UsageFigures rows={rows} days={Number(span)} />
            )
          }
        </QueryView>
      </Section>
    </PaneScroll>
  )
}

function UsageFigures(props: { rows: readonly GatewayUsageRow[]; days: number }): ReactElement {
  const { rows, days } = props
  const now = useTick(pace)
  const byDay = useMemo(() => sumByDay(rows, days, now), [rows, days, now])
  const byModel = useMemo(() => sumByModel(rows), [rows])
  const most = Math.max(...byDay.map((day) => day.requests))
  return (
    <>
      <BarChart
        className="mb-4"
        label={`Requests a day, last ${days} days: 0 to ${most}`}
        bars={byDay.map((day, index) => ({
          id: day.day,
          caption: days <= 7 || (byDay.length - 1 - index) % 5 === 0 ? wordDay(day) : '',
          value: day.requests,
          failed: day.failed,
          title: `${wordDay(day)}: ${wordSum(day)}`,
        }))}
      />
      <Table
        density="dense"
        columns={[undefined, '20%', '80px', '64px', '96px', '96px', '72px']}
        dropNarrow={[2]}
        aria-label="Usage by model"
      >
        <TableHead heads={heads} />
        <TableBody>
          {byModel.map((one) => (
            <TableRow key={`${one.model} ${one.endpointName}`}>
              <TableCell rowHead mono title={one.model}>
                {one.model}
              </TableCell>
              <TableCell weight="soft" title={one.endpointName}>
                {one.endpointName}
              </TableCell>
              <TableCell numeric>{amount.format(one.requests)}</TableCell>
              <TableCell
                numeric
                tone={one.failed > 0 ? 'error' : 'neutral'}
                weight={one.failed > 0 ? 'normal' : 'faint'}
              >
                {amount.format(one.failed)}
              </TableCell>
              <TableCell numeric>{amount.format(one.inputTokens)}</TableCell>
              <TableCell numeric>{amount.format(one.outputTokens)}</TableCell>
              <TableCell numeric weight={one.cost === undefined ? 'faint' : 'normal'}>
                {one.cost === undefined ? '–' : wordCost(one.cost)}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      <p className="ui-hint mt-2">Cost is shown where the server reported it.</p>
    </>
  )
}

function wordDay({ day }: DayUsage): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
  })
}

function wordSum(sum: UsageSum): string {
  const parts = [wordCount(sum.requests, 'request')]
  if (sum.failed > 0) parts.push(`${amount.format(sum.failed)} failed`)
  parts.push(`${amount.format(sum.inputTokens + sum.outputTokens)} tokens`)
  if (sum.cost !== undefined) parts.push(wordCost(sum.cost))
  return parts.join(', ')
}
