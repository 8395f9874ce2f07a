import { useId, type ReactElement, type ReactNode, type Ref } from 'react'
import { joinClasses } from '../class-names.ts'

export interface SegmentedOption<Value extends string> {
  value: Value
  label: ReactNode
  disabled?: boolean | undefined
}

export interface SegmentedRadioProps<Value extends string> {
  legend: ReactNode
  hideLegend?: boolean | undefined
  options: readonly SegmentedOption<Value>[]
  value: Value | null
  onChange: (value: Value) => void
  onBlur?: (() => void) | undefined
  /** Fills the line, each part as wide as the next. */
  wide?: boolean | undefined
  size?: 'md' | 'sm' | undefined
  /** The radios' shared name; made up when not given. */
  name?: string | undefined
  disabled?: boolean | undefined
  className?: string | undefined
  ref?: Ref<HTMLFieldSetElement> | undefined
}

/** Radios in a row, for two to five choices that should all be seen. */
export function SegmentedRadio<Value extends string>(
  props: SegmentedRadioProps<Value>,
): ReactElement {
  const { legend, hideLegend, options, value, onChange, onBlur, wide, size, disabled, ref } = props
  const ownName = useId()
  return (
    <fieldset
      ref={ref}
      disabled={disabled}
      className={joinClasses('ui-seg-field', wide && 'is-wide', props.className)}
    >
      <legend className={hideLegend ? 'ui-sr' : 'ui-label'}>{legend}</legend>
      <div className={joinClasses('ui-seg', wide && 'is-wide', size === 'sm' && 'is-sm')}>
        {options.map((option) => (
          <label key={option.value}>
            <input
              type="radio"
              name={props.name ?? ownName}
              value={option.value}
              checked={option.value === value}
              disabled={option.disabled}
              onChange={() => onChange(option.value)}
              onBlur={onBlur}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
