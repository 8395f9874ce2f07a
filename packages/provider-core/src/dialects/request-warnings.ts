/** @file Warnings about what a request asked for and its wire format cannot say. */
import type { Warning } from '../model/chat-event.ts'
import type { ChatRequest } from '../model/chat-request.ts'
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

/**
 * One warning for each of the settings that the request has and the format does not.
 * Codes are the settings' names: `topK` → `top-k-left-out`.
 * @param format its name for people, as in "the Responses API"
 */
export function warnSettingsLeftOut(
  request: ChatRequest,
  names: readonly (keyof ChatRequest)[],
  format: string,
): Warning[] {
  return names
    .filter((name) => {
      const value = request[name]
      // One choice, and text alone, are what every format gives anyway.
      if (name === 'choices') return (request.choices ?? 1) > 1
      if (Array.isArray(value)) return value.some((entry) => entry !== 'text')
      return value !== undefined
    })
    .map((name) => {
      const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
      return {
        code: `${words.replaceAll(' ', '-')}-left-out`,
        message: `"${words}" was left out: ${format} has no such setting.`,
      }
    })
}

/** A part of a message that the format cannot say, as a warning named for its kind: `audio-left-out`. */
export function createPartWarning(kind: string, format: string): Warning {
  return {
    code: `${kind}-left-out`,
    message: `A part of the kind "${kind}" was left out: ${format} cannot carry it there.`,
  }
}

/** The warnings that there are, each once. */
export function collectWarnings(...warnings: readonly (Warning | undefined)[]): Warning[] {
  const seen = new Map<string, Warning>()
  for (const warning of warnings) {
    if (warning !== undefined) seen.set(`${warning.code}\n${warning.message}`, warning)
  }
  return [...seen.values()]
}
