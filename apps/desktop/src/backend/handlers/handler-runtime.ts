/** @file What the backend asks of the runner of custom handlers. Nothing of it is loaded before it is needed. */
import type { HandlerVerdict, RunningHandler } from '@patchbay/custom-handler'
import { ProviderError, type HandlerHost } from '@patchbay/provider-core'
import type { HandlerLogLine } from '#contract/handler-contract'
import type { HandlerManifest } from './confirmed-handlers.ts'

export interface HandlerRuntime extends HandlerHost {
  /** Reads the file and the modules that it imports; runs nothing. Throws `ProviderError`. */
  inspect(file: string): Promise<HandlerManifest>
  /** Asks about every process whether it may go on. */
  endWhere(judge: (process: RunningHandler) => Promise<HandlerVerdict>): Promise<void>
  /** Ends every process. */
  close(): Promise<void>
  /** Redacted; empty where nothing ran. */
  log(endpointId: string): readonly HandlerLogLine[]
}

/** @param isConfirmed asked before a file is run for a request */
export type CreateHandlerRuntime = (
  isConfirmed: (file: string, hash: string) => Promise<boolean>,
) => HandlerRuntime

/** For hosts that cannot run code, such as those of tests. */
export const createNoHandlers: CreateHandlerRuntime = () => {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new ProviderError({ code: 'handler', message: 'Custom handlers cannot run here.' }),
    )
  return {
    answer: refuse,
    prepare: refuse,
    inspect: refuse,
    log: () => [],
    endWhere: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
}
