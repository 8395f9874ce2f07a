import { Search } from 'lucide-react'
import { useId, type ComponentProps, type ReactElement } from 'react'
import { joinClasses } from '../class-names.ts'
import { Kbd } from '../kbd.tsx'

export type SearchFieldProps = Omit<ComponentProps<'input'>, 'type' | 'value' | 'onChange'> & {
  /** The name; hidden from sight, the placeholder shows it too unless it has its own words. */
  label: string
  value: string
  onChange: (value: string) => void
  /** A shortcut drawn at the end, such as `Ctrl F`. */
  shortcut?: string | undefined
}

/** A search box; Esc empties it, further props and the ref go to the input. */
export function SearchField(props: SearchFieldProps): ReactElement {
  const { label, value, onChange, shortcut, className, placeholder, id, onKeyDown, ...input } =
    props
  const ownId = useId()
  return (
    <div className={joinClasses('ui-input is-search', className)}>
      <Search aria-hidden />
      <label htmlFor={id ?? ownId} className="ui-sr">
        {label}
      </label>
      <input
        {...input}
        id={id ?? ownId}
        type="search"
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder ?? label}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          onKeyDown?.(event)
          if (event.key !== 'Escape' || value === '' || event.defaultPrevented) return
          event.preventDefault()
          event.stopPropagation()
          onChange('')
        }}
      />
      {shortcut ? <Kbd aria-hidden>{shortcut}</Kbd> : null}
    </div>
  )
}
