import { GroupBox, Pane, PaneHead, PaneScroll, PaneTitle, Section } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import { QueryView } from '../../lib/query-view.tsx'
import { useEndpoints } from '../../lib/resources/endpoints.ts'
import { useProviders } from '../../lib/resources/providers.ts'
import { ModelsSection } from './models-section.tsx'
import { ProviderRow } from './provider-row.tsx'

/** Where each provider's models are sent, and where each model goes now. */
export function ProvidersScreen(): ReactElement {
  const providers = useProviders()
  const endpoints = useEndpoints()
  // In state, so that the list of models learns of the pane as soon as it stands.
  const [pane, setPane] = useState<HTMLElement | null>(null)

  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">Models &amp; Providers</PaneTitle>
      </PaneHead>
      <PaneScroll ref={setPane}>
        <Section title="Providers" hint="The mode decides where a provider’s models are sent.">
          <QueryView query={providers} loadingText="Loading the providers">
            {(list) => (
              <GroupBox>
                {list.map((provider) => (
                  <ProviderRow
                    key={provider.id}
                    provider={provider}
                    endpoints={endpoints.data ?? []}
                  />
                ))}
              </GroupBox>
            )}
          </QueryView>
        </Section>
        <ModelsSection
          pane={pane}
          providers={providers.data ?? []}
          endpoints={endpoints.data ?? []}
        />
      </PaneScroll>
    </Pane>
  )
}
