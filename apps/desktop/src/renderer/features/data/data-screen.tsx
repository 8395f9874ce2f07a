import { Pane, PaneHead, PaneScroll, PaneTitle, Section } from '@patchbay/ui'
import type { ReactElement } from 'react'
import { useAppInfo } from '../../lib/resources/app.ts'
import { ExportSection } from './export-section.tsx'
import { ImportSection } from './import-section.tsx'

/** Settings: Data. Set-ups in and out, and where everything is kept. */
export function DataScreen(): ReactElement {
  const { data: info } = useAppInfo()
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">Data</PaneTitle>
      </PaneHead>
      <PaneScroll padding="form">
        <ExportSection />
        <ImportSection />
        <Section title="Data folder">
          <p className="ui-soft">
            Settings and chats are in{' '}
            <code className="ui-code break-all select-text">{info?.home}</code>. Keys are not in it
            unless you chose a sealed file.
          </p>
        </Section>
      </PaneScroll>
    </Pane>
  )
}
