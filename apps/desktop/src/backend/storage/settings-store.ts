/**
 * @file Settings as the backend uses them: parsed, versioned, changed only inside a lock so that two
 * processes never lose each other's writes; a corrupt file is set aside and named.
 */
import { rename, stat } from 'node:fs/promises'
import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'
import { ProviderError } from '@patchbay/provider-core'
import type { AppNotice } from '#contract/shapes'
import { withFileLock } from './file-lock.ts'
import type { SettingsFile } from './settings-file.ts'
import { emptySettings, parseSettings, type Settings } from './settings-schema.ts'

export interface SettingsStore {
  readonly path: string
  /** The settings as they are on disk now. Throws `ProviderError('settings')` for a file of a newer format. */
  read(): Promise<Settings>
  /**
   * Read-change-write under the lock. `change` gets a fresh copy and returns the next settings (or the
   * same object for "no change"); what it throws leaves the file as it was.
   */
  update<T>(change: (settings: Settings) => Promise<{ settings: Settings; result: T }>): Promise<T>
  /** What has to be told since the start, such as a file that was set aside. */
  notices(): readonly AppNotice[]
  dismissNotice(id: string): void
  /** Calls back when another process (or this one) wrote the file. Returns the way to stop. */
  onChange(listener: () => void): () => void
}

export function createSettingsStore(
  file: SettingsFile,
  now: () => Date = () => new Date(),
): SettingsStore {
  let notices: AppNotice[] = []

  const setAside = async (): Promise<void> => {
    const name = `settings.corrupt-${now().toISOString().replaceAll(/[:.]/g, '-')}.json`
    await rename(file.path, `${dirname(file.path)}/${name}`)
    notices.push({
      id: name,
      severity: 'error',
      message: `The settings file could not be read. It was set aside as ${name} and Patchbay started with empty settings.`,
    })
  }

  const readLocked = async (): Promise<Settings> => {
    let raw: unknown
    try {
      raw = await file.read()
      return parseSettings(raw)
    } catch (error) {
      if (error instanceof ProviderError) throw error
      if (isIoError(error)) throw ioError(error, file.path)
      await setAside()
      return emptySettings()
    }
  }

  const read = async (): Promise<Settings> => {
    if ((await stat(file.path).catch(() => undefined)) === undefined) return emptySettings()
    try {
      return parseSettings(await file.read())
    } catch (error) {
      if (error instanceof ProviderError) throw error
      // Looked at again under the lock, as setting the file aside changes it.
      return withFileLock(file.path, readLocked)
    }
  }

  return {
    path: file.path,
    read,
    update: (change) =>
      withFileLock(file.path, async () => {
        const before = await readLocked()
        const { settings, result } = await change(structuredClone(before))
        await file.write(settings).catch((error: unknown) => {
          throw ioError(error, file.path)
        })
        return result
      }),
    notices: () => notices,
    dismissNotice(id) {
      notices = notices.filter((notice) => notice.id !== id)
    },
    onChange(listener) {
      let watcher: FSWatcher | undefined
      try {
        watcher = watch(dirname(file.path), (_event, name) => {
          if (name === basename(file.path)) listener()
        })
        watcher.on('error', () => watcher?.close())
        watcher.unref()
      } catch {
        // No watching here (a folder that vanished, too many watches): other windows refresh on focus.
      }
      return () => watcher?.close()
    },
  }
}

function isIoError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z]+$/.test(error.code)
  )
}

function ioError(error: unknown, path: string): ProviderError {
  const code = isIoError(error) ? error.code : undefined
  const why =
    code === 'ENOSPC'
      ? 'The disk is full. Free some space and save again.'
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? 'Patchbay may not write there. Check the permissions of the folder, or set PATCHBAY_HOME.'
        : `${code ?? 'An unknown error'} came back.`
  return new ProviderError({
    code: 'settings',
    message: `The settings at ${path} could not be saved. ${why} Nothing was changed.`,
    cause: error,
  })
}
