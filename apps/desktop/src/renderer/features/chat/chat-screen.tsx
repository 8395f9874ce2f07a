import { EmptyState, Stage } from '@patchbay/ui'
import type { ReactElement } from 'react'

/** The chat. */
export function ChatScreen(_props: { chatId: string | undefined }): ReactElement {
  return (
    <Stage>
      <EmptyState title="Chat" />
    </Stage>
  )
}
