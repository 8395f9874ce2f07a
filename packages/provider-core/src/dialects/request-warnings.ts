/** @file Warnings about what a request asked for and its wire format cannot say. */
import type { Warning } from '../model/chat-event.ts'
import type { ChatRequest } from '../model/chat-request.ts'

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
