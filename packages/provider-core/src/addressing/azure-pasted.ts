/** @file A pasted Azure operation URL: base, deployment, API version and wire format told apart. Browser-safe. */
import type { DialectId } from '../model/spec.ts'
import { readAzureBase, type AzureBase } from './azure-base.ts'
import { readQueryValue, withoutQueryNames } from './compose-address.ts'

/** A pasted Azure URL taken apart into what the form's fields hold. */
export interface PastedAzure {
  readonly path: string
  readonly query: string
  readonly cut: string
  readonly apiVersion: string | undefined
  readonly deployment: string | undefined
  readonly dialect: DialectId | undefined
}

/**
 * Reads a pasted operation URL: the deployment, the API version and the wire format go to fields of
 * their own, what is before them is the base.
 *
 * @returns `undefined` when the path is a base already.
 */
export function readPastedAzure(typed: {
  readonly path: string
  readonly query: string
}): PastedAzure | undefined {
  const { base, cut } = readAzureBase(typed.path)
  if (cut === '') return undefined
  const path = basePath(base, typed.path)
  const version = readQueryValue(typed.query, 'api-version')
  return {
    path,
    query: withoutQueryNames(typed.query, (name) => name === 'api-version'),
    cut: typed.path.slice(path.length),
    apiVersion: version,
    deployment: base.kind === 'deployment' ? base.deployment : undefined,
    dialect: pastedDialect(base, cut),
  }
}

function basePath(base: AzureBase, typedPath: string): string {
  switch (base.kind) {
    case 'root':
    case 'deployment':
    case 'plain':
      return base.prefix
    case 'v1':
      return `${base.prefix}/openai/v1`
    case 'inference':
      return `${base.prefix}/models`
    case 'anthropic':
      return typedPath.startsWith(`${base.prefix}/anthropic/v1/`)
        ? `${base.prefix}/anthropic/v1`
        : `${base.prefix}/anthropic`
  }
}

function pastedDialect(base: AzureBase, cut: string): DialectId | undefined {
  if (base.kind === 'anthropic') return 'anthropic-messages'
  if (cut === '/responses') return 'openai-responses'
  return cut === '/chat/completions' ? 'openai-chat' : undefined
}
