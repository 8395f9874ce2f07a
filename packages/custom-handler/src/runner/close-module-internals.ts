/** @file Closes what `node:module` has beside its hooks: ways to other hooks, past them, and to run text. */
import nodeModule from 'node:module'
import { apply, getOwnPropertyDescriptor } from './untouched.ts'

type Method = (this: unknown, ...values: unknown[]) => unknown

export interface KnownModules {
  /** Whether this is the content of a file that may be loaded. */
  readonly isKnownSource: (source: string) => boolean
  /** The URL of a file that may be loaded. */
  readonly urlOf: (path: string) => string | undefined
}

const removed = [
  'registerHooks',
  'register',
  'runMain',
  'enableCompileCache',
  'flushCompileCache',
  'syncBuiltinESMExports',
  '_preloadModules',
  '_initPaths',
]

/** Call it once the hooks are in place. */
export function closeModuleInternals({ isKnownSource, urlOf }: KnownModules): void {
  const internals = nodeModule as unknown as Record<string, unknown>
  const { syncBuiltinESMExports, stripTypeScriptTypes } = nodeModule
  for (const name of removed) delete internals[name]
  const prototype = (nodeModule as unknown as { prototype: Record<string, unknown> }).prototype
  const compile = prototype['_compile'] as Method
  const isWrapIntact = watchWrapper(internals)

  prototype['_compile'] = function compileKnown(source: unknown, path: unknown, format: unknown) {
    if (typeof source !== 'string' || typeof path !== 'string' || !isKnownSource(source))
      throw text()
    // Stripped here: Node would ask the module object, which may be the user's, before it looks at the wrapper.
    const isTyped =
      format === 'typescript' || format === 'module-typescript' || format === 'commonjs-typescript'
    const plain = isTyped ? stripTypeScriptTypes(source) : source
    if (!isWrapIntact()) throw text()
    return apply(compile, this, [plain, path, plainFormat(format)])
  }
  closeLoad(internals, urlOf)
  // What was imported by name changes as well.
  syncBuiltinESMExports()
}

const text = (): Error => new Error('Handlers may not run text as code.')

function plainFormat(format: unknown): string | undefined {
  if (format === 'module-typescript' || format === 'module') return 'module'
  return format === 'commonjs-typescript' || format === 'commonjs' ? 'commonjs' : undefined
}

/** Node puts text of `Module.wrapper` around the source of a module once somebody changed that. */
function watchWrapper(internals: Record<string, unknown>): () => boolean {
  const { wrap } = internals
  const wrapper = internals['wrapper'] as object
  const partOf = (index: string): unknown => getOwnPropertyDescriptor(wrapper, index)?.value
  const [before, after] = [partOf('0'), partOf('1')]
  return () =>
    internals['wrap'] === wrap &&
    internals['wrapper'] === wrapper &&
    partOf('0') === before &&
    partOf('1') === after
}

interface LoadOptions {
  readonly resolved?: { readonly url?: unknown; readonly format?: unknown } | undefined
  readonly source?: unknown
}

/** Its last argument is Node's own and says that hooks need not be asked: only where that is so. */
function closeLoad(internals: Record<string, unknown>, urlOf: KnownModules['urlOf']): void {
  const load = internals['_load'] as Method
  internals['_load'] = function loadKnown(
    request: unknown,
    parent: unknown,
    isMain: unknown,
    options?: LoadOptions,
  ) {
    if (typeof request !== 'string') throw text()
    const resolved = options?.resolved
    const url = resolved?.url
    const format = resolved?.format
    const source = options?.source
    const isKnown = typeof url === 'string' && urlOf(request) === url
    const passed = isKnown && {
      __proto__: null,
      resolved: { __proto__: null, url, filename: request, format },
      shouldSkipModuleHooks: true,
      source,
    }
    return apply(load, this, passed ? [request, parent, isMain, passed] : [request, parent, isMain])
  }
}
