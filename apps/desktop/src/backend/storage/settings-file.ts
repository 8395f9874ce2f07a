/** @file One settings file as `conf` keeps it; Electron's main process uses `electron-store` in its place. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { settingsFileName, settingsStoreOptions } from './conf-options.ts'

/** Raw access: whole content in, whole content out, written atomically. */
export interface SettingsFile {
  readonly path: string
  /** Content, `{}` when there is no file. Throws `SyntaxError` when it is not JSON. */
  read(): Promise<unknown>
  write(content: Record<string, unknown>): Promise<void>
}

interface Store {
  store: Record<string, unknown>
}

/**
 * Reads the file as it is: what `conf` makes of a file that holds something else than an object would be
 * lost on the next write. The store is made for the first write only.
 *
 * @param open makes the store; it is called again after a failure, as `conf` reads the file when it is made
 */
export function createStoreFile(home: string, open: () => Promise<Store>): SettingsFile {
  const path = join(home, `${settingsFileName}.json`)
  let store: Promise<Store> | undefined
  return {
    path,
    async read() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return '{}'
        throw error
      })
      return JSON.parse(text)
    },
    async write(content) {
      store ??= open()
      try {
        ;(await store).store = content
      } catch (error) {
        store = undefined
        throw error
      }
    },
  }
}

/** The settings file outside Electron. `conf` is loaded when first used: it costs start time. */
export function createConfFile(home: string): SettingsFile {
  return createStoreFile(home, async () => {
    const { default: Conf } = await keepingSignals(() => import('conf'))
    return new Conf<Record<string, unknown>>({
      ...settingsStoreOptions(home),
      configName: settingsFileName,
    })
  })
}

/**
 * `conf` loads `when-exit`, which answers every signal by ending the process on the spot. The hosts end it
 * in order; `when-exit` still tidies up when the process exits.
 */
async function keepingSignals<T>(load: () => Promise<T>): Promise<T> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const before = new Map(signals.map((signal) => [signal, process.rawListeners(signal)]))
  const loaded = await load()
  for (const [signal, listeners] of before) {
    for (const listener of process.rawListeners(signal)) {
      if (!listeners.includes(listener))
        process.removeListener(signal, listener as NodeJS.SignalsListener)
    }
  }
  return loaded
}
