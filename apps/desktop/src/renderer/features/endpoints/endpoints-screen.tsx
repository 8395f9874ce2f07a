import {
  Button,
  buttonClass,
  EmptyState,
  Pane,
  PaneFoot,
  PaneHead,
  PaneScroll,
  PaneTitle,
  SearchField,
} from '@patchbay/ui'
import { ChevronLeft, Import, Link2, Plug, Plus } from 'lucide-react'
import { useRef, useState, type ReactElement, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { navigate } from '../../app/location.ts'
import { routes } from '../../app/routes.ts'
import { openLinkBox } from '../../lib/link-box.ts'
import { QueryView } from '../../lib/query-view.tsx'
import { useEndpoints } from '../../lib/resources/endpoints.ts'
import { useProviders } from '../../lib/resources/providers.ts'
import { useShortcut, wordChord } from '../../lib/shortcuts.ts'
import { wordCount } from '../../lib/time-words.ts'
import { EndpointTable } from './endpoint-table.tsx'

/** Every custom provider with its state, and the ways to add one; `found` stands under them. */
export function EndpointsScreen({ found }: { found: ReactNode }): ReactElement {
  const endpoints = useEndpoints()
  const providers = useProviders()
  const [search, setSearch] = useState('')
  const box = useRef<HTMLInputElement>(null)
  useShortcut('find', () => box.current?.focus())
  const providerNames = new Map(providers.data?.map((provider) => [provider.id, provider.name]))
  const shown = endpoints.data?.filter((endpoint) => matches(endpoint, search))

  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <Link
          href={routes.models}
          className={`${buttonClass({ variant: 'ghost', iconOnly: true })} -mr-1 -ml-2`}
          aria-label="Back to Models & Providers"
        >
          <ChevronLeft aria-hidden />
        </Link>
        <PaneTitle id="page">Custom Providers</PaneTitle>
        <SearchField
          ref={box}
          className="ui-push max-w-60"
          label="Search custom providers"
          placeholder="Search providers"
          shortcut={wordChord('F')}
          value={search}
          onChange={setSearch}
        />
      </PaneHead>
      <PaneScroll padding="none">
        <QueryView query={endpoints} loadingText="Loading the custom providers">
          {(all) =>
            all.length === 0 ? (
              <EmptyState
                icon={<Plug aria-hidden />}
                title="No custom providers yet"
                actions={
                  <Button onClick={() => navigate(routes.endpointNew)}>Add your first one</Button>
                }
              >
                Add a self-hosted server, a company proxy, Azure, Bedrock or Vertex, then switch a
                provider to it.
              </EmptyState>
            ) : shown?.length === 0 ? (
              <EmptyState
                title="Nothing matches"
                actions={<Button onClick={() => setSearch('')}>Clear the search</Button>}
              >
                No custom provider has “{search}” in its name, type or host.
              </EmptyState>
            ) : (
              <EndpointTable endpoints={shown ?? []} providerNames={providerNames} />
            )
          }
        </QueryView>
        {found}
      </PaneScroll>
      <PaneFoot>
        <span className="ui-hint" role="status">
          {endpoints.data ? wordFound(shown?.length ?? 0, endpoints.data.length, search) : ''}
        </span>
        <Button className="ui-push" icon={<Link2 aria-hidden />} onClick={() => openLinkBox()}>
          Add from link…
        </Button>
        <Button icon={<Import aria-hidden />} onClick={() => navigate(routes.data)}>
          Import…
        </Button>
        <Button
          variant="primary"
          icon={<Plus aria-hidden />}
          onClick={() => navigate(routes.endpointNew)}
        >
          Add Provider
        </Button>
      </PaneFoot>
    </Pane>
  )
}

function wordFound(shown: number, all: number, search: string): string {
  if (search.trim() !== '') return `${shown} of ${wordCount(all, 'custom provider')}`
  return wordCount(all, 'custom provider')
}

function matches(endpoint: EndpointSummary, search: string): boolean {
  const text = `${endpoint.name} ${getSpec(endpoint.spec).label} ${endpoint.host}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
