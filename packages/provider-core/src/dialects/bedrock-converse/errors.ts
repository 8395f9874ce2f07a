/** @file Error bodies of Bedrock: `{message}`, with the type in `__type` or in the `x-amzn-errortype` header. */
import { awsErrorNames } from '../aws-exception.ts'
import { createErrorDecoder } from '../error-decoder.ts'

/** The header is put into the body as `__type` before it comes here. */
export const { decodeError, decodeStreamError } = createErrorDecoder(awsErrorNames)
