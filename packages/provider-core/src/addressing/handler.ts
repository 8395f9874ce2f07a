/** @file Addresses of a custom handler: no host is called, the path says which operation is asked of it. Browser-safe. */
import type { EndpointFields } from '../model/endpoint.ts'
import { AddressError, type Address, type Operation } from './address.ts'

/** Of URLs that no network sees. */
export const handlerScheme = 'patchbay-handler:'

/** Paths are those of the OpenAI format, which requests to a handler have. */
const paths: Readonly<Partial<Record<Operation['kind'], string>>> = {
  chat: '/chat/completions',
  complete: '/completions',
  embed: '/embeddings',
  image: '/images/generations',
}

/**
 * @returns `undefined` for what handlers have no method for.
 * @throws AddressError when no file is chosen, its path is not absolute, or its name is not that of a module.
 */
export function addressHandler(
  fields: Pick<EndpointFields, 'handler'>,
  operation: Operation,
): Address | undefined {
  const file = fields.handler?.file ?? ''
  if (file === '') throw refuse('Choose the file of your handler.')
  if (!isAbsolutePath(file)) throw refuse('Give the whole path of the file, from the root on.')
  if (!/\.[cm]?[jt]s$/.test(file))
    throw refuse('Choose a JavaScript or TypeScript file: .js, .mjs, .cjs, .ts, .mts or .cts.')
  const path = paths[operation.kind]
  if (path === undefined) return undefined
  const url = `${handlerScheme}${path}`
  const name = file.split(/[/\\]/).at(-1) ?? file
  return {
    method: 'POST',
    url,
    parts: [
      { text: name, added: false },
      { text: ` ${path}`, added: true },
    ],
  }
}

function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || path.startsWith('\\\\') || /^[A-Za-z]:[/\\]/.test(path)
}

function refuse(message: string): AddressError {
  return new AddressError([{ field: 'handler.file', message }])
}
