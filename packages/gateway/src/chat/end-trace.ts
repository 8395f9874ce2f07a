/** @file Notes how a reply ended. */
import type { ChatEvent, ErrorInfo } from '@patchbay/provider-core/model'
import type { Trace } from '../trace.ts'

/** Notes usage, and the failure where it was one. */
export function noteEnd(
  trace: Trace,
  end: Extract<ChatEvent, { type: 'finish' | 'error' }> | undefined,
): void {
  if (end?.usage !== undefined) trace.usage = end.usage
  if (end?.type === 'error') noteFailure(trace, end.error)
}

/** Notes an error that ended a reply which had begun. */
export function noteFailure(trace: Trace, error: ErrorInfo): void {
  trace.error ??= error
  trace.state = error.code === 'aborted' ? 'stopped' : 'failed'
}
