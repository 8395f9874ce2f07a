/** @file A process of its own that adds entries to the settings one by one. Arguments: home, name, count. */
import { createConfFile } from './settings-file.ts'
import { createSettingsStore } from './settings-store.ts'

const [home = '', name = '', count = '0'] = process.argv.slice(2)
const store = createSettingsStore(createConfFile(home))
for (let index = 0; index < Number(count); index += 1) {
  await store.update(async (all) => ({
    settings: {
      ...all,
      providers: { ...all.providers, [`${name}${index}`]: { mode: 'official', savedSecrets: [] } },
    },
    result: undefined,
  }))
}
