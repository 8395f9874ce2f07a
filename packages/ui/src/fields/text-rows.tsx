import { Plus, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from 'react'
import { Button, IconButton } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import { FieldMessage } from './field.tsx'

export interface TextRowsProps {
  legend: ReactNode
  rows: readonly string[]
  onChange: (rows: string[]) => void
  onBlur?: (() => void) | undefined
  /** The name of a row's box, such as "Argument 1". The number starts at 1. */
  rowLabel: (number: number) => string
  removeLabel: (number: number) => string
  addLabel: string
  /** What is wrong in a row, by index. */
  errors?: readonly (ReactNode | undefined)[] | undefined
  hint?: ReactNode
  disabled?: boolean | undefined
}

/** Lines of text in their order, added and removed by the row. */
export function TextRows(props: TextRowsProps): ReactElement {
  const { legend, rows, onChange, onBlur, hint, errors, disabled } = props
  const id = useId()
  const box = useRef<HTMLFieldSetElement>(null)
  const [focusLast, setFocusLast] = useState(false)

  useEffect(() => {
    if (!focusLast) return
    const inputs = box.current?.querySelectorAll('input')
    inputs?.[inputs.length - 1]?.focus()
    setFocusLast(false)
  }, [focusLast])

  function remove(index: number) {
    onChange(rows.filter((_, at) => at !== index))
    box.current?.querySelector<HTMLButtonElement>('[data-part="add"]')?.focus()
  }

  return (
    <fieldset ref={box} className="ui-field ui-pairs" disabled={disabled}>
      <legend className="ui-label">{legend}</legend>
      {rows.map((row, index) => {
        const error = errors?.[index]
        const key = `${id}-${index}`
        return (
          // The inputs hold nothing of their own, so a place in the list is as good as an identity.
          <div key={key} className="ui-pair-row is-single">
            <div className={joinClasses('ui-input is-mono', error ? 'is-invalid' : null)}>
              <input
                autoComplete="off"
                autoCapitalize="off"
                spellCheck={false}
                aria-label={props.rowLabel(index + 1)}
                aria-invalid={error ? true : undefined}
                aria-describedby={error ? `${key}-error` : undefined}
                value={row}
                onBlur={onBlur}
                onChange={(event) => {
                  const text = event.currentTarget.value
                  onChange(rows.map((one, at) => (at === index ? text : one)))
                }}
              />
            </div>
            <IconButton
              icon={<X />}
              label={props.removeLabel(index + 1)}
              onClick={() => remove(index)}
            />
            {error ? (
              <FieldMessage id={`${key}-error`} tone="error">
                {error}
              </FieldMessage>
            ) : null}
          </div>
        )
      })}
      {hint ? <p className="ui-hint">{hint}</p> : null}
      <div>
        <Button
          data-part="add"
          size="sm"
          icon={<Plus />}
          onClick={() => {
            onChange([...rows, ''])
            setFocusLast(true)
          }}
        >
          {props.addLabel}
        </Button>
      </div>
    </fieldset>
  )
}
