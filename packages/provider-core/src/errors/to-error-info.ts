/** @file The one way in which an error of any kind becomes plain data. */
import type { ErrorInfo } from '../model/error.ts'
import { ProviderError } from './provider-error.ts'

/**
 * Maps anything thrown to `ErrorInfo`: without stack, prompt or secret.
 *
 * @param redact masks secrets in texts; leave it out only where none can be in play.
 */
export function toErrorInfo(
  error: unknown,
  redact: (text: string) => string = (text) => text,
): ErrorInfo {
  if (error instanceof ProviderError) return error.toInfo(redact)
  if (isAbort(error))
    return { code: 'aborted', message: 'The request was stopped.', retryable: false }
  // The message of an error that is not ours may quote a prompt or a body; its name does not.
  const name = error instanceof Error ? error.name : typeof error
  return {
    code: 'internal',
    message: `Something went wrong inside Patchbay (${name}).`,
    retryable: false,
  }
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
