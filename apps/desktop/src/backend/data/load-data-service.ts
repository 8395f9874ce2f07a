/** @file The data service, loaded when a set-up comes or goes: a gateway that runs all day needs no format of theirs. */
import type { DataService, DataServiceOptions } from './data-service.ts'

export function loadDataService(options: DataServiceOptions): DataService {
  let loading: Promise<DataService> | undefined
  const load = (): Promise<DataService> =>
    (loading ??= import('./data-service.ts').then(({ createDataService }) =>
      createDataService(options),
    ))
  return {
    export: async (input) => (await load()).export(input),
    previewImport: async (source) => (await load()).previewImport(source),
    applyImport: async (input) => (await load()).applyImport(input),
  }
}
