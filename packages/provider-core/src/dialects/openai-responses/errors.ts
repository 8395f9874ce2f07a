/** @file Error bodies of the Responses API: those of OpenAI. */
import { createErrorDecoder } from '../error-decoder.ts'
import { openaiErrorNames } from '../openai-chat/errors.ts'

/** An `error` event comes in two shapes, flat (`code`, `message`) and with an `error` object: both are read. */
export const { decodeError, decodeStreamError } = createErrorDecoder(openaiErrorNames)
