import { Badge, Button, Checkbox, Dialog, SearchField } from '@patchbay/ui'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState, type ReactElement } from 'react'
import { wordCount } from '../../lib/time-words.ts'
import { compareModels, wordModelChange, type ModelChoiceRow } from './model-choice.ts'

export interface ModelsDialogProps {
  kept: readonly string[]
  /** What the endpoint lists now. */
  listed: readonly string[]
  onApply: (models: string[]) => void
  onClose: () => void
}

const rowHeight = 28

/** The endpoint's list beside what is kept: chosen first, applied after. */
export function ModelsDialog({ kept, listed, onApply, onClose }: ModelsDialogProps): ReactElement {
  const rows = useMemo(() => compareModels(kept, listed), [kept, listed])
  const [chosen, setChosen] = useState<ReadonlySet<string>>(
    () => new Set(listed.length <= 50 ? [...kept, ...listed] : kept),
  )
  const [search, setSearch] = useState('')
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const shown = rows.filter((row) => words.every((word) => row.id.toLowerCase().includes(word)))

  function toggle(ids: readonly string[], on: boolean) {
    const next = new Set(chosen)
    for (const id of ids) {
      if (on) next.add(id)
      else next.delete(id)
    }
    setChosen(next)
  }

  const ids = shown.map((row) => row.id)
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title="Models of this endpoint"
      closeLabel="Close"
      description={`${wordCount(listed.length, 'model')} listed. Choose which to keep.`}
      footer={
        <>
          <span className="ui-hint ui-grow" role="status">
            {wordModelChange(kept, chosen)}
          </span>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            onClick={() => {
              onApply(rows.filter((row) => chosen.has(row.id)).map((row) => row.id))
              onClose()
            }}
          >
            Apply
          </Button>
        </>
      }
    >
      <div className="grid gap-2">
        <SearchField label="Search this list" value={search} onChange={setSearch} />
        <div className="ui-line">
          <Button size="sm" onClick={() => toggle(ids, true)}>
            Choose all
          </Button>
          <Button size="sm" onClick={() => toggle(ids, false)}>
            Choose none
          </Button>
        </div>
        <ModelChecks rows={shown} chosen={chosen} onToggle={(id, on) => toggle([id], on)} />
      </div>
    </Dialog>
  )
}

interface ModelChecksProps {
  rows: readonly ModelChoiceRow[]
  chosen: ReadonlySet<string>
  onToggle: (id: string, on: boolean) => void
}

/** The rows that are in sight. */
function ModelChecks({ rows, chosen, onToggle }: ModelChecksProps): ReactElement {
  const box = useRef<HTMLDivElement>(null)
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  return (
    <div ref={box} className="h-64 overflow-auto" tabIndex={-1}>
      <ul className="relative" style={{ height: list.getTotalSize() }}>
        {list.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <li
              key={row.id}
              className="absolute inset-x-0 flex h-7 items-center gap-2 px-1"
              style={{ top: item.start }}
            >
              <Checkbox
                label={<span className="font-mono">{row.id}</span>}
                checked={chosen.has(row.id)}
                onChange={(event) => onToggle(row.id, event.currentTarget.checked)}
              />
              {row.state === 'new' ? <Badge tone="ok">new</Badge> : null}
              {row.state === 'gone' ? <Badge tone="warn">no longer listed</Badge> : null}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
