/** @file Anthropic's Messages API, on its own host, on Bedrock (invoke), on Vertex and at compatible servers. */
import type { Dialect } from '../dialect.ts'
import { decodeError } from './errors.ts'
import { encodeRequest } from './request.ts'
import { decodeResponse } from './response.ts'
import { createStreamDecoder } from './stream.ts'
import { usualVersion } from './wire.ts'

export const anthropicMessages: Dialect = {
  id: 'anthropic-messages',
  headers: ({ anthropicVersion }) => ({ 'anthropic-version': anthropicVersion ?? usualVersion }),
  encodeRequest,
  createStreamDecoder,
  decodeResponse,
  decodeError,
}
