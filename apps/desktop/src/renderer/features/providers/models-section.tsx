import { Button, EmptyState, SearchField, Section } from '@patchbay/ui'
import { Plug } from 'lucide-react'
import { useDeferredValue, useMemo, useRef, useState, type ReactElement } from 'react'
import type { EndpointSummary, ProviderSummary } from '@patchbay/provider-core/model'
import { navigate } from '../../app/location.ts'
import { routes } from '../../app/routes.ts'
import { QueryView } from '../../lib/query-view.tsx'
import { useModels } from '../../lib/resources/models.ts'
import { useShortcut, wordChord } from '../../lib/shortcuts.ts'
import { toModelLines } from './model-lines.ts'
import { ModelsTable } from './models-table.tsx'

export interface ModelsSectionProps {
  /** What scrolls; null until it stands. */
  pane: HTMLElement | null
  providers: readonly ProviderSummary[]
  endpoints: readonly EndpointSummary[]
}

/** Every model by provider, searchable, with where it goes now. */
export function ModelsSection(props: ModelsSectionProps): ReactElement {
  const models = useModels()
  const [search, setSearch] = useState('')
  const wanted = useDeferredValue(search)
  const box = useRef<HTMLInputElement>(null)
  const section = useRef<HTMLElement>(null)
  useShortcut('find', () => {
    box.current?.focus({ preventScroll: true })
    const { pane } = props
    if (!pane || !section.current) return
    // By hand: `scrollIntoView` would move the frame around the pane too.
    const top = section.current.getBoundingClientRect().top - pane.getBoundingClientRect().top
    pane.scrollBy({ top })
  })
  const lines = useMemo(() => toModelLines(models.data ?? [], wanted), [models.data, wanted])
  const found = lines.filter((line) => line.kind === 'model').length
  const all = models.data?.length ?? 0

  return (
    <Section
      ref={section}
      fillsPane
      title="Models"
      hint={<span role="status">{wanted.trim() === '' ? all : `${found} of ${all}`}</span>}
      actions={
        <>
          <SearchField
            ref={box}
            className="max-w-56"
            label="Search models"
            shortcut={wordChord('F')}
            value={search}
            onChange={setSearch}
          />
          <Button icon={<Plug aria-hidden />} onClick={() => navigate(routes.endpoints)}>
            Custom Providers
          </Button>
        </>
      }
    >
      <QueryView query={models} loadingText="Loading the models">
        {() =>
          found === 0 ? (
            <EmptyState
              title={all === 0 ? 'No models yet' : 'Nothing matches'}
              actions={
                all === 0 ? undefined : (
                  <Button onClick={() => setSearch('')}>Clear the search</Button>
                )
              }
            >
              {all === 0
                ? 'Add a custom provider, or a key to a provider above.'
                : `No model has “${wanted}” in its id, provider or route.`}
            </EmptyState>
          ) : (
            <ModelsTable {...props} lines={lines} />
          )
        }
      </QueryView>
    </Section>
  )
}
