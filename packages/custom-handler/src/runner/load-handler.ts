/** @file Loads the user's module, and nothing that was not confirmed. */
import nodeModule from 'node:module'
import { pathToFileURL } from 'node:url'
import { isAllowedModule } from './close-process.ts'
import { closeModuleInternals } from './close-module-internals.ts'
import { beginsWith, copySource, createRecord, cutAt, sha256 } from './untouched.ts'

/** What `import … from 'patchbay/handler'` gives. */
const ownSource = `export class CustomHandlerError extends Error {
  name = 'CustomHandlerError'
  constructor(status, message) {
    super(message)
    this.status = status
  }
}
`
const ownUrl = 'patchbay:handler'

export interface Confirmed {
  readonly file: string
  /** SHA-256 by absolute path. */
  readonly files: Readonly<Record<string, string>>
}

/** Checks every module from now on. Call it once, before `loadHandler`. */
export function guardModules({ files }: Confirmed): void {
  const byUrl = createRecord<string>()
  const hashes = createRecord<true>()
  const urls = createRecord<string>()
  for (const [path, hash] of Object.entries(files)) {
    const url = pathToFileURL(path).href
    byUrl[url] = hash
    urls[path] = url
    hashes[hash] = true
  }
  const hashOf = (url: string): string | undefined => byUrl[cutAt(url, '?#')]

  nodeModule.registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'patchbay/handler')
        return { url: ownUrl, format: 'module', shortCircuit: true }
      const found = next(specifier, context)
      const { url } = found
      if (typeof url !== 'string') throw new Error('This is no module.')
      if (beginsWith(url, 'node:')) requireAllowed(url)
      else if (!beginsWith(url, 'file:'))
        throw new Error(`Handlers load modules from files only, not ${specifier}.`)
      else if (hashOf(url) === undefined)
        throw new Error(`${specifier} is not among the files that you allowed.`)
      return found
    },
    // Not every way to a module passes `resolve`.
    load: (url, context, next) => {
      if (url === ownUrl) return { format: 'module', source: ownSource, shortCircuit: true }
      if (beginsWith(url, 'node:')) {
        requireAllowed(url)
        return next(url, context)
      }
      const loaded = next(url, context)
      // The bytes may lie in memory that the user's code can write to.
      const source = copySource(loaded.source)
      if (source === undefined || sha256(source) !== hashOf(url))
        throw new Error(`${fileName(url)} changed since it was allowed.`)
      return { ...loaded, source }
    },
  })
  closeModuleInternals({
    isKnownSource: (source) => hashes[sha256(source)] === true,
    urlOf: (path) => urls[path],
  })
}

function requireAllowed(url: string): void {
  if (!isAllowedModule(url)) throw new Error(`Handlers may not use ${url}.`)
}

function fileName(url: string): string {
  return decodeURIComponent(cutAt(url, '?#').split('/').at(-1) ?? url)
}

/** Loads the entry. Throws what loading it throws. */
export async function loadHandler({ file }: Confirmed): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>
}
