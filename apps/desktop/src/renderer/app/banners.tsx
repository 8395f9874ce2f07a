import { Button, Notice } from '@patchbay/ui'
import type { ReactElement, ReactNode } from 'react'
import { useAppInfo, useDismissNotice, useRetryVault } from '../lib/resources/app.ts'
import { askAboutVault } from '../lib/vault-question.ts'
import { capitalise } from '../lib/vault-words.ts'
import type { VaultStatus } from '#contract/shapes'

const tones = { error: 'error', warning: 'warn', note: 'info' } as const

/** What the app must tell over every screen: a lost host, a vault that cannot be used, notices. */
export function Banners({ connection }: { connection: 'listening' | 'lost' }): ReactElement | null {
  const { data } = useAppInfo()
  const dismiss = useDismissNotice()
  const banners: ReactNode[] = []
  if (connection === 'lost') {
    banners.push(
      <Notice
        key="lost"
        tone="error"
        role="alert"
        title="The connection to Patchbay was lost."
        actions={
          <Button size="sm" onClick={() => location.reload()}>
            Reload the window
          </Button>
        }
      >
        The part that runs behind this window has stopped. Start it again, then reload.
      </Notice>,
    )
  }
  if (data && data.vault.state !== 'ready') {
    banners.push(<VaultBanner key="vault" vault={data.vault} />)
  }
  for (const notice of data?.notices ?? []) {
    banners.push(
      <Notice
        key={notice.id}
        tone={tones[notice.severity]}
        role={notice.severity === 'note' ? 'status' : 'alert'}
        dismissLabel="Dismiss"
        onDismiss={() => dismiss.mutate({ id: notice.id })}
      >
        {notice.message}
      </Notice>,
    )
  }
  if (banners.length === 0) return null
  return (
    <section aria-label="Notices" className="grid flex-none gap-2 pr-2 pb-2">
      {banners}
    </section>
  )
}

function VaultBanner({ vault }: { vault: VaultStatus }): ReactElement {
  const retry = useRetryVault()
  if (vault.state === 'unavailable') {
    return (
      <Notice
        tone="warn"
        title="There is no keychain here, so keys have no place yet."
        actions={
          <Button size="sm" onClick={askAboutVault}>
            Choose where keys go…
          </Button>
        }
      >
        {vault.reason}
      </Notice>
    )
  }
  return (
    <Notice
      tone="warn"
      title={`${capitalise(vault.name)} is locked.`}
      actions={
        vault.kind === 'file' ? (
          <Button size="sm" onClick={askAboutVault}>
            Unlock…
          </Button>
        ) : (
          <Button size="sm" loading={retry.isPending} onClick={() => retry.mutate(undefined)}>
            Try again
          </Button>
        )
      }
    >
      {vault.reason ?? 'Saved keys cannot be read until it is unlocked.'}
    </Notice>
  )
}
