/** @file Error bodies of the Responses API: those of OpenAI. */
import type { DecodedError, JsonObject } from '../dialect.ts'
import { mapError } from '../map-status.ts'
import { openaiErrorNames } from '../openai-chat/errors.ts'

/** Decodes the body of a failed answer. */
export function decodeError(status: number, body: unknown): DecodedError {
  const { code, message, type } = mapError(status, body, openaiErrorNames)
  return { code, message, type }
}

/** Decodes an `error` event, in both shapes that are sent: flat (`code`, `message`) and with an `error` object. */
export function decodeStreamError(value: JsonObject): {
  readonly decoded: DecodedError
  readonly status: number | undefined
} {
  const { code, message, type, body } = mapError(undefined, value, openaiErrorNames)
  return { decoded: { code, message, type }, status: body.status }
}
