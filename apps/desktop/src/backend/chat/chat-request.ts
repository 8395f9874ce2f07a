/** @file From a chat's turns to the neutral request, and to a title. */
import type { ChatMessage, ChatRequest } from '@patchbay/provider-core/model'
import type { ChatSettings, ChatTurn } from '#contract/shapes'

/** Replies that failed or were stopped before any text are left out; the rest goes as text. */
export function toChatRequest(turns: readonly ChatTurn[], settings: ChatSettings): ChatRequest {
  const messages: ChatMessage[] = turns
    .filter((turn) => turn.text !== '')
    .map((turn) => ({ role: turn.role, content: [{ type: 'text', text: turn.text }] }))
  const system = settings.system?.trim()
  if (system) messages.unshift({ role: 'system', content: [{ type: 'text', text: system }] })
  return {
    messages,
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
    ...(settings.maxOutputTokens === undefined
      ? {}
      : { maxOutputTokens: settings.maxOutputTokens }),
  }
}

/** First line of the first message, at most 80 characters. */
export function titleOf(text: string): string {
  const line = text.trim().split(/\r?\n/, 1)[0] ?? ''
  const characters = [...line]
  return characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : line || 'New chat'
}
