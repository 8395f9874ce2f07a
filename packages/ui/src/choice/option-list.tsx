/** @file The floating list that comboboxes and pickers share. */
import { Combobox as Base } from '@base-ui/react/combobox'
import { Check, Plus } from 'lucide-react'
import { useId, type ReactElement, type ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { groupOptions, type ChoiceAction, type ChoiceOption } from './options.ts'

/** The value that stands for the action at the foot; no option has it. */
export const ACTION_VALUE = '\u0000action'

export interface OptionListProps {
  label: string
  options: readonly ChoiceOption[]
  action?: ChoiceAction | undefined
  /** Said when nothing matches. */
  emptyText: ReactNode
  /** Said under a list that was cut. */
  moreText?: ReactNode
  loading?: ReactNode
  mono?: boolean | undefined
}

/** Options in groups, the action last; each row is one stop of the arrow keys. */
export function OptionList(props: OptionListProps): ReactElement {
  const { label, options, action, emptyText, moreText, loading, mono } = props
  return (
    <>
      {loading ? (
        <div className="ui-list-note" role="status">
          {loading}
        </div>
      ) : options.length === 0 ? (
        <div className="ui-list-note" role="status">
          {emptyText}
        </div>
      ) : null}
      <Base.List className="ui-options" aria-label={label}>
        {groupOptions(options).map((group) =>
          group.heading ? (
            <Base.Group key={`${group.heading}-${group.first}`}>
              <Base.GroupLabel className="ui-option-group">{group.heading}</Base.GroupLabel>
              <Rows options={group.options} first={group.first} mono={mono} />
            </Base.Group>
          ) : (
            <Rows key={`-${group.first}`} options={group.options} first={group.first} mono={mono} />
          ),
        )}
        {moreText ? (
          <div className="ui-list-note" role="presentation">
            {moreText}
          </div>
        ) : null}
        {action ? <ActionRow action={action} index={options.length} /> : null}
      </Base.List>
    </>
  )
}

interface RowsProps {
  options: readonly ChoiceOption[]
  first: number
  mono: boolean | undefined
}

function Rows({ options, first, mono }: RowsProps): ReactElement {
  return (
    <>
      {options.map((option, index) => (
        <OptionRow key={option.value} option={option} index={first + index} mono={mono} />
      ))}
    </>
  )
}

interface OptionRowProps {
  option: ChoiceOption
  index: number
  mono: boolean | undefined
}

function OptionRow({ option, index, mono }: OptionRowProps): ReactElement {
  const id = useId()
  const tone = option.tone && option.tone !== 'neutral' ? `ui-tone-${option.tone}` : 'ui-option-end'
  return (
    <Base.Item
      value={option.value}
      index={index}
      disabled={option.disabled ?? false}
      className="ui-option"
      aria-labelledby={`${id}-label`}
      aria-describedby={option.secondary ? `${id}-end` : undefined}
    >
      <span className="ui-option-mark">
        <Base.ItemIndicator render={<span />} className="ui-option-check">
          <Check aria-hidden />
        </Base.ItemIndicator>
        <span className="ui-option-icon">{option.icon}</span>
      </span>
      <span id={`${id}-label`} className={joinClasses('ui-cut', mono && 'ui-code')}>
        {option.label}
      </span>
      {option.secondary ? (
        <span id={`${id}-end`} className={tone}>
          {option.secondary}
        </span>
      ) : null}
    </Base.Item>
  )
}

function ActionRow({ action, index }: { action: ChoiceAction; index: number }): ReactElement {
  return (
    <Base.Item value={ACTION_VALUE} index={index} className="ui-option is-action">
      <span className="ui-option-mark">{action.icon ?? <Plus aria-hidden />}</span>
      <span className="ui-cut">{action.label}</span>
      {action.end}
    </Base.Item>
  )
}
