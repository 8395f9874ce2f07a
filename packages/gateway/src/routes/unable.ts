/** @file Endpoints whose type has no such operation: said with a status that is not the client's fault. */
import { ProviderError } from '@patchbay/provider-core'
import { refuseUnable } from '../server/refusal.ts'

/** Runs an operation of the engine; "this type cannot" becomes 501. */
export async function orUnable<Result>(running: Promise<Result>): Promise<Result> {
  try {
    return await running
  } catch (error) {
    // Fields are checked when an endpoint is saved; what is left is what its type has no address for.
    if (error instanceof ProviderError && error.code === 'settings') {
      throw refuseUnable(error.message)
    }
    throw error
  }
}
