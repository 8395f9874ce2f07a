/** @file Google's generateContent, at the Gemini API and at Vertex; both directions. */
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

export const googleGenerate: ClientDialect = {
  id: 'google-generate',
  headers: () => ({}),
  encodeRequest,
  createStreamDecoder,
  decodeResponse,
  decodeError,
  decodeRequest,
  createStreamEncoder,
  encodeResponse,
  encodeError,
  usageField: 'usageMetadata',
  readUsage,
}
