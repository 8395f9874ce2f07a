/** @file The settings file in Electron's main process. The only file that imports `electron-store`. */
import ElectronStore from 'electron-store'
import { settingsFileName, settingsStoreOptions } from '#backend/storage/conf-options'
import { createStoreFile, type SettingsFile } from '#backend/storage/settings-file'

export function createElectronStoreFile(home: string): SettingsFile {
  return createStoreFile(
    home,
    async () =>
      new ElectronStore<Record<string, unknown>>({
        ...settingsStoreOptions(home),
        name: settingsFileName,
      }),
  )
}
