/** @file OpenAI's Chat Completions, as OpenAI, Azure and every compatible server speak it. */
import type { Dialect } from '../dialect.ts'
import { decodeError } from './errors.ts'
import { encodeRequest } from './request.ts'
import { decodeResponse } from './response.ts'
import { createStreamDecoder } from './stream.ts'

export const openaiChat: Dialect = {
  id: 'openai-chat',
  headers: () => ({}),
  encodeRequest,
  createStreamDecoder,
  decodeResponse,
  decodeError,
}
