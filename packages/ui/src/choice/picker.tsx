/** @file A button that opens a searchable list, for choices that need their own words when closed. */
import { Combobox as Base } from '@base-ui/react/combobox'
import { ChevronsUpDown, Search } from 'lucide-react'
import { useState, type ReactElement, type ReactNode, type Ref } from 'react'
import { buttonClass, type ButtonSize } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import { ACTION_VALUE, OptionList } from './option-list.tsx'
import { matchOptions, SHOWN_LIMIT, type ChoiceAction, type ChoiceOption } from './options.ts'

export interface PickerProps {
  /** The button's and the list's name. */
  label: string
  /** What the button shows. */
  children: ReactNode
  options: readonly ChoiceOption[]
  value: string | null
  onChange: (value: string) => void
  searchLabel: string
  emptyText: ReactNode
  moreText?: ReactNode
  /** What may be done with the text typed so far, such as using it as it is. */
  actionFor?: ((typed: string) => ChoiceAction | undefined) | undefined
  loading?: ReactNode
  mono?: boolean | undefined
  size?: ButtonSize | undefined
  disabled?: boolean | undefined
  open?: boolean | undefined
  onOpenChange?: ((open: boolean) => void) | undefined
  id?: string | undefined
  className?: string | undefined
  ref?: Ref<HTMLButtonElement> | undefined
}

/** A picker: its search box takes focus when it opens. */
export function Picker(props: PickerProps): ReactElement {
  const { label, children, options, value, onChange, searchLabel, actionFor, mono } = props
  const [ownOpen, setOwnOpen] = useState(false)
  const [query, setQuery] = useState('')
  const open = props.open ?? ownOpen

  const matches = matchOptions(options, query)
  const shown = matches.slice(0, SHOWN_LIMIT)
  const action = actionFor?.(query.trim())
  const shownValues = shown.map((option) => option.value)
  if (action) shownValues.push(ACTION_VALUE)

  function changeOpen(next: boolean) {
    setOwnOpen(next)
    props.onOpenChange?.(next)
    if (next) setQuery('')
  }

  return (
    <Base.Root<string>
      items={[...options.map((option) => option.value), ACTION_VALUE]}
      filteredItems={shownValues}
      filter={null}
      value={value}
      onValueChange={(next, details) => {
        if (next === null || details.reason !== 'item-press') return
        if (next === ACTION_VALUE) action?.onSelect()
        else onChange(next)
      }}
      inputValue={query}
      onInputValueChange={(text, details) => {
        if (details.reason === 'input-change') setQuery(text)
      }}
      open={open}
      onOpenChange={changeOpen}
      autoHighlight
      disabled={props.disabled ?? false}
    >
      <Base.Trigger
        id={props.id}
        ref={props.ref}
        aria-label={label}
        className={joinClasses(buttonClass({ size: props.size }), 'ui-picker', props.className)}
      >
        {children}
        <ChevronsUpDown aria-hidden />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="ui-positioner">
          <Base.Popup className="ui-menu is-picker" aria-label={label}>
            <div className="ui-input is-search">
              <Search aria-hidden />
              <Base.Input aria-label={searchLabel} placeholder={searchLabel} spellCheck={false} />
            </div>
            <OptionList
              label={label}
              options={shown}
              action={action}
              emptyText={props.emptyText}
              moreText={matches.length > shown.length ? props.moreText : undefined}
              loading={props.loading}
              mono={mono}
            />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
