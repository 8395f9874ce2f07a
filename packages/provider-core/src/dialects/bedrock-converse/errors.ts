/** @file Error bodies of Bedrock: `{message}`, with the type in `__type` or in the `x-amzn-errortype` header. */
import { awsErrorNames } from '../aws-exception.ts'
import { createErrorDecoder } from '../error-decoder.ts'

/**
 * The `x-amzn-errortype` header is not seen here: the status and the words are enough for the code (403 is
 * split into a refused signature and a missing permission).
 */
export const { decodeError, decodeStreamError } = createErrorDecoder(awsErrorNames)
