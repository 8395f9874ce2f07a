import { Badge, joinClasses, StatusIcon } from '@patchbay/ui'
import { Check, Plus } from 'lucide-react'
import { useId, type PointerEvent, type ReactElement } from 'react'
import type { PickerEntry } from './picker-entries.ts'

export interface PickerRowProps {
  id: string
  entry: PickerEntry
  /** Pixels from the top of the list. */
  top: number
  active: boolean
  chosen: boolean
  onPoint: () => void
  onChoose: () => void
}

const place = 'absolute inset-x-0 top-0'

/** A heading, a model with its route, or an id as typed. */
export function PickerRow(props: PickerRowProps): ReactElement {
  const { id, entry, active, chosen, onPoint, onChoose } = props
  const end = useId()
  const at = { transform: `translateY(${props.top}px)` }
  if (entry.kind === 'heading') {
    return (
      <div role="presentation" className={`ui-option-group ${place} h-control`} style={at}>
        {entry.text}
      </div>
    )
  }
  const isTyped = entry.kind === 'typed'
  const label = isTyped ? entry.label : entry.row.modelId
  const tone = isTyped || entry.route.tone === 'plain' ? undefined : entry.route.tone
  // Rows are pointed at, never focused: the search box keeps focus and names the active row.
  const row = {
    id,
    role: 'option',
    'data-highlighted': active ? '' : undefined,
    onPointerMove: active ? undefined : onPoint,
    onPointerDown: (event: PointerEvent) => event.preventDefault(),
    onClick: onChoose,
  }
  return (
    <div
      {...row}
      className={joinClasses('ui-option', place)}
      style={at}
      aria-selected={chosen}
      aria-label={isTyped ? `${label}, unverified` : label}
      aria-describedby={end}
    >
      <span className="ui-option-mark">
        {isTyped ? <Plus aria-hidden className="text-accent" /> : null}
        {chosen ? <Check aria-hidden className="text-accent" /> : null}
        {!chosen && tone ? <StatusIcon status={tone} /> : null}
      </span>
      <span className={isTyped ? 'ui-cut font-medium text-accent' : 'ui-code ui-cut'}>{label}</span>
      <span id={end} className={tone ? `ui-tone-${tone}` : 'ui-option-end'}>
        {isTyped ? (
          <>
            {entry.route} <Badge>unverified</Badge>
          </>
        ) : (
          <>
            {entry.row.draws ? <Badge>draws</Badge> : null} {entry.route.text}
          </>
        )}
      </span>
    </div>
  )
}
