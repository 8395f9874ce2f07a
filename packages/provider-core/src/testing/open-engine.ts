/** @file The engine on real sockets and real clocks: for tests. Close it to close its sockets. */
import type { Engine } from '../operations/engine.ts'
import { createPlatforms, type PlatformOptions } from '../platforms/registry.ts'
import { createSend } from '../transport/send.ts'

/** Opens an engine with a socket pool of its own; without loaders it has no credentials of a machine. */
export function openEngine(loaders: Omit<PlatformOptions, 'now'> = {}): Engine & AsyncDisposable {
  const send = createSend()
  const now = (): Date => new Date()
  const platforms = createPlatforms({ now, ...loaders })
  return {
    send,
    getPlatform: (id) => platforms[id],
    now,
    clock: () => performance.now(),
    [Symbol.asyncDispose]: () => send.close(),
  }
}
