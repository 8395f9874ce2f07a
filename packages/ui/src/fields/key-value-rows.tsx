import { Plus, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from 'react'
import { Button, IconButton } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import { FieldMessage } from './field.tsx'

export interface KeyValueRow {
  name: string
  value: string
  /** Its value is kept elsewhere and shown as the placeholder; typing replaces it. */
  saved?: boolean | undefined
}

export interface KeyValueError {
  name?: ReactNode
  value?: ReactNode
}

export interface KeyValueRowsProps {
  legend: ReactNode
  hideLegend?: boolean | undefined
  rows: readonly KeyValueRow[]
  onChange: (rows: KeyValueRow[]) => void
  onBlur?: (() => void) | undefined
  /** The name of a row's first box, such as "Header name 1". The number starts at 1. */
  nameLabel: (number: number) => string
  valueLabel: (number: number) => string
  removeLabel: (row: KeyValueRow, number: number) => string
  addLabel: string
  namePlaceholder?: string | undefined
  valuePlaceholder?: string | undefined
  /** The placeholder of a saved value, such as "Saved in …". */
  savedPlaceholder?: string | undefined
  /** A grey sentence under a row, such as where its value will be kept. */
  noteFor?: ((row: KeyValueRow) => ReactNode) | undefined
  /** Which values are masked, such as those of secret headers. */
  isMasked?: ((row: KeyValueRow) => boolean) | undefined
  /** What is wrong in a row, by index. */
  errors?: readonly (KeyValueError | undefined)[] | undefined
  /** What stands between the boxes, such as an arrow. */
  joiner?: ReactNode
  hint?: ReactNode
  /** Said when there are no rows. */
  empty?: ReactNode
  disabled?: boolean | undefined
  className?: string | undefined
}

/** Pairs of name and value, added and removed by the row. */
export function KeyValueRows(props: KeyValueRowsProps): ReactElement {
  const { legend, hideLegend, rows, onChange, addLabel, hint, empty, disabled, className } = props
  const id = useId()
  const box = useRef<HTMLFieldSetElement>(null)
  const [keys, setKeys] = useState<readonly number[]>(() => rows.map((_, index) => index))
  const [focusLast, setFocusLast] = useState(false)

  // Rows set from outside: keys follow their number, so that inputs keep their place.
  if (keys.length !== rows.length) setKeys(fitKeys(keys, rows.length))

  useEffect(() => {
    if (!focusLast) return
    const names = box.current?.querySelectorAll<HTMLInputElement>('[data-part="name"]')
    names?.[names.length - 1]?.focus()
    setFocusLast(false)
  }, [focusLast])

  function remove(index: number) {
    setKeys(keys.filter((_, at) => at !== index))
    onChange(rows.filter((_, at) => at !== index))
    box.current?.querySelector<HTMLButtonElement>('[data-part="add"]')?.focus()
  }

  function add() {
    setKeys([...keys, nextKey(keys)])
    onChange([...rows, { name: '', value: '' }])
    setFocusLast(true)
  }

  return (
    <fieldset ref={box} className={joinClasses('ui-field ui-pairs', className)} disabled={disabled}>
      <legend className={hideLegend ? 'ui-sr' : 'ui-label'}>{legend}</legend>
      {rows.map((row, index) => (
        <PairRow
          key={keys[index] ?? index}
          {...props}
          id={`${id}-${keys[index] ?? index}`}
          row={row}
          number={index + 1}
          error={props.errors?.[index]}
          onRow={(next) => onChange(rows.map((one, at) => (at === index ? next : one)))}
          onRemove={() => remove(index)}
        />
      ))}
      {rows.length === 0 && empty ? <p className="ui-hint">{empty}</p> : null}
      {hint ? <p className="ui-hint">{hint}</p> : null}
      <div>
        <Button data-part="add" size="sm" icon={<Plus />} onClick={add}>
          {addLabel}
        </Button>
      </div>
    </fieldset>
  )
}

interface PairRowProps extends Omit<KeyValueRowsProps, 'rows' | 'onChange'> {
  id: string
  row: KeyValueRow
  number: number
  error: KeyValueError | undefined
  onRow: (row: KeyValueRow) => void
  onRemove: () => void
}

function PairRow(props: PairRowProps): ReactElement {
  const { id, row, number, error, onRow, onRemove, onBlur, joiner } = props
  const masked = props.isMasked?.(row) ?? false
  const note = props.noteFor?.(row)
  const shared = { autoComplete: 'off', spellCheck: false, autoCapitalize: 'off', onBlur }
  return (
    <div className="ui-pair-row">
      <div className={joinClasses('ui-input is-mono', error?.name ? 'is-invalid' : null)}>
        <input
          {...shared}
          data-part="name"
          aria-label={props.nameLabel(number)}
          aria-invalid={error?.name ? true : undefined}
          aria-describedby={error?.name ? `${id}-name` : undefined}
          placeholder={props.namePlaceholder}
          value={row.name}
          onChange={(event) => onRow({ ...row, name: event.currentTarget.value })}
        />
      </div>
      {joiner ? <span className="ui-pair-joiner">{joiner}</span> : null}
      <div className={joinClasses('ui-input is-mono', error?.value ? 'is-invalid' : null)}>
        <input
          {...shared}
          type={masked ? 'password' : 'text'}
          data-part="value"
          aria-label={props.valueLabel(number)}
          aria-invalid={error?.value ? true : undefined}
          aria-describedby={joinClasses(
            error?.value ? `${id}-value` : null,
            note ? `${id}-note` : null,
          )}
          placeholder={row.saved ? props.savedPlaceholder : props.valuePlaceholder}
          value={row.value}
          onChange={(event) => onRow({ ...row, value: event.currentTarget.value })}
        />
      </div>
      <IconButton icon={<X />} label={props.removeLabel(row, number)} onClick={onRemove} />
      {note ? (
        <p id={`${id}-note`} className="ui-hint">
          {note}
        </p>
      ) : null}
      {error?.name ? (
        <FieldMessage id={`${id}-name`} tone="error">
          {error.name}
        </FieldMessage>
      ) : null}
      {error?.value ? (
        <FieldMessage id={`${id}-value`} tone="error">
          {error.value}
        </FieldMessage>
      ) : null}
    </div>
  )
}

function nextKey(keys: readonly number[]): number {
  return Math.max(-1, ...keys) + 1
}

function fitKeys(keys: readonly number[], count: number): readonly number[] {
  const kept = keys.slice(0, count)
  const first = nextKey(keys)
  return [...kept, ...Array.from({ length: count - kept.length }, (_, index) => first + index)]
}
