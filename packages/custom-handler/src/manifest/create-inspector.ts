import { inspectHandler, isCurrent, type Inspection } from './inspect-handler.ts'
import type { HandlerManifest } from './manifest.ts'

/** Gives the manifest of a handler, read anew only when a file of it changed. */
export function createInspector(
  protectedFolders: readonly string[] | undefined,
): (file: string) => Promise<HandlerManifest> {
  const inspections = new Map<string, Promise<Inspection>>()
  return async (file) => {
    const known = inspections.get(file)
    const kept = known?.then(async (inspection) =>
      (await isCurrent(inspection)) ? inspection : inspectHandler(file, protectedFolders),
    )
    // Requests that come at once share one look at the disk.
    const current = kept ?? inspectHandler(file, protectedFolders)
    inspections.set(file, current)
    try {
      return (await current).manifest
    } catch (error) {
      if (inspections.get(file) === current) inspections.delete(file)
      throw error
    }
  }
}
