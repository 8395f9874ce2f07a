/** @file System text for models without a system role. */
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
