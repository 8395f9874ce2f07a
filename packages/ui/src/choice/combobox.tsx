/**
 * @file An input-like select: closed it shows the choice, typed into it searches.
 * The list floats on Base UI's preview card, its one surface that neither takes focus nor hides
 * the page behind it from screen readers.
 */
import { PreviewCard as Base } from '@base-ui/react/preview-card'
import { ChevronsUpDown } from 'lucide-react'
import { useRef, useState, type ReactElement, type ReactNode, type Ref } from 'react'
import { joinClasses } from '../class-names.ts'
import { Spinner } from '../feedback/spinner.tsx'
import { Field, type FieldFrame } from '../fields/field.tsx'
import { useLayer } from '../overlays/layer.ts'
import { OptionList } from './option-list.tsx'
import { matchOptions, SHOWN_LIMIT, type ChoiceAction, type ChoiceOption } from './options.ts'
import { useChoiceList } from './use-choice-list.ts'

export interface ComboboxProps extends FieldFrame {
  options: readonly ChoiceOption[]
  /** The chosen value; one that no option has is kept and shown as it is. */
  value: string | null
  onChange: (value: string) => void
  onBlur?: (() => void) | undefined
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

/** A select with search; leaving it takes typed text that names one option, Esc does not. */
export function Combobox(props: ComboboxProps): ReactElement {
  const { label, hideLabel, labelNote, action, hint, warning, error, below, ...own } = props
  const frame = { label, hideLabel, labelNote, action, hint, warning, error, below }
  const { listAction, options, value, onChange, freeText = false, mono, disabled = false } = own
  const [open, setOpen] = useState(false)
  const [query, setQuery] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const layer = useLayer()

  const matches = matchOptions(options, query ?? '')
  const shown = matches.slice(0, SHOWN_LIMIT)
  const chosen = options.find((option) => option.value === value)
  const enabled = shown.map((option) => !option.disabled)
  const selected = shown.findIndex((option) => option.value === value)

  const list = useChoiceList({
    enabled: listAction ? [...enabled, true] : enabled,
    open,
    selected,
    onOpen: openList,
    onClose: (reason) => closeList(reason !== 'escape'),
    onPick: pick,
  })

  function openList() {
    if (disabled || open) return
    setOpen(true)
    list.setActive(selected)
  }

  function closeList(takeTyped: boolean) {
    setOpen(false)
    setQuery(null)
    if (!takeTyped || freeText || !query?.trim()) return
    const typed = query.trim().toLowerCase()
    const named = options.find((option) => option.label.toLowerCase() === typed)
    const only = named ?? (matches.length === 1 ? matches[0] : undefined)
    if (only && !only.disabled && only.value !== value) onChange(only.value)
  }

  function pick(index: number) {
    const option = shown[index]
    setOpen(false)
    setQuery(null)
    if (option) onChange(option.value)
    else listAction?.onSelect()
  }

  function type(text: string) {
    setQuery(text)
    setOpen(!freeText || hasMore(options, text))
    list.setActive(freeText || text.trim() === '' ? -1 : 0)
    if (freeText) onChange(text)
  }

  return (
    <Field {...frame} id={own.id} className={own.className}>
      {(control) => (
        <Base.Root
          open={open}
          onOpenChange={(next, details) => {
            const inBox = box.current?.contains(details.event.target as Node) ?? false
            if (!next && !inBox) closeList(details.reason !== 'escape-key')
          }}
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
              if (open) closeList(true)
              else openList()
            }}
          >
            {own.icon ?? chosen?.icon}
            <input
              {...control}
              ref={(element) => {
                input.current = element
                if (typeof own.ref === 'function') own.ref(element)
                else if (own.ref) own.ref.current = element
              }}
              type="text"
              role="combobox"
              aria-expanded={open}
              aria-haspopup="listbox"
              aria-autocomplete="list"
              aria-controls={open ? list.listId : undefined}
              aria-activedescendant={list.active < 0 ? undefined : list.rowId(list.active)}
              value={query ?? chosen?.label ?? value ?? ''}
              placeholder={own.placeholder}
              disabled={disabled}
              autoComplete="off"
              autoCapitalize="off"
              spellCheck={false}
              onChange={(event) => type(event.currentTarget.value)}
              onKeyDown={list.onKeyDown}
              onBlur={() => {
                if (open || query !== null) closeList(true)
                own.onBlur?.()
              }}
              onClick={(event) => {
                if (query === null) event.currentTarget.select()
                openList()
              }}
            />
            {own.showSecondary && chosen?.secondary && query === null ? (
              <span className="ui-hint">{chosen.secondary}</span>
            ) : null}
            {own.loading && open ? <Spinner /> : <ChevronsUpDown aria-hidden />}
          </div>
          <Base.Portal {...layer}>
            <Base.Positioner
              anchor={box}
              positionMethod="fixed"
              sideOffset={4}
              align="start"
              className="ui-positioner"
            >
              <Base.Popup className="ui-menu is-list">
                <OptionList
                  namedBy={control.id}
                  list={list}
                  options={shown}
                  value={value}
                  action={listAction}
                  onPick={pick}
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

/** A free text that is an option already, or like none, needs no list over the fields below. */
function hasMore(options: readonly ChoiceOption[], text: string): boolean {
  const typed = text.trim()
  return matchOptions(options, typed).some((option) => option.value !== typed)
}
