/** @file For formats with a system field of their own and strictly alternating turns: Anthropic and Converse. */
import type { ChatMessage, ContentPart } from '../model/content.ts'
import type { Warn } from './warning-list.ts'

export interface Turn<Block> {
  readonly role: 'user' | 'assistant'
  readonly content: Block[]
}

/** What an encoder of the format makes of one part; an empty list leaves it out. */
export type EncodePart<Block> = (
  part: ContentPart,
  role: 'system' | 'user' | 'assistant',
) => readonly Block[]

/**
 * Takes system messages out and joins neighbouring turns of one role; tool results count as the user's. A
 * turn of which nothing can be said is left out, and its neighbours join.
 */
export function splitTurns<Block>(
  messages: readonly ChatMessage[],
  encodePart: EncodePart<Block>,
  warn: Warn,
): { readonly system: readonly Block[]; readonly turns: readonly Turn<Block>[] } {
  const system: Block[] = []
  const turns: Turn<Block>[] = []
  for (const message of messages) {
    const role = message.role === 'tool' ? 'user' : message.role
    const content = message.content.flatMap((part) => encodePart(part, role))
    if (message.name !== undefined) {
      warn('name-left-out', 'Names of participants were left out: this format has none.')
    }
    if (content.length === 0) continue
    if (role === 'system') {
      if (turns.length > 0) warn('system-moved', systemMoved)
      system.push(...content)
      continue
    }
    const last = turns.at(-1)
    if (last?.role === role) last.content.push(...content)
    else turns.push({ role, content })
  }
  return { system, turns }
}

const systemMoved =
  'This format has one system text: a system message inside the conversation was moved to its start.'
