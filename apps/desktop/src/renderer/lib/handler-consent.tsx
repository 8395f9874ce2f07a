/** @file Asks before a custom handler may run; the host runs none that was not agreed to by its hash. */
import { ConfirmDialog, Facts, useToasts } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { HandlerInspection } from '#contract/handler-contract'
import { writeArgument } from '#contract/write-argument'
import { readErrorInfo, wordError } from './error-words.ts'
import { useHandlerConsentCalls } from './resources/handlers.ts'

type Usable = HandlerInspection & { ok: true }

interface Question {
  found: Usable
  answer: (yes: boolean) => void
}

export interface HandlerConsent {
  /** Shows the files as they are now and asks. True when they may run, now or before. */
  review: (file: string) => Promise<boolean>
  /** Has to be drawn. */
  dialog: ReactElement | null
}

export function useHandlerConsent(): HandlerConsent {
  const calls = useHandlerConsentCalls()
  const toasts = useToasts()
  const [question, setQuestion] = useState<Question>()

  async function settle(found: Usable): Promise<boolean> {
    const after = await calls.confirm(found.file, found.hash)
    if (!after.ok) toasts.show({ message: after.message })
    else if (after.hash !== found.hash) {
      toasts.show({ message: 'The files changed while you looked at them. Review them again.' })
    }
    return after.ok && after.consent === 'confirmed'
  }

  async function review(file: string): Promise<boolean> {
    try {
      const found = await calls.inspect(file)
      if (!found.ok) {
        toasts.show({ message: found.message })
        return false
      }
      if (found.consent === 'confirmed' || found.asks === 'host') return await settle(found)
      const yes = await new Promise<boolean>((answer) => setQuestion({ found, answer }))
      setQuestion(undefined)
      return yes && (await settle(found))
    } catch (error) {
      toasts.show({ message: wordError(readErrorInfo(error)) })
      return false
    }
  }

  const dialog = question ? (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) question.answer(false)
      }}
      title="Let this handler run on your computer?"
      confirmLabel="Allow"
      cancelLabel="Do not allow"
      tone="danger"
      onConfirm={() => question.answer(true)}
    >
      <p className="mb-2">
        It is run in a process apart: it sees its own folder, the network that you allow here, and
        the secrets that you give it. Allow it only if you know what it does. When a file changes,
        you are asked again.
      </p>
      <HandlerFiles found={question.found} />
    </ConfirmDialog>
  ) : null
  return { review, dialog }
}

const shownFiles = 12

/** What a yes is about: the file, all that it loads, and the hash over everything. */
export function HandlerFiles({ found }: { found: Usable }): ReactElement {
  const { file, files, hash } = found
  const more = files.length - shownFiles
  const listed = files.slice(0, shownFiles).map(({ path }) => writeArgument(path))
  return (
    <Facts
      facts={[
        { name: 'File', value: writeArgument(file), mono: true },
        {
          name: files.length === 1 ? 'Consists of' : `Consists of ${files.length} files`,
          value: more > 0 ? `${listed.join(', ')} and ${more} more` : listed.join(', '),
          mono: true,
        },
        { name: 'Hash', value: hash, mono: true },
      ]}
    />
  )
}
