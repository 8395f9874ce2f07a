import {
  FieldMessage,
  Pane,
  PaneHead,
  PaneScroll,
  PaneTitle,
  Section,
  SegmentedRadio,
} from '@patchbay/ui'
import type { ReactElement } from 'react'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { useAppInfo, useSetTheme } from '../../lib/resources/app.ts'
import type { Theme } from '#contract/shapes'

const themes: { value: Theme; label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** Settings: Appearance. */
export function AppearanceScreen(): ReactElement {
  const { data: info } = useAppInfo()
  const setTheme = useSetTheme()
  const wanted = setTheme.isPending ? setTheme.variables.theme : info?.theme
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">Appearance</PaneTitle>
      </PaneHead>
      <PaneScroll padding="form">
        <Section title="Theme" hint="System follows what this machine is set to.">
          <SegmentedRadio
            legend="Theme"
            hideLegend
            value={wanted ?? null}
            onChange={(theme) => setTheme.mutate({ theme })}
            options={themes}
          />
          {setTheme.error ? (
            <FieldMessage tone="error">{wordError(readErrorInfo(setTheme.error))}</FieldMessage>
          ) : null}
        </Section>
      </PaneScroll>
    </Pane>
  )
}
