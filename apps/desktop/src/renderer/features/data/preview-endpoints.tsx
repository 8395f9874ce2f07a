import { Badge, Checkbox, SegmentedRadio } from '@patchbay/ui'
import { TriangleAlert } from 'lucide-react'
import { useMemo, type ReactElement } from 'react'
import type { DuplicateChoice } from '#contract/data-shapes'
import {
  duplicateChoiceOf,
  isTicked,
  withTicks,
  type Preview,
  type Ticks,
} from './import-choices.ts'
import { cautionsFirst, wordDuplicate, wordEndpoint, wordSecrets } from './import-words.ts'
import { LongList } from './long-list.tsx'

export interface PreviewPartProps {
  preview: Preview
  ticks: Ticks
  onTicks: (ticks: Ticks) => void
}

const labels: Record<DuplicateChoice, string> = { merge: 'Merge', rename: 'Rename', skip: 'Skip' }

/** The custom providers of a set-up, each to be ticked; duplicates with what to do with them. */
export function PreviewEndpoints({ preview, ticks, onTicks }: PreviewPartProps): ReactElement {
  const endpoints = useMemo(() => cautionsFirst(preview.endpoints), [preview.endpoints])
  return (
    <LongList
      label="Custom providers"
      count={endpoints.length}
      keyOf={(index) => endpoints[index]?.key ?? String(index)}
      rowHeight={56}
    >
      {(index) => {
        const endpoint = endpoints[index]
        if (!endpoint) return null
        const { key, name, duplicate, cautions, notes } = endpoint
        const ticked = isTicked(ticks, 'endpoints', key)
        return (
          <div className="grid gap-2 px-3 py-2">
            <div className="ui-line">
              <Checkbox
                className="ui-row-text"
                checked={ticked}
                onChange={(event) =>
                  onTicks(withTicks(ticks, 'endpoints', [key], event.currentTarget.checked))
                }
                label={<strong>{name}</strong>}
                hint={
                  <>
                    {[wordEndpoint(endpoint), ...wordSecrets(endpoint), ...notes].map((line) => (
                      <span key={line} className="block">
                        {line}
                      </span>
                    ))}
                    {cautions.map((line) => (
                      <span key={line} className="flex gap-1 text-warn">
                        <TriangleAlert aria-hidden className="size-4 shrink-0" />
                        {line}
                      </span>
                    ))}
                  </>
                }
              />
              {duplicate ? <Badge tone="warn">{wordDuplicate(duplicate)}</Badge> : null}
            </div>
            {duplicate && ticked ? (
              <SegmentedRadio
                legend={`What to do with ${name}`}
                hideLegend
                size="sm"
                className="ml-6 justify-self-start"
                value={duplicateChoiceOf(ticks, endpoint)}
                onChange={(choice) => onTicks({ ...ticks, own: { ...ticks.own, [key]: choice } })}
                options={(['merge', 'rename', 'skip'] as const).map((value) => ({
                  value,
                  label: labels[value],
                  disabled: value === 'merge' && !duplicate.mergeable,
                }))}
              />
            ) : null}
          </div>
        )
      }}
    </LongList>
  )
}
