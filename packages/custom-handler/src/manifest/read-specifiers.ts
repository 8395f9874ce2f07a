import { ProviderError } from '@patchbay/provider-core'
import nodeModule from 'node:module'
import { init, parse, type Import } from 'es-module-lexer'

const requireCall = /\brequire\s*\(\s*(['"])([^'"\n]+)\1\s*\)/g

/**
 * What a module imports by a name that can be read off it. Imports with a computed name are refused when
 * the handler runs.
 *
 * @param name for messages
 * @throws ProviderError `handler` when it cannot be parsed
 */
export async function readSpecifiers(name: string, source: string): Promise<readonly string[]> {
  if (name.endsWith('.json')) return []
  await init()
  try {
    const [imports] = parse(source, name)
    const required = [...source.matchAll(requireCall)].map(([, , specifier]) => specifier ?? '')
    return [...imports.flatMap(readSpecifier), ...required]
  } catch (error) {
    throw new ProviderError({
      code: 'handler',
      message: `${name} cannot be read as a module: ${describeSyntaxError(name, source)}`,
      cause: error,
    })
  }
}

/** The lexer says that there is an error, and seldom where: Node's parser does. It runs nothing. */
function describeSyntaxError(name: string, source: string): string {
  try {
    // Not every build of Node has it; loading this file may not depend on it.
    nodeModule.stripTypeScriptTypes(source)
  } catch (error) {
    if (error instanceof SyntaxError) {
      // In front of its stack: the line's number, the lines up to it, and often a mark under the place.
      const [head = '', number] = /^[^\n]*:(\d+)\n/.exec(error.stack ?? '') ?? []
      const mark = /\n( *)\^+\n/.exec((error.stack ?? '').slice(head.length))?.[1]
      const place = mark === undefined ? number : `${number}:${mark.length + 1}`
      return `${error.message}${place === undefined ? '' : ` (${name}:${place})`}`
    }
  }
  return 'it has a syntax error.'
}

function readSpecifier(found: Import): string[] {
  if (found.type === 'import-meta') return []
  if (found.type === 'dynamic')
    return found.specifier === undefined || found.glob ? [] : [found.specifier]
  return found.typeOnly ? [] : [found.specifier]
}
