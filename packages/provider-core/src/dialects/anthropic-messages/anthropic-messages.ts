/** @file Anthropic's Messages API, on its own host, on Bedrock (invoke), on Vertex and at compatible servers. */
import type { ClientDialect } from '../dialect.ts'
import { encodeError } from './client-errors.ts'
import { decodeRequest } from './client-request.ts'
import { encodeResponse } from './client-response.ts'
import { createStreamEncoder } from './client-stream.ts'
import { decodeError } from './errors.ts'
import { encodeRequest } from './request.ts'
import { decodeResponse } from './response.ts'
import { createStreamDecoder } from './stream.ts'
import { readUsage, usualVersion } from './wire.ts'

export const anthropicMessages: ClientDialect = {
  id: 'anthropic-messages',
  headers: ({ anthropicVersion }) => ({ 'anthropic-version': anthropicVersion ?? usualVersion }),
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
