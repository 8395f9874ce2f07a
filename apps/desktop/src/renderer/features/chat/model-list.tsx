/** @file Search box and list of the model picker. Focus stays in the box; only the rows in sight are drawn. */
import { Search } from 'lucide-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useDeferredValue,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
} from 'react'
import type { ModelAddress } from '@patchbay/provider-core/model'
import type { ModelRow } from '#contract/shapes'
import { modelKey } from '../../lib/model-key.ts'
import type { ChosenModel } from '../../lib/chat-drafts.ts'
import { listPickerEntries, type PickerContext, type PickerEntry } from './picker-entries.ts'
import { PickerRow } from './picker-row.tsx'

export interface ModelListProps {
  rows: readonly ModelRow[]
  context: PickerContext
  chosen: ModelAddress | undefined
  onChoose: (model: ChosenModel) => void
}

const rowHeight = 28
const page = 10
/** Rows above the middle of the list. */
const middle = 6

export function ModelList({ rows, context, chosen, onChoose }: ModelListProps): ReactElement {
  const [query, setQuery] = useState('')
  const shownQuery = useDeferredValue(query)
  const entries = useMemo(
    () => listPickerEntries(rows, shownQuery, context),
    [rows, shownQuery, context],
  )
  const chosenKey = chosen && modelKey(chosen)
  const listId = useId()
  const scroller = useRef<HTMLDivElement>(null)
  const [active, setActive] = useState(() => startAt(entries, chosenKey))

  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan: 8,
    // Opens with the chosen model in the middle; from then on the keys and the wheel decide.
    initialOffset: () => Math.max(0, (active - middle) * rowHeight),
  })

  function search(text: string) {
    setQuery(text)
    const found = listPickerEntries(rows, text, context)
    setActive(startAt(found, text.trim() === '' ? chosenKey : undefined))
    virtual.scrollToIndex(0)
  }

  function move(event: KeyboardEvent, to: number, by: 1 | -1) {
    event.preventDefault()
    let index = Math.max(0, Math.min(entries.length - 1, to))
    while (entries[index]?.kind === 'heading') index += by
    if (!entries[index]) return
    setActive(index)
    virtual.scrollToIndex(index <= 1 ? 0 : index)
  }

  function choose(entry: PickerEntry | undefined) {
    if (entry?.kind === 'model') onChoose({ address: entry.row.address, asTyped: false })
    if (entry?.kind === 'typed') onChoose({ address: entry.address, asTyped: true })
  }

  function keyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') move(event, active + 1, 1)
    else if (event.key === 'ArrowUp') move(event, active - 1, -1)
    else if (event.key === 'PageDown') move(event, active + page, 1)
    else if (event.key === 'PageUp') move(event, active - page, -1)
    else if (event.key === 'Enter') {
      event.preventDefault()
      // The list may still show an older query; Enter takes what belongs to the text in the box.
      const current = query === shownQuery ? entries : listPickerEntries(rows, query, context)
      choose(current[active])
    }
  }

  const options = entries.filter((entry) => entry.kind !== 'heading').length
  return (
    <>
      <div className="ui-input is-search">
        <Search aria-hidden />
        <input
          role="combobox"
          aria-label="Find or type a model id"
          aria-expanded
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={entries[active] ? `${listId}-${active}` : undefined}
          placeholder="Find or type a model id"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          value={query}
          onChange={(event) => search(event.currentTarget.value)}
          onKeyDown={keyDown}
        />
      </div>
      <span className="ui-sr" role="status">
        {options === 0 ? 'No model matches' : `${options} to choose from`}
      </span>
      {entries.length === 0 ? (
        <p className="ui-list-note">
          {query.trim() === ''
            ? 'There is no model yet.'
            : 'No model has these words. Type a whole model id to use it as it is.'}
        </p>
      ) : null}
      <div ref={scroller} id={listId} role="listbox" aria-label="Model" className="ui-options">
        <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = entries[item.index]
            return entry ? (
              <PickerRow
                key={item.key}
                id={`${listId}-${item.index}`}
                entry={entry}
                top={item.start}
                active={item.index === active}
                chosen={chosenKey !== undefined && entry.key === chosenKey}
                onPoint={() => setActive(item.index)}
                onChoose={() => choose(entry)}
              />
            ) : null
          })}
        </div>
      </div>
    </>
  )
}

function startAt(entries: readonly PickerEntry[], chosenKey: string | undefined): number {
  const chosen = entries.findIndex((entry) => entry.key === chosenKey)
  return chosen >= 0 ? chosen : entries.findIndex((entry) => entry.kind !== 'heading')
}
