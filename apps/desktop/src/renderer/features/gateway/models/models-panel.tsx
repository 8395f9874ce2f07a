import { Button, EmptyState, PaneScroll, SearchField, Section } from '@patchbay/ui'
import { useDeferredValue, useMemo, useRef, useState, type ReactElement } from 'react'
import { navigate } from '../../../app/location.ts'
import { routes } from '../../../app/routes.ts'
import { QueryView } from '../../../lib/query-view.tsx'
import { useGatewayAliases, useGatewayModels } from '../../../lib/resources/gateway.ts'
import { useShortcut, wordChord } from '../../../lib/shortcuts.ts'
import { AliasesSection } from './aliases-section.tsx'
import { toNameLines } from './name-lines.ts'
import { NamesTable } from './names-table.tsx'

/** Aliases, and every name that tools may ask for. */
export function ModelsPanel(): ReactElement {
  const [pane, setPane] = useState<HTMLElement | null>(null)
  const models = useGatewayModels()
  const aliases = useGatewayAliases().data
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const box = useRef<HTMLInputElement>(null)
  useShortcut('find', () => box.current?.focus())
  const lines = useMemo(() => toNameLines(models.data ?? [], wanted), [models.data, wanted])
  const found = lines.filter((line) => line.kind === 'name').length
  const all = models.data?.length ?? 0
  const broken = models.data?.filter((model) => !model.result.ok).length ?? 0

  return (
    <PaneScroll ref={setPane} className="h-full">
      <AliasesSection />
      <Section
        fillsPane
        title="Models it serves"
        hint={
          <span role="status">
            {wanted.trim() === '' ? all : `${found} of ${all}`}
            {broken > 0 && wanted.trim() === '' ? `, ${broken} lead nowhere` : null}
          </span>
        }
        actions={
          <SearchField
            ref={box}
            label="Search names"
            shortcut={wordChord('F')}
            value={search}
            onChange={setSearch}
          />
        }
      >
        <QueryView query={models} loadingText="Loading the names">
          {() =>
            found > 0 ? (
              <NamesTable pane={pane} lines={lines} above={aliases?.length} />
            ) : all === 0 ? (
              <EmptyState
                title="No names yet"
                actions={
                  <Button onClick={() => navigate(routes.endpoints)}>Custom Providers</Button>
                }
              >
                Add a custom provider, or a key to a provider; its models are served under its name.
              </EmptyState>
            ) : (
              <EmptyState
                title="Nothing matches"
                actions={<Button onClick={() => setSearch('')}>Clear the search</Button>}
              >
                No name has “{wanted}” in it or in where it leads.
              </EmptyState>
            )
          }
        </QueryView>
      </Section>
    </PaneScroll>
  )
}
