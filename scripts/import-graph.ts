/** @file Every import of the workspace's own files, resolved as Node and Vite resolve it. */
import { globSync, readFileSync, realpathSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative, sep } from 'node:path'
import { parseSync } from 'oxc-parser'
import { ResolverFactory } from 'oxc-resolver'

/** One import; type-only imports count, since they tie modules together as well. */
export interface ModuleImport {
  /** Importing file, relative to the root. */
  from: string
  /** Imported file relative to the root, or the bare name of a built-in or missing package. */
  to: string
}

/** @returns what a file imports and exports from, as written; a computed `import()` as its code */
function listSpecifiers(path: string): string[] {
  const source = readFileSync(path, 'utf8')
  const { module, errors } = parseSync(path, source)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const dynamic = module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
    source.slice(start, end).replace(/^(['"`])([^$]*)\1$/, '$2'),
  )
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest }) => moduleRequest?.value ?? []),
  )
  return [
    ...module.staticImports.map((entry) => entry.moduleRequest.value),
    ...exported,
    ...dynamic,
  ]
}

/**
 * @param root absolute path of the repository
 * @param folders folders to read, relative to `root`
 * @returns the imports, and the number of files that were read
 * @throws when a file cannot be parsed
 */
export function readImports(
  root: string,
  folders: string[],
): { imports: ModuleImport[]; files: number } {
  const resolver = new ResolverFactory({
    conditionNames: ['import', 'types', 'node', 'default', 'require'],
    extensions: ['.ts', '.tsx', '.mjs', '.js', '.cjs', '.json', '.d.ts'],
  })
  const base = realpathSync(root)
  const toName = (path: string): string => relative(base, path).split(sep).join('/')
  const files = folders
    .flatMap((folder) =>
      globSync(`${folder}/**/*.{ts,tsx,mts,mjs}`, {
        cwd: base,
        exclude: (path) => /(^|[/\\])(node_modules|dist)([/\\]|$)/.test(path),
      }),
    )
    .map((file) => join(base, file))

  const imports = files.flatMap((file) =>
    listSpecifiers(file).map((specifier) => {
      const found = isBuiltin(specifier) ? undefined : resolver.sync(dirname(file), specifier).path
      return { from: toName(file), to: found ? toName(found) : specifier }
    }),
  )
  return { imports, files: files.length }
}
