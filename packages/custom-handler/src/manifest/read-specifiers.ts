import { ProviderError } from '@patchbay/provider-core'
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
    const words = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : ''
    throw new ProviderError({
      code: 'handler',
      message: `${name} cannot be read as a module: ${words}`,
      cause: error,
    })
  }
}

function readSpecifier(found: Import): string[] {
  if (found.type === 'import-meta') return []
  if (found.type === 'dynamic')
    return found.specifier === undefined || found.glob ? [] : [found.specifier]
  return found.typeOnly ? [] : [found.specifier]
}
