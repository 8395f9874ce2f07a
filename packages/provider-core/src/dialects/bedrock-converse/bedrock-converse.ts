/** @file Amazon Bedrock's Converse. */
import type { Dialect } from '../dialect.ts'
import { decodeError } from './errors.ts'
import { encodeRequest } from './request.ts'
import { decodeResponse } from './response.ts'
import { createStreamDecoder } from './stream.ts'

export const bedrockConverse: Dialect = {
  id: 'bedrock-converse',
  headers: () => ({}),
  encodeRequest,
  createStreamDecoder,
  decodeResponse,
  decodeError,
}
