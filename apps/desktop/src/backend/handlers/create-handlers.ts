/** @file The runner of custom handlers as a host lends it; loaded, with all it needs, when a handler is first used. */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { CustomHandlerHost, StartProcess } from '@patchbay/custom-handler'
import type { CreateHandlerRuntime } from './handler-runtime.ts'

export interface HandlersOptions {
  /** Data folder of the app: no handler may see it. */
  readonly home: string
  /** Folder of the built runner; left out: its source, as in tests. */
  readonly runnerFolder?: string | undefined
  /** How this host starts a process; Node's own way when left out. */
  readonly startProcess?: StartProcess | undefined
}

export function createHandlers(options: HandlersOptions): CreateHandlerRuntime {
  return (isConfirmed) => {
    let loading: Promise<CustomHandlerHost> | undefined
    let loaded: CustomHandlerHost | undefined
    const load = async (): Promise<CustomHandlerHost> => {
      const { createHandlerHost, createProcessStarter, findRunner } =
        await import('@patchbay/custom-handler')
      loaded = createHandlerHost({
        runner: findRunner(options.runnerFolder),
        isConfirmed,
        startProcess: options.startProcess ?? createProcessStarter(),
        now: () => new Date(),
        protectedFolders: [homedir(), options.home],
      })
      return loaded
    }
    const open = (): Promise<CustomHandlerHost> => (loading ??= load())
    return {
      answer: async (resolved, request) => (loaded ?? (await open())).answer(resolved, request),
      prepare: async (resolved, signal) => (await open()).prepare(resolved, signal),
      inspect: async (file) => (await open()).inspect(file),
      log: (endpointId) =>
        (loaded?.logs(endpointId) ?? []).map(({ at, source, text }) => ({ at, source, text })),
      endWhere: async (judge) => loaded?.endWhere(judge),
      close: async () => (await loading?.catch(() => undefined))?.close(),
    }
  }
}

/**
 * Where the built runner is; in a packed app outside of the archive, as its process reads real files only.
 *
 * @param bundleFolder folder of the running bundle, `dist/main` or `dist/cli`, or of one of its chunks
 */
export function findRunnerFolder(bundleFolder: string): string {
  const inChunk = bundleFolder.endsWith('chunks')
  const folder = join(bundleFolder, inChunk ? '../..' : '..', 'handler')
  return folder.replace(/([/\\]app\.asar)([/\\])/, '$1.unpacked$2')
}
