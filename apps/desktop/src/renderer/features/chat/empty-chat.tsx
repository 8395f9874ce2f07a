import { Button, EmptyState, Skeleton } from '@patchbay/ui'
import { MessageSquare } from 'lucide-react'
import type { ReactElement } from 'react'
import { Link } from 'wouter'
import { routes } from '../../app/routes.ts'
import type { ChosenModel } from '../../lib/chat-drafts.ts'

export interface EmptyChatProps {
  model: ChosenModel | undefined
  /** A kept chat is on its way. */
  loading: boolean
  onPick: () => void
}

/** A chat in which nothing was said yet. */
export function EmptyChat({ model, loading, onPick }: EmptyChatProps): ReactElement {
  if (loading) {
    return (
      <div aria-busy="true" className="ui-body">
        <span className="ui-sr" role="status">
          Loading the chat
        </span>
        <Skeleton lines={4} />
      </div>
    )
  }
  return (
    <div className="grid place-items-center">
      {model ? (
        <EmptyState
          icon={<MessageSquare aria-hidden />}
          title={<span className="ui-code">{model.address.modelId}</span>}
        >
          Write a message to see whether it answers, how fast, and what was sent.
        </EmptyState>
      ) : (
        <EmptyState
          icon={<MessageSquare aria-hidden />}
          title="No model is chosen"
          actions={
            <>
              <Button onClick={onPick}>Choose a model</Button>
              <Button render={<Link href={routes.endpointNew} />}>Add a custom provider</Button>
            </>
          }
        >
          Add a custom provider, or save the key of a provider in Models & Providers.
        </EmptyState>
      )}
    </div>
  )
}
