/** @file A button that opens a searchable list, for choices that need their own words when closed. */
import { Popover as Base } from '@base-ui/react/popover'
import { ChevronsUpDown, Search } from 'lucide-react'
import { useRef, useState, type ReactElement, type ReactNode, type Ref } from 'react'
import { buttonClass, type ButtonSize } from '../actions/button.tsx'
import { joinClasses } from '../class-names.ts'
import { useLayer } from '../overlays/layer.ts'
import { VisuallyHidden } from '../visually-hidden.tsx'
import { OptionList } from './option-list.tsx'
import { matchOptions, SHOWN_LIMIT, type ChoiceAction, type ChoiceOption } from './options.ts'
import { useChoiceList } from './use-choice-list.ts'

export interface PickerProps {
  /** What is chosen: said before the button's own words, and the list's name. */
  label: string
  /** What the button shows. */
  children: ReactNode
  options: readonly ChoiceOption[]
  value: string | null
  onChange: (value: string) => void
  searchLabel: string
  emptyText: ReactNode
  /** Said under a list that was cut at 200 rows. */
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

/** A picker: its search box takes focus when it opens, the button when it closes. */
export function Picker(props: PickerProps): ReactElement {
  const { label, children, options, value, searchLabel, actionFor, mono } = props
  const [ownOpen, setOwnOpen] = useState(false)
  const [query, setQuery] = useState('')
  const search = useRef<HTMLInputElement>(null)
  const layer = useLayer()
  const open = props.open ?? ownOpen

  const matches = matchOptions(options, query)
  const shown = matches.slice(0, SHOWN_LIMIT)
  const action = actionFor?.(query.trim())
  const enabled = shown.map((option) => !option.disabled)
  const selected = shown.findIndex((option) => option.value === value)

  const list = useChoiceList({
    enabled: action ? [...enabled, true] : enabled,
    open,
    selected,
    onOpen: () => changeOpen(true),
    onClose: () => changeOpen(false),
    onPick: pick,
  })

  function changeOpen(next: boolean) {
    setOwnOpen(next)
    props.onOpenChange?.(next)
    if (!next) return
    setQuery('')
    list.setActive(options.findIndex((option) => option.value === value))
  }

  function pick(index: number) {
    const option = shown[index]
    changeOpen(false)
    if (option) props.onChange(option.value)
    else action?.onSelect()
  }

  function type(text: string) {
    setQuery(text)
    list.setActive(text.trim() === '' ? -1 : 0)
  }

  return (
    <Base.Root open={open} onOpenChange={(next) => changeOpen(next)}>
      <Base.Trigger
        id={props.id}
        ref={props.ref}
        disabled={props.disabled ?? false}
        className={joinClasses(buttonClass({ size: props.size }), 'ui-picker', props.className)}
      >
        <VisuallyHidden>{label}: </VisuallyHidden>
        {children}
        <ChevronsUpDown aria-hidden />
      </Base.Trigger>
      <Base.Portal {...layer}>
        <Base.Positioner
          positionMethod="fixed"
          sideOffset={4}
          align="start"
          className="ui-positioner"
        >
          <Base.Popup className="ui-menu is-picker" aria-label={label} initialFocus={search}>
            <div className="ui-input is-search">
              <Search aria-hidden />
              <input
                ref={search}
                id={`${list.listId}-search`}
                type="text"
                role="combobox"
                aria-label={searchLabel}
                aria-expanded
                aria-haspopup="listbox"
                aria-autocomplete="list"
                aria-controls={list.listId}
                aria-activedescendant={list.active < 0 ? undefined : list.rowId(list.active)}
                placeholder={searchLabel}
                autoComplete="off"
                spellCheck={false}
                value={query}
                onChange={(event) => type(event.currentTarget.value)}
                onKeyDown={list.onKeyDown}
              />
            </div>
            <OptionList
              namedBy={`${list.listId}-search`}
              list={list}
              options={shown}
              value={value}
              action={action}
              onPick={pick}
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
