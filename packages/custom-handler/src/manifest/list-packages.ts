import { ProviderError } from '@patchbay/provider-core'
import { glob, readFile, realpath } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

const code = '**/*.{js,mjs,cjs,json,ts,mts,cts,wasm}'

/**
 * Every file with code of a package in the handler's own `node_modules`, and of the packages that it names as
 * dependencies. A package that is not there gives nothing: the run says so.
 *
 * @param seen folders of packages that were listed before
 * @throws ProviderError `handler` when it is a link to a place outside of the folder
 */
export async function listPackages(
  name: string,
  from: string,
  folder: string,
  seen: Set<string>,
): Promise<readonly string[]> {
  const found = await findPackage(name, from, folder)
  if (found === undefined || seen.has(found)) return []
  seen.add(found)
  const files: string[] = []
  for await (const path of glob(code, {
    cwd: found,
    exclude: (entry) => entry === 'node_modules' || entry.startsWith(`node_modules${sep}`),
  })) {
    // Declarations are never loaded.
    if (!/\.d\.[cm]?ts$/.test(path)) files.push(join(found, path))
  }
  for (const dependency of await readDependencies(found))
    files.push(...(await listPackages(dependency, found, folder, seen)))
  return files
}

async function findPackage(
  name: string,
  from: string,
  folder: string,
): Promise<string | undefined> {
  for (let at = from; at === folder || at.startsWith(folder + sep); at = dirname(at)) {
    const found = await realpath(join(at, 'node_modules', name)).catch(() => undefined)
    if (found === undefined) continue
    if (!found.startsWith(folder + sep))
      throw new ProviderError({
        code: 'handler',
        message: `${join(relative(folder, at), 'node_modules', name)} is a link out of the handler's folder. Install the package there.`,
      })
    return found
  }
  return undefined
}

async function readDependencies(folder: string): Promise<string[]> {
  try {
    const text = await readFile(join(folder, 'package.json'), 'utf8')
    const fields = JSON.parse(text) as Record<string, Record<string, string> | undefined>
    return ['dependencies', 'optionalDependencies', 'peerDependencies'].flatMap((kind) =>
      Object.keys(fields[kind] ?? {}),
    )
  } catch {
    return []
  }
}
