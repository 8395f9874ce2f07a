import { ProviderError } from '@patchbay/provider-core'
import { realpath, stat } from 'node:fs/promises'
import { isBuiltin } from 'node:module'
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

export type ImportTarget =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'package'; readonly name: string }
  /** Node's own, ours, or nothing that is there. */
  | { readonly kind: 'none' }

/** Ends that `require` tries; `import` needs the whole name. */
const endings = ['', '.js', '.json', '.cjs', '/index.js']

/**
 * Where an import leads. What is not found is left to the run, which says so in Node's words.
 *
 * @throws ProviderError `handler` when it leads out of the folder
 */
export async function resolveLocal(
  specifier: string,
  from: string,
  folder: string,
): Promise<ImportTarget> {
  if (specifier === 'patchbay/handler' || isBuiltin(specifier)) return { kind: 'none' }
  if (/^(https?|data|blob):/.test(specifier))
    throw new ProviderError({
      code: 'handler',
      message: `${relative(folder, from)} imports ${specifier.slice(0, 100)}. Handlers load modules from files only.`,
    })
  const isPath = /^\.{0,2}\//.test(specifier) || specifier.startsWith('file:')
  if (!isPath && !isAbsolute(specifier)) return { kind: 'package', name: packageName(specifier) }
  const base = toPath(specifier, from)
  if (base === undefined) return { kind: 'none' }
  for (const ending of endings) {
    const path = await realpath(base + ending).catch(() => undefined)
    if (path === undefined || !(await stat(path)).isFile()) continue
    if (!path.startsWith(folder + sep))
      throw new ProviderError({
        code: 'handler',
        message: `${relative(folder, from)} imports ${specifier}, which is not in the handler's folder. Copy it there.`,
      })
    return { kind: 'file', path }
  }
  return { kind: 'none' }
}

/** `undefined` for what is no path after all. */
function toPath(specifier: string, from: string): string | undefined {
  try {
    if (specifier.startsWith('file:')) return fileURLToPath(specifier)
    return resolve(dirname(from), decodeURIComponent(specifier.replace(/[?#].*$/, '')))
  } catch {
    return undefined
  }
}

function packageName(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}
