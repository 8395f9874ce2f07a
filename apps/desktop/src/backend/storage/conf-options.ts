/** @file The options that `conf` and `electron-store` share, so that both mean the same file. */

/** @param home absolute path of the data folder */
export function settingsStoreOptions(home: string) {
  return {
    cwd: home,
    fileExtension: 'json',
    accessPropertiesByDotNotation: false,
    clearInvalidConfig: false,
    configFileMode: 0o600,
    serialize: (value: unknown) => `${JSON.stringify(value, null, 2)}\n`,
  } as const
}

export const settingsFileName = 'settings'
