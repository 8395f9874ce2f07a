/** @file Go anywhere, switch model, check. A chunk of its own, loaded when it is first opened. */
import { Dialog } from '@patchbay/ui'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useMemo, useState, type ReactElement } from 'react'
import { matchEntries } from './palette-match.ts'
import { usePaletteEntries } from './use-palette-entries.tsx'

export interface PaletteProps {
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** How many rows a group shows before something is typed, and after. */
const shown = { idle: 5, searching: 30 }

export function Palette({ open, onOpenChange }: PaletteProps): ReactElement {
  const [query, setQuery] = useState('')
  const entries = usePaletteEntries()
  const groups = useMemo(
    () => matchEntries(entries, query, query.trim() === '' ? shown.idle : shown.searching),
    [entries, query],
  )
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Palette" closeLabel="Close">
      <Command label="Palette" shouldFilter={false} loop>
        <div className="ui-input is-search">
          <Search aria-hidden />
          <Command.Input
            autoFocus
            value={query}
            onValueChange={setQuery}
            aria-label="Go anywhere, switch model, check"
            placeholder="Go anywhere, switch model, check…"
          />
        </div>
        <Command.List label="Results" className="ui-scroll mt-2 max-h-90">
          {groups.length === 0 ? (
            <p role="status" className="ui-list-note">
              Nothing has these words.
            </p>
          ) : null}
          {groups.map((group) => (
            <Command.Group
              key={group.name}
              heading={<span className="ui-option-group block">{group.name}</span>}
            >
              {group.entries.map((entry) => (
                <Command.Item
                  key={entry.id}
                  value={entry.id}
                  className="ui-option data-[selected=true]:bg-sel"
                  onSelect={() => {
                    onOpenChange(false)
                    entry.run()
                  }}
                >
                  <span className="ui-option-mark">{entry.icon}</span>
                  <span className={entry.mono ? 'ui-code ui-cut' : 'ui-cut'}>{entry.label}</span>
                  {entry.detail ? <span className="ui-option-end">{entry.detail}</span> : null}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}
