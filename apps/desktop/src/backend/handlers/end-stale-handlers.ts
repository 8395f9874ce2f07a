/** @file Ends the processes of handlers that may not go on: no longer allowed, deleted, or with other settings. */
import { basename, resolve } from 'node:path'
import type { SettingsStore } from '../storage/settings-store.ts'
import type { ConfirmedHandlers } from './confirmed-handlers.ts'
import type { HandlerRuntime } from './handler-runtime.ts'

/**
 * At once where the yes was taken back or the custom provider deleted; once their requests have ended where
 * its settings are others now, or changed files were allowed.
 */
export async function endStaleHandlers(options: {
  readonly runtime: Pick<HandlerRuntime, 'endWhere'>
  readonly settings: Pick<SettingsStore, 'read'>
  readonly isConfirmed: ConfirmedHandlers['isConfirmed']
}): Promise<void> {
  const reading = { settings: undefined as ReturnType<SettingsStore['read']> | undefined }
  await options.runtime.endWhere(async ({ file, hash, endpoint }) => {
    // Read once, and not where nothing runs.
    const { endpoints, confirmedHandlers } = await (reading.settings ??= options.settings.read())
    if (!(await options.isConfirmed(file, hash))) {
      // A yes to changed files takes the place of the one to those that run.
      if (Object.hasOwn(confirmedHandlers, resolve(file))) return 'finish'
      return { reason: `${basename(file)} was stopped: it is not allowed to run any more.` }
    }
    const saved = Object.hasOwn(endpoints, endpoint.id) ? endpoints[endpoint.id] : undefined
    if (saved?.updatedAt === endpoint.updatedAt) return 'keep'
    // What was checked before it was saved is under no id.
    if (saved !== undefined || endpoint.updatedAt === '') return 'finish'
    return { reason: `${basename(file)} was stopped: ${endpoint.name} was deleted.` }
  })
}
