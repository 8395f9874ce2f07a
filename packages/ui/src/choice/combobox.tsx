/** @file An input-like select: closed it shows the choice, typed into it searches. */
import { Combobox as Base } from '@base-ui/react/combobox'
import { ChevronsUpDown } from 'lucide-react'
import { useRef, useState, type ReactElement, type ReactNode, type Ref } from 'react'
import { joinClasses } from '../class-names.ts'
import { Spinner } from '../feedback/spinner.tsx'
import { Field, type FieldFrame } from '../fields/field.tsx'
import { ACTION_VALUE, OptionList } from './option-list.tsx'
import { matchOptions, SHOWN_LIMIT, type ChoiceAction, type ChoiceOption } from './options.ts'

export interface ComboboxProps extends FieldFrame {
  options: readonly ChoiceOption[]
  /** The chosen value; one that no option has is kept and shown as it is. */
  value: string | null
  onChange: (value: string) => void
  onBlur?: (() => void) | undefined
  /** The list's name and the box's, when the label is not plain text. */
  name?: string | undefined
  /** Said when nothing matches. */
  emptyText: ReactNode
  /** Said under a list that was cut at 200 rows. */
  moreText?: ReactNode
  /** An entry at the foot of the list, such as "Add …". */
  listAction?: ChoiceAction | undefined
  /** Takes any typed text as the value, as it is typed. */
  freeText?: boolean | undefined
  /** Shows the choice's secondary words in the closed box. */
  showSecondary?: boolean | undefined
  /** Drawn in the box before the text; the choice's own icon by default. */
  icon?: ReactNode
  /** Words shown in the list while options are fetched. */
  loading?: ReactNode
  placeholder?: string | undefined
  mono?: boolean | undefined
  disabled?: boolean | undefined
  id?: string | undefined
  className?: string | undefined
  /** Goes to the input. */
  ref?: Ref<HTMLInputElement> | undefined
}

/** A select with search. Arrow keys, Enter and Esc as in any combobox. */
export function Combobox(props: ComboboxProps): ReactElement {
  const { label, hideLabel, labelNote, action, hint, warning, error, below, ...own } = props
  const frame = { label, hideLabel, labelNote, action, hint, warning, error, below }
  const { listAction, options, value, onChange, freeText = false, mono, disabled = false } = own
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)

  const matches = matchOptions(options, query ?? '')
  const shown = matches.slice(0, SHOWN_LIMIT)
  const chosen = options.find((option) => option.value === value)
  const values = options.map((option) => option.value)
  const shownValues = shown.map((option) => option.value)
  if (listAction) shownValues.push(ACTION_VALUE)
  const labelOf = (one: string) => options.find((option) => option.value === one)?.label ?? one
  const listLabel = props.name ?? (typeof label === 'string' ? label : '')

  function changeOpen(next: boolean) {
    setOpen(next)
    if (next) return
    const typed = query?.trim().toLowerCase()
    setQuery(null)
    const exact = options.find((option) => option.label.toLowerCase() === typed)
    if (exact && !exact.disabled && exact.value !== value) onChange(exact.value)
  }

  function choose(next: string | null) {
    if (next === null) return
    setQuery(null)
    if (next === ACTION_VALUE) listAction?.onSelect()
    else onChange(next)
  }

  function type(text: string) {
    setQuery(text)
    if (freeText) onChange(text)
  }

  return (
    <Field {...frame} id={own.id} className={own.className}>
      {(control) => (
        <Base.Root<string>
          items={listAction ? [...values, ACTION_VALUE] : values}
          filteredItems={shownValues}
          filter={null}
          value={value}
          onValueChange={(next, details) => {
            if (details.reason === 'item-press') choose(next)
          }}
          inputValue={query ?? (value === null ? '' : labelOf(value))}
          onInputValueChange={(text, details) => {
            if (details.reason === 'input-change') type(text)
          }}
          open={open}
          onOpenChange={(next, details) => {
            if (details.reason === 'item-press') setOpen(next)
            else changeOpen(next)
          }}
          itemToStringLabel={labelOf}
          autoHighlight={!freeText}
          disabled={disabled}
        >
          <div
            ref={box}
            className={joinClasses(
              'ui-input is-combo',
              mono && 'is-mono',
              error ? 'is-invalid' : null,
              disabled && 'is-disabled',
            )}
            onPointerDown={(event) => {
              if (disabled || event.target === input.current) return
              event.preventDefault()
              input.current?.focus()
              setOpen(!open)
            }}
          >
            {own.icon ?? chosen?.icon}
            <Base.Input
              {...control}
              ref={mergeRefs(input, own.ref)}
              placeholder={own.placeholder}
              aria-label={hideLabel && props.name ? props.name : undefined}
              autoComplete="off"
              spellCheck={false}
              onBlur={own.onBlur}
              onClick={(event) => {
                if (query === null) event.currentTarget.select()
              }}
            />
            {own.showSecondary && chosen?.secondary && query === null ? (
              <span className="ui-hint">{chosen.secondary}</span>
            ) : null}
            {own.loading && open ? <Spinner /> : <ChevronsUpDown aria-hidden />}
          </div>
          <Base.Portal>
            <Base.Positioner anchor={box} sideOffset={4} align="start" className="ui-positioner">
              <Base.Popup className="ui-menu is-list" aria-label={listLabel || undefined}>
                <OptionList
                  label={listLabel}
                  options={shown}
                  action={listAction}
                  emptyText={own.emptyText}
                  moreText={matches.length > shown.length ? own.moreText : undefined}
                  loading={own.loading}
                  mono={mono}
                />
              </Base.Popup>
            </Base.Positioner>
          </Base.Portal>
        </Base.Root>
      )}
    </Field>
  )
}

function mergeRefs<Element>(...refs: (Ref<Element> | undefined)[]) {
  return (element: Element | null) => {
    for (const ref of refs) {
      if (typeof ref === 'function') ref(element)
      else if (ref) ref.current = element
    }
  }
}
