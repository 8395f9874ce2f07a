/** @file Custom handlers in the app: whether one may run, what runs it, and what it printed. */
import type { HandlerHost } from '@patchbay/provider-core'
import type { HandlerLogLine } from '#contract/handler-contract'
import {
  createConfirmedHandlers,
  type ConfirmedHandlers,
  type ConfirmedHandlersOptions,
} from './confirmed-handlers.ts'
import { endStaleHandlers } from './end-stale-handlers.ts'
import { createNoHandlers, type CreateHandlerRuntime } from './handler-runtime.ts'

export interface HandlerServiceOptions extends Omit<ConfirmedHandlersOptions, 'inspect'> {
  /** Left out where no code can run. */
  readonly createRuntime?: CreateHandlerRuntime | undefined
  /** The system's own dialog, where the host has one. */
  readonly chooseFile?: (() => Promise<string | undefined>) | undefined
}

export interface HandlerService extends ConfirmedHandlers {
  /** What the engine runs handlers with. */
  readonly host: HandlerHost
  log(endpointId: string): readonly HandlerLogLine[]
  chooseFile(): Promise<string | undefined>
  close(): Promise<void>
}

export function createHandlerService(options: HandlerServiceOptions): HandlerService {
  const { createRuntime = createNoHandlers, chooseFile, ...rest } = options
  const confirmed: ConfirmedHandlers = createConfirmedHandlers({
    ...rest,
    inspect: (file) => runtime.inspect(file),
  })
  const runtime = createRuntime(confirmed.isConfirmed)
  const endStale = (): Promise<void> =>
    endStaleHandlers({ runtime, settings: options.settings, isConfirmed: confirmed.isConfirmed })
  // Listened to after the consents, which forget then what they knew. Settings that cannot be read end
  // nothing: requests are refused with the reason.
  options.changes.listen((topics) => {
    if (topics.includes('endpoints')) void endStale().catch(() => undefined)
  })
  return {
    ...confirmed,
    async revoke(file) {
      await confirmed.revoke(file)
      await endStale()
    },
    host: runtime,
    log: (endpointId) => runtime.log(endpointId),
    chooseFile: async () => chooseFile?.(),
    close: () => runtime.close(),
  }
}
