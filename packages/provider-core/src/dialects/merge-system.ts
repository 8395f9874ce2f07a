/** @file System text for models without a system role, and for wire formats that keep it apart from the turns. */
import type { Warning } from '../model/chat-event.ts'
import type { ChatMessage, ContentPart } from '../model/content.ts'
import { joinText, textSeparator } from './join-text.ts'

/**
 * Merges system text into the next user turn (or the last one, when none follows). The result never has
 * two user turns in a row, and the input is not changed. LiteLLM's `supports_system_message: false`
 * also merges into assistant turns and may leave two user turns; this does neither, on purpose.
 */
export function mergeSystem(messages: readonly ChatMessage[]): ChatMessage[] {
  const out: ChatMessage[] = []
  let pending: string[] = []
  for (const message of messages) {
    if (message.role === 'system') {
      pending.push(joinText(message.content))
    } else if (message.role === 'user') {
      appendUser(out, { ...message, content: prependText(pending, message.content) })
      pending = []
    } else {
      out.push(message)
    }
  }
  if (pending.length > 0) appendUser(out, { role: 'user', content: prependText(pending, []) })
  return out
}

/** Puts the system text before the first text of a turn, so that text-only turns stay one part. */
function prependText(system: readonly string[], content: readonly ContentPart[]): ContentPart[] {
  const lines = system.filter((text) => text !== '')
  if (lines.length === 0) return [...content]
  const [first, ...rest] = content
  if (first?.type !== 'text') return [{ type: 'text', text: lines.join(textSeparator) }, ...content]
  return [{ ...first, text: [...lines, first.text].join(textSeparator) }, ...rest]
}

function appendUser(out: ChatMessage[], message: ChatMessage): void {
  const last = out.at(-1)
  if (last?.role !== 'user') {
    out.push(message)
    return
  }
  out[out.length - 1] = { ...last, content: [...last.content, ...message.content] }
}

export type TextPart = Extract<ContentPart, { type: 'text' }>

export interface Turn {
  readonly role: 'user' | 'assistant'
  readonly content: ContentPart[]
}

function isWord(part: ContentPart): part is TextPart {
  return part.type === 'text' && part.text !== ''
}

/** A conversation whose system text stands apart. */
export interface SplitMessages {
  /** One entry for each system message. */
  readonly system: readonly string[]
  /** The same text part by part, with cache marks. */
  readonly systemParts: readonly TextPart[]
  /** User and assistant turns, strictly alternating: neighbours of one role are one turn. Tool results stand in user turns. */
  readonly turns: readonly Turn[]
  readonly warnings: readonly Warning[]
}

/**
 * Takes system messages out of the conversation and joins neighbouring turns of one role, for the
 * formats with a system field of their own (Anthropic, Google, Bedrock). A system message that came
 * after a turn loses its place, which is a warning.
 * @param keep whether the format can say a part; a turn without any is left out, and its neighbours join
 */
export function splitSystem(
  messages: readonly ChatMessage[],
  keep: (part: ContentPart) => boolean,
): SplitMessages {
  const system: string[] = []
  const systemParts: TextPart[] = []
  const turns: Turn[] = []
  let moved = false
  for (const message of messages) {
    if (message.role === 'system') {
      const text = joinText(message.content)
      if (text === '') continue
      system.push(text)
      systemParts.push(...message.content.filter(isWord))
      moved ||= turns.length > 0
      continue
    }
    const content = message.content.filter(keep)
    if (content.length === 0) continue
    const role = message.role === 'assistant' ? 'assistant' : 'user'
    const last = turns.at(-1)
    if (last?.role === role) {
      turns[turns.length - 1] = { role, content: [...last.content, ...content] }
    } else {
      turns.push({ role, content })
    }
  }
  return { system, systemParts, turns, warnings: moved ? [systemMovedWarning] : [] }
}

const systemMovedWarning: Warning = {
  code: 'system-moved',
  message:
    'This format has one system text: a system message inside the conversation was moved to its start.',
}
