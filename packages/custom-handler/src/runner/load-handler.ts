/** @file Loads the user's module, and nothing that was not confirmed. */
import { createHash } from 'node:crypto'
import nodeModule from 'node:module'
import { sep } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { isAllowedModule } from './close-process.ts'

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
  const hashes = new Map(Object.entries(files))
  nodeModule.registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier === 'patchbay/handler')
        return { url: ownUrl, format: 'module', shortCircuit: true }
      const found = next(specifier, context)
      if (found.url.startsWith('node:')) {
        if (!isAllowedModule(found.url)) throw new Error(`Handlers may not use ${found.url}.`)
        return found
      }
      if (!found.url.startsWith('file:'))
        throw new Error(`Handlers load modules from files only, not ${specifier}.`)
      if (!hashes.has(fileURLToPath(found.url)))
        throw new Error(`${specifier} is not among the files that you allowed.`)
      return found
    },
    load: (url, context, next) => {
      if (url === ownUrl) return { format: 'module', source: ownSource, shortCircuit: true }
      const loaded = next(url, context)
      if (url.startsWith('node:')) return loaded
      const { source } = loaded
      const path = fileURLToPath(url)
      if (source === undefined || source === null || sha256(source) !== hashes.get(path))
        throw new Error(`${path.split(sep).at(-1)} changed since it was allowed.`)
      return loaded
    },
  })
  const known = new Set(hashes.values())
  closeModuleInternals((text) => known.has(sha256(text)))
}

/** Ways to run text that no hook sees. */
function closeModuleInternals(isKnown: (source: string) => boolean): void {
  const internals = nodeModule as unknown as Record<string, unknown>
  const { syncBuiltinESMExports } = nodeModule
  for (const name of [
    'registerHooks',
    'register',
    'runMain',
    'enableCompileCache',
    'flushCompileCache',
    'syncBuiltinESMExports',
    '_preloadModules',
    '_initPaths',
  ])
    delete internals[name]
  const prototype = (nodeModule as unknown as { prototype: Record<string, unknown> }).prototype
  const compile = prototype['_compile'] as (this: unknown, ...values: unknown[]) => unknown
  prototype['_compile'] = function compileKnown(this: unknown, ...values: unknown[]): unknown {
    if (typeof values[0] !== 'string' || !isKnown(values[0]))
      throw new Error('Handlers may not run text as code.')
    return compile.apply(this, values)
  }
  // What was imported by name changes as well.
  syncBuiltinESMExports()
}

function sha256(source: string | NodeJS.ArrayBufferView | ArrayBuffer | SharedArrayBuffer): string {
  const bytes =
    typeof source === 'string'
      ? source
      : ArrayBuffer.isView(source)
        ? source
        : new Uint8Array(source)
  return createHash('sha256').update(bytes).digest('hex')
}

/** Loads the entry. Throws what loading it throws. */
export async function loadHandler({ file }: Confirmed): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>
}
