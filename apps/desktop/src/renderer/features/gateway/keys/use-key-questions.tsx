/** @file Rotating and revoking a key: asked first, naming who stops working. */
import { ConfirmDialog, useToasts } from '@patchbay/ui'
import { useState, type ReactElement } from 'react'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import { readErrorInfo, wordError } from '../../../lib/error-words.ts'
import { useRevokeGatewayKey, useRotateGatewayKey } from '../../../lib/resources/gateway.ts'
import { toolsOfKey, wordLoss } from './key-words.ts'

interface Question {
  action: 'rotate' | 'revoke'
  key: GatewayKeySummary
}

export interface KeyQuestions {
  ask: (action: Question['action'], key: GatewayKeySummary) => void
  /** Has to be drawn. */
  dialog: ReactElement | null
}

/** @param requests the last ones, to name the tools that use a key */
export function useKeyQuestions(requests: readonly GatewayRequest[]): KeyQuestions {
  const toasts = useToasts()
  const rotate = useRotateGatewayKey()
  const revoke = useRevokeGatewayKey()
  const [question, setQuestion] = useState<Question>()

  function answer({ action, key }: Question) {
    const done = {
      onSuccess: () => {
        setQuestion(undefined)
        toasts.show({
          message:
            action === 'rotate' ? `“${key.name}” has a new value.` : `Revoked “${key.name}”.`,
        })
      },
      onError: (error: unknown) => {
        setQuestion(undefined)
        toasts.show({ message: wordError(readErrorInfo(error)) })
      },
    }
    if (action === 'rotate') rotate.mutate({ id: key.id }, done)
    else revoke.mutate({ id: key.id }, done)
  }

  const ask: KeyQuestions['ask'] = (action, key) => setQuestion({ action, key })
  if (!question) return { ask, dialog: null }

  const { action, key } = question
  const loss = wordLoss(toolsOfKey(requests, key.id), key.lastUsedAt !== undefined)
  const after =
    action === 'rotate' ? 'until they get the new value' : 'from now on; this cannot be undone'
  const dialog = (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) setQuestion(undefined)
      }}
      title={action === 'rotate' ? `Rotate “${key.name}”?` : `Revoke “${key.name}”?`}
      confirmLabel={action === 'rotate' ? 'Rotate' : 'Revoke'}
      cancelLabel="Cancel"
      tone="danger"
      pending={rotate.isPending || revoke.isPending}
      onConfirm={() => answer(question)}
    >
      {`The present value stops working at once. ${loss}${loss.startsWith('No tool') ? '' : ` ${after}`}.`}
    </ConfirmDialog>
  )
  return { ask, dialog }
}
