import type { HandlerHost } from '@patchbay/provider-core'
import type { Endpoint } from '@patchbay/provider-core/model'
import type { HandlerManifest } from '../manifest/manifest.ts'
import type { HandlerLimits } from './handler-limits.ts'
import type { StartProcess } from './handler-process.ts'

export interface HandlerHostOptions {
  /** The runner: its module, and the folders that it loads from (the process may read them). */
  readonly runner: { readonly file: string; readonly readable: readonly string[] }
  /** Whether the person allowed exactly this: `file` and `hash` of a manifest. Asked before every request. */
  readonly isConfirmed: (file: string, hash: string) => boolean | Promise<boolean>
  readonly startProcess: StartProcess
  /** Milliseconds, ever rising. Default `performance.now`. */
  readonly clock?: (() => number) | undefined
  readonly now: () => Date
  readonly limits?: Partial<HandlerLimits> | undefined
  /**
   * Folders that no handler may see, such as the home folder and this app's data: a handler whose own folder
   * is one of them, or lies above one, is refused. Default: the home folder.
   */
  readonly protectedFolders?: readonly string[] | undefined
}

/** What a process was started with. */
export interface RunningHandler {
  /** Absolute path and hash of the manifest. */
  readonly file: string
  readonly hash: string
  readonly endpoint: Endpoint
}

/**
 * `finish`: it ends once its requests have, and takes no new ones. With a reason it ends at once, and that is
 * what its requests are told.
 */
export type HandlerVerdict = 'keep' | 'finish' | { readonly reason: string }

export interface HandlerLogLine {
  /** ISO 8601, UTC. */
  readonly at: string
  /** `host`: said by this app about the process. */
  readonly source: 'log' | 'output' | 'host'
  /** Secrets of the endpoint masked. */
  readonly text: string
}

export interface CustomHandlerHost extends HandlerHost {
  /**
   * Reads what a handler would load. Runs nothing.
   * @throws ProviderError `handler` when a file is missing, cannot be parsed, or lies outside of the folder
   */
  inspect(file: string): Promise<HandlerManifest>
  /** The last lines of an endpoint's handler, oldest first. */
  logs(endpointId: string): readonly HandlerLogLine[]
  /**
   * Asks about every process whether it may go on: after a yes was taken back, or settings changed. What
   * `judge` is given is what the process was started with.
   */
  endWhere(judge: (process: RunningHandler) => Promise<HandlerVerdict>): Promise<void>
  /** Ends every process. What runs fails. */
  close(): Promise<void>
}
