/** @file What sending, editing, asking again and answering a tool do to the turns of a chat. Pure but for new ids. */
import { randomUUID } from 'node:crypto'
import { ProviderError } from '@patchbay/provider-core'
import type { ChatTurn } from '#contract/shapes'
import { toResultParts } from './chat-request.ts'
import type { SendInput } from './reply-requests.ts'

interface TurnMaking {
  /** When the new turn was made: ISO 8601, UTC. */
  readonly at: string
  readonly toFiles: (ids: readonly string[]) => ChatTurn['parts']
}

/** The turns that the request will carry, and from which position on they differ from what is kept. */
export function applyAction(
  turns: readonly ChatTurn[],
  action: SendInput['action'],
  { at, toFiles }: TurnMaking,
): { turns: ChatTurn[]; from: number } {
  const create = (): ChatTurn => newTurn('user', at)
  if (action.type === 'send') {
    const parts = [...toFiles(action.attachments ?? []), ...toText(action.text)]
    return { turns: [...turns, { ...create(), parts }], from: turns.length }
  }
  const id = action.type === 'edit' ? action.turnId : action.replyId
  const index = turns.findIndex((turn) => turn.id === id)
  const found = turns[index]
  if (!found)
    throw new ProviderError({ code: 'not-found', message: 'This message is not there any more.' })
  if (action.type === 'tool-results') {
    const parts = toResultParts(found, action.results)
    return { turns: [...turns.slice(0, index + 1), { ...create(), parts }], from: index + 1 }
  }
  const kept = turns.slice(0, index)
  if (action.type === 'regenerate') return { turns: kept, from: index }
  const parts = [...found.parts.filter((part) => part.type !== 'text'), ...toText(action.text)]
  if (parts.length === 0)
    throw new ProviderError({ code: 'invalid-request', message: 'A message needs words or files.' })
  return { turns: [...kept, { ...create(), parts }], from: index }
}

const toText = (text: string): ChatTurn['parts'] => (text === '' ? [] : [{ type: 'text', text }])

/** A turn without parts; a reply streams until it is told otherwise. */
export function newTurn(role: ChatTurn['role'], createdAt: string): ChatTurn {
  return {
    id: randomUUID(),
    role,
    parts: [],
    status: role === 'user' ? 'complete' : 'streaming',
    createdAt,
  }
}
