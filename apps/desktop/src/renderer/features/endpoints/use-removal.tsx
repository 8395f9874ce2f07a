/** @file Deleting a custom provider: asks when providers or gateway aliases use it, names them, and can be undone for a while. */
import { ConfirmDialog, useToasts } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { EndpointSummary } from '@patchbay/provider-core/model'
import { readErrorInfo, wordError } from '../../lib/error-words.ts'
import { dropGuard } from '../../lib/leave-guard.ts'
import { useRemoveEndpoint, useUndoRemoveEndpoint } from '../../lib/resources/endpoints.ts'
import { wordRemoval } from './removal-words.ts'
import { markRemoved, unmarkRemoved } from './removed-here.ts'

interface Question {
  endpoint: Pick<EndpointSummary, 'id' | 'name'>
  usedBy: readonly { id: string; name: string }[]
  aliases: readonly string[]
}

/**
 * @param onRemoved called once it is gone
 * @returns `remove` begins, `dialog` has to be drawn
 */
export function useRemoval(onRemoved?: () => void): {
  remove: (endpoint: Pick<EndpointSummary, 'id' | 'name'>) => void
  dialog: ReactElement | null
} {
  const toasts = useToasts()
  const removal = useRemoveEndpoint()
  const undo = useUndoRemoveEndpoint()
  const [question, setQuestion] = useState<Question>()

  function fail(error: unknown) {
    toasts.show({ message: wordError(readErrorInfo(error)) })
  }

  /** Goes on when what it was called from is gone, as the list may know of the removal first. */
  async function remove(endpoint: Question['endpoint'], confirmed = false) {
    const { id, name } = endpoint
    markRemoved(id)
    try {
      const result = await removal.mutateAsync({ id, confirmed })
      if (!result.ok) {
        unmarkRemoved(id)
        setQuestion({ endpoint, usedBy: result.usedBy, aliases: result.aliases })
        return
      }
      setQuestion(undefined)
      toasts.show({
        message: `Deleted “${name}”.`,
        seconds: Math.round(result.undoMs / 1000),
        undo: { label: 'Undo', onUndo: () => void bringBack(id, result.undoToken) },
      })
      dropGuard()
      onRemoved?.()
    } catch (error) {
      unmarkRemoved(id)
      fail(error)
    }
  }

  async function bringBack(id: string, undoToken: string) {
    await undo.mutateAsync({ undoToken }).then(() => unmarkRemoved(id), fail)
  }

  const names = question?.usedBy.map((provider) => provider.name) ?? []
  const dialog = question ? (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) setQuestion(undefined)
      }}
      title={`Delete “${question.endpoint.name}”?`}
      confirmLabel="Delete"
      cancelLabel="Cancel"
      tone="danger"
      pending={removal.isPending}
      onConfirm={() => void remove(question.endpoint, true)}
    >
      {wordRemoval(names, question.aliases)}
    </ConfirmDialog>
  ) : null
  return { remove: (endpoint) => void remove(endpoint), dialog }
}
