/** @file What every handler of the contract stands on: errors leave as redacted `ErrorInfo`. */
import { implement, ORPCError } from '@orpc/server'
import { ProviderError, toErrorInfo } from '@patchbay/provider-core'
import { contract } from '#contract'

/** Calls without an abort signal of their own run until they end. */
export const never = new AbortController().signal

export function implementContract() {
  return implement(contract).use(async ({ next }) => {
    try {
      return await next()
    } catch (error) {
      throw toRpcError(error)
    }
  })
}

/** What is thrown while a stream runs passes the middleware by, so it is turned here. */
export async function* failingAsRpc<T>(
  events: AsyncGenerator<T, void, void>,
): AsyncGenerator<T, void, void> {
  try {
    yield* events
  } catch (error) {
    throw toRpcError(error)
  }
}

function toRpcError(error: unknown): unknown {
  if (error instanceof ORPCError) return error
  const info = toErrorInfo(error)
  const status = error instanceof ProviderError ? 422 : 500
  return new ORPCError('PATCHBAY', { status, message: info.message, data: info })
}
