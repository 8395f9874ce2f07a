import { CopyButton, Facts, Pane, PaneHead, PaneScroll, PaneTitle, Section } from '@patchbay/ui'
import type { ReactElement } from 'react'
import type { AppInfo } from '#contract/shapes'
import { QueryView } from '../../lib/query-view.tsx'
import { useAppInfo } from '../../lib/resources/app.ts'
import { capitalise } from '../../lib/vault-words.ts'

/** Settings: About. */
export function AboutScreen(): ReactElement {
  return (
    <Pane aria-labelledby="page">
      <PaneHead>
        <PaneTitle id="page">About</PaneTitle>
      </PaneHead>
      <PaneScroll padding="form">
        <QueryView query={useAppInfo()} loadingText="Loading the facts">
          {(info) => <AboutFacts info={info} />}
        </QueryView>
      </PaneScroll>
    </Pane>
  )
}

function AboutFacts({ info }: { info: AppInfo }): ReactElement {
  const host = info.host === 'electron' ? 'Desktop app' : 'In the browser, served on this machine'
  return (
    <>
      <Section title="Patchbay">
        <Facts
          facts={[
            { name: 'Version', value: info.version },
            { name: 'Runs as', value: `${host}, ${info.platform}` },
            { name: 'Licence', value: 'MIT' },
          ]}
        />
      </Section>
      <Section title="Where things are kept">
        <Facts
          facts={[
            {
              name: 'Data folder',
              value: (
                <span className="ui-line">
                  <span className="break-all select-text">{info.home}</span>
                  <CopyButton
                    text={info.home}
                    label="Copy the path"
                    copiedLabel="Copied"
                    iconOnly
                  />
                </span>
              ),
              mono: true,
            },
            { name: 'Keys', value: wordVault(info) },
          ]}
        />
        {info.vault.reason ? <p className="ui-hint mt-2">{info.vault.reason}</p> : null}
      </Section>
    </>
  )
}

function wordVault({ vault }: AppInfo): string {
  const states = { ready: '', locked: ', locked', unavailable: ', not available' }
  return `${capitalise(vault.name)}${states[vault.state]}`
}
