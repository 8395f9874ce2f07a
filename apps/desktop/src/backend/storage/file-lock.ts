/** @file A lock between processes for read-change-write of one file. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { lock } from 'proper-lockfile'
import { ProviderError } from '@patchbay/provider-core'

/** Runs `work` while no other process (or call) holds the lock of `path`. A lock left by a dead process expires after 10 s. */
export async function withFileLock<T>(path: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const release = await lock(path, {
    realpath: false,
    stale: 10_000,
    retries: { retries: 200, factor: 1.1, minTimeout: 5, maxTimeout: 100, randomize: true },
  }).catch((error: unknown) => {
    throw new ProviderError({
      code: 'settings',
      message: `Another process holds ${path} and does not let go. Close other Patchbay windows and try again.`,
      cause: error,
    })
  })
  try {
    return await work()
  } finally {
    await release()
  }
}
