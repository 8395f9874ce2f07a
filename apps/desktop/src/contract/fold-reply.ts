/** @file The pure reducer that turns chat events into a reply: the host keeps what the window shows. */
import type { ChatEvent } from '@patchbay/provider-core/model'
import type { ChatTurn } from './shapes.ts'

/** @param atMs milliseconds since the reply began, for how long it thought */
export function foldReply(reply: ChatTurn, event: ChatEvent, atMs: number): ChatTurn {
  switch (event.type) {
    case 'start':
      return event.warnings?.length ? { ...reply, warnings: event.warnings } : reply
    case 'text-delta':
      return event.choice ? reply : { ...reply, text: reply.text + event.text }
    case 'reasoning-delta':
      return event.choice
        ? reply
        : {
            ...reply,
            reasoning: (reply.reasoning ?? '') + event.text,
            reasoningMs: Math.round(atMs),
          }
    case 'finish':
      return {
        ...reply,
        status: 'complete',
        finishReason: event.reason,
        ...(event.usage ? { usage: event.usage } : {}),
        ...(event.timing ? { timing: event.timing } : {}),
      }
    case 'error':
      return event.error.code === 'aborted'
        ? { ...reply, status: 'stopped' }
        : { ...reply, status: 'failed', error: event.error }
    // The pane shows text and reasoning; the other kinds of content pass it by.
    default:
      return reply
  }
}
