import { Badge, Disclosure, SearchField, SegmentedRadio, type Tone } from '@patchbay/ui'
import { useMemo, useState, type ReactElement } from 'react'
import type { Outcome, ReportLine } from '#contract/data-shapes'
import { outcomeLabels } from './import-words.ts'
import { LongList } from './long-list.tsx'

/** What has to be looked at first, first. */
const order: readonly Outcome[] = ['by-hand', 'unsupported', 'approximate', 'exact']
const tones: Record<Outcome, Tone> = {
  'by-hand': 'warn',
  unsupported: 'warn',
  approximate: 'info',
  exact: 'ok',
}

export interface ReportListProps {
  report: readonly ReportLine[]
  /** Whether it starts open. */
  open?: boolean | undefined
}

/** What became of every path of a file: to be searched, what was taken exactly folded away at first. */
export function ReportList({ report, open = true }: ReportListProps): ReactElement | null {
  const counts = useMemo(() => countLines(report), [report])
  const [shown, setShown] = useState<Outcome | 'notable'>('notable')
  const [search, setSearch] = useState('')
  const lines = useMemo(() => selectLines(report, shown, search), [report, shown, search])
  const notable = report.length - counts.exact
  if (report.length === 0) return null
  return (
    <Disclosure
      summary="Report"
      hint={`${notable} to look at, ${counts.exact} taken exactly`}
      open={open}
    >
      <div className="grid gap-2">
        <SegmentedRadio
          className="justify-self-start"
          legend="Show"
          hideLegend
          size="sm"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'notable', label: `To look at ${notable}` },
            ...order.map((outcome) => ({
              value: outcome,
              label: `${outcomeLabels[outcome]} ${counts[outcome]}`,
              disabled: counts[outcome] === 0,
            })),
          ]}
        />
        <SearchField label="Search the report" value={search} onChange={setSearch} />
        {lines.length === 0 ? (
          <p className="ui-hint">
            {search === '' ? 'Nothing has to be looked at.' : 'Nothing in the report matches.'}
          </p>
        ) : (
          <LongList
            label="Lines of the report"
            count={lines.length}
            keyOf={(index) => `${index} ${lines[index]?.path ?? ''}`}
            rowHeight={52}
          >
            {(index) => <Line line={lines[index]} />}
          </LongList>
        )}
      </div>
    </Disclosure>
  )
}

function Line({ line }: { line: ReportLine | undefined }): ReactElement | null {
  if (!line) return null
  return (
    <div className="grid gap-1 px-3 py-2">
      <div className="ui-line">
        <code className="ui-code ui-grow break-all select-text">{line.path}</code>
        <Badge tone={tones[line.outcome]}>{outcomeLabels[line.outcome]}</Badge>
      </div>
      {line.message === undefined ? null : <p className="ui-small ui-soft">{line.message}</p>}
    </div>
  )
}

function countLines(report: readonly ReportLine[]): Record<Outcome, number> {
  const counts = { exact: 0, approximate: 0, 'by-hand': 0, unsupported: 0 }
  for (const { outcome } of report) counts[outcome] += 1
  return counts
}

function selectLines(
  report: readonly ReportLine[],
  shown: Outcome | 'notable',
  search: string,
): ReportLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return order
    .filter((outcome) => (shown === 'notable' ? outcome !== 'exact' : outcome === shown))
    .flatMap((outcome) => report.filter((line) => line.outcome === outcome))
    .filter(({ path, message = '', into = '' }) => {
      const text = `${path} ${message} ${into}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
}
