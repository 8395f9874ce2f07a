/** @file OpenAI's Responses API. */
import type { Dialect } from '../dialect.ts'
import { decodeError } from './errors.ts'
import { encodeRequest } from './request.ts'
import { decodeResponse } from './response.ts'
import { createStreamDecoder } from './stream.ts'

export const openaiResponses: Dialect = {
  id: 'openai-responses',
  headers: () => ({}),
  encodeRequest,
  createStreamDecoder,
  decodeResponse,
  decodeError,
}
