/** @file OpenAI's Chat Completions, as OpenAI, Azure and every compatible server speak it. */
import type { ClientDialect } from '../dialect.ts'
import { encodeError } from './client-errors.ts'
import { decodeRequest } from './client-request.ts'
import { encodeResponse } from './client-response.ts'
import { createStreamEncoder } from './client-stream.ts'
import { decodeError } from './errors.ts'
import { encodeRequest } from './request.ts'
import { decodeResponse } from './response.ts'
import { createStreamDecoder } from './stream.ts'
import { readUsage } from './wire.ts'

export const openaiChat: ClientDialect = {
  id: 'openai-chat',
  headers: () => ({}),
  encodeRequest,
  createStreamDecoder,
  decodeResponse,
  decodeError,
  decodeRequest,
  createStreamEncoder,
  encodeResponse,
  encodeError,
  usageField: 'usage',
  readUsage,
}
