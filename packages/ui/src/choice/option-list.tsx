/** @file The rows of a combobox's floating list. */
import { Check, Plus } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { joinClasses } from '../class-names.ts'
import { groupOptions, type ChoiceAction, type ChoiceOption } from './options.ts'
import type { ChoiceList } from './use-choice-list.ts'

export interface OptionListProps {
  /** The element whose name is the list's too. */
  namedBy: string
  list: ChoiceList
  options: readonly ChoiceOption[]
  value: string | null
  /** Its row comes after the options'. */
  action?: ChoiceAction | undefined
  onPick: (index: number) => void
  /** Said when nothing matches. */
  emptyText: ReactNode
  /** Said under a list that was cut. */
  moreText?: ReactNode
  loading?: ReactNode
  mono?: boolean | undefined
}

/** Options in groups, the action last; each row is one stop of the arrow keys. */
export function OptionList(props: OptionListProps): ReactElement {
  const { namedBy, list, options, action, emptyText, moreText, loading } = props
  const note = loading ?? (options.length === 0 ? emptyText : null)
  return (
    <>
      <div role="status" className={note ? 'ui-list-note' : undefined}>
        {note}
      </div>
      <div id={list.listId} role="listbox" aria-labelledby={namedBy} className="ui-options">
        {groupOptions(options).map((group) => {
          const rows = group.options.map((option, at) => (
            <OptionRow key={option.value} {...props} option={option} index={group.first + at} />
          ))
          if (!group.heading) return rows
          const headingId = `${list.listId}-group-${group.first}`
          return (
            <div key={headingId} role="group" aria-labelledby={headingId}>
              <div id={headingId} className="ui-option-group">
                {group.heading}
              </div>
              {rows}
            </div>
          )
        })}
        {action ? <ActionRow {...props} action={action} index={options.length} /> : null}
      </div>
      {moreText ? <div className="ui-list-note">{moreText}</div> : null}
    </>
  )
}

type RowProps = OptionListProps & { index: number }

/** Rows are pointed at, never focused: the text box keeps focus and names the active row. */
function rowProps({ list, index, onPick }: RowProps, disabled: boolean) {
  return {
    id: list.rowId(index),
    role: 'option',
    'data-highlighted': list.active === index ? '' : undefined,
    'data-disabled': disabled ? '' : undefined,
    'aria-disabled': disabled || undefined,
    onPointerMove: () => list.setActive(index),
    onPointerDown: (event: { preventDefault: () => void }) => event.preventDefault(),
    onClick: disabled ? undefined : () => onPick(index),
  }
}

function OptionRow(props: RowProps & { option: ChoiceOption }): ReactElement {
  const { list, index, option, value, mono } = props
  const id = list.rowId(index)
  const chosen = option.value === value
  const tone = option.tone && option.tone !== 'neutral' ? `ui-tone-${option.tone}` : 'ui-option-end'
  return (
    <div
      {...rowProps(props, option.disabled ?? false)}
      className="ui-option"
      aria-selected={chosen}
      aria-labelledby={`${id}-label`}
      aria-describedby={option.secondary ? `${id}-end` : undefined}
    >
      <span className="ui-option-mark">
        {chosen ? <Check aria-hidden className="ui-option-check" /> : option.icon}
      </span>
      <span id={`${id}-label`} className={joinClasses('ui-cut', mono && 'ui-code')}>
        {option.label}
      </span>
      {option.secondary ? (
        <span id={`${id}-end`} className={tone}>
          {option.secondary}
        </span>
      ) : null}
    </div>
  )
}

function ActionRow(props: RowProps & { action: ChoiceAction }): ReactElement {
  const { action } = props
  return (
    <div {...rowProps(props, false)} className="ui-option is-action" aria-selected={false}>
      <span className="ui-option-mark">{action.icon ?? <Plus aria-hidden />}</span>
      <span className="ui-cut">{action.label}</span>
      {action.end}
    </div>
  )
}
