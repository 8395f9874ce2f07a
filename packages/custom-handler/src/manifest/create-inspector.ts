import { inspectHandler, isCurrent, type Inspection } from './inspect-handler.ts'
import type { HandlerManifest } from './manifest.ts'

/** Up to so many files are looked at for every request. */
const fewFiles = 100
/** Milliseconds between two looks at more: what runs meanwhile is the code that was allowed. */
const manyFilesMs = 1_000

/**
 * Gives the manifest of a handler, read anew only when a file of it changed.
 *
 * @param clock milliseconds, ever rising
 */
export function createInspector(
  protectedFolders: readonly string[] | undefined,
  clock: () => number,
): (file: string) => Promise<HandlerManifest> {
  interface Look {
    readonly inspection: Inspection
    readonly at: number
  }
  const looks = new Map<string, Promise<Look>>()

  const lookAgain = async (file: string, last: Look | undefined): Promise<Look> => {
    if (last !== undefined) {
      const { inspection } = last
      const isMany = inspection.fingerprint.size > fewFiles
      if (isMany && clock() - last.at < manyFilesMs) return last
      if (await isCurrent(inspection)) return { inspection, at: clock() }
    }
    return { inspection: await inspectHandler(file, protectedFolders), at: clock() }
  }

  return async (file) => {
    // Requests that come at once share one look at the disk.
    const current = (looks.get(file) ?? Promise.resolve(undefined)).then((last) =>
      lookAgain(file, last),
    )
    looks.set(file, current)
    try {
      return (await current).inspection.manifest
    } catch (error) {
      if (looks.get(file) === current) looks.delete(file)
      throw error
    }
  }
}
