/** @file One settings file as `conf` keeps it; Electron's main process uses `electron-store` in its place. */
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

/** @param open makes the store; it is called again after a failure, as `conf` reads the file when it is made */
export function createStoreFile(home: string, open: () => Promise<Store>): SettingsFile {
  let store: Promise<Store> | undefined
  const use = async (): Promise<Store> => {
    store ??= open()
    try {
      return await store
    } catch (error) {
      store = undefined
      throw error
    }
  }
  return {
    path: join(home, `${settingsFileName}.json`),
    read: async () => (await use()).store,
    write: async (content) => {
      ;(await use()).store = content
    },
  }
}

/** The settings file outside Electron. `conf` is loaded when first used: it costs start time. */
export function createConfFile(home: string): SettingsFile {
  return createStoreFile(home, async () => {
    const { default: Conf } = await import('conf')
    return new Conf<Record<string, unknown>>({
      ...settingsStoreOptions(home),
      configName: settingsFileName,
    })
  })
}
