/** @file Warnings about what a request asked for and its wire format cannot say. */
import type { Warning } from '../model/chat-event.ts'
import type { ChatMessage } from '../model/content.ts'

/** Reasoning of earlier replies that is not sent back. `undefined` when there is none such. */
export function warnReasoningLeftOut(
  messages: readonly ChatMessage[],
  onlyUnsigned: boolean,
): Warning | undefined {
  const leftOut = messages.some((message) =>
    message.content.some(
      (part) => part.type === 'reasoning' && !(onlyUnsigned && part.signature !== undefined),
    ),
  )
  if (!leftOut) return undefined
  return {
    code: 'reasoning-left-out',
    message: onlyUnsigned
      ? 'Reasoning of earlier replies without a signature was left out: this format takes it back only with one.'
      : 'Reasoning of earlier replies was left out: this format does not take it back.',
  }
}

/** Temperature for formats whose range ends at 1, with a warning where it had to be lowered. */
export function clampTemperature(temperature: number | undefined): {
  readonly temperature: number | undefined
  readonly warning: Warning | undefined
} {
  if (temperature === undefined || temperature <= 1) return { temperature, warning: undefined }
  const message = `Temperature ${temperature} was lowered to 1, the highest that this format takes.`
  return { temperature: 1, warning: { code: 'temperature-lowered', message } }
}

/** The warnings that there are. */
export function collectWarnings(...warnings: readonly (Warning | undefined)[]): Warning[] {
  return warnings.filter((warning) => warning !== undefined)
}
