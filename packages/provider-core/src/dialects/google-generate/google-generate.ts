/** @file Google's generateContent, at the Gemini API and at Vertex. */
import type { Dialect } from '../dialect.ts'
import { decodeError } from './errors.ts'
import { encodeRequest } from './request.ts'
import { decodeResponse } from './response.ts'
import { createStreamDecoder } from './stream.ts'

export const googleGenerate: Dialect = {
  id: 'google-generate',
  headers: () => ({}),
  encodeRequest,
  createStreamDecoder,
  decodeResponse,
  decodeError,
}
