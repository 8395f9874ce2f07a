/** @file Which model names a key may ask for. */
import { ProviderError } from '@patchbay/provider-core'
import type { Exchange } from '../exchange.ts'

/**
 * Throws `ProviderError('permission')` when the request's key is limited to other models.
 *
 * @param name As the client named it; keys are limited by the names that clients use.
 */
export function requireAllowed(exchange: Pick<Exchange, 'allowedModels'>, name: string): void {
  if (isAllowed(exchange.allowedModels, name)) return
  throw new ProviderError({
    code: 'permission',
    message: 'This key is limited to other models. GET /v1/models lists those that it may use.',
  })
}

/** @param patterns `*` stands for any characters; `undefined` for no limit. */
export function isAllowed(patterns: readonly string[] | undefined, name: string): boolean {
  return patterns === undefined || patterns.some((pattern) => matches(pattern, name))
}

/** Walks both once and goes back to the last `*` only, so that no pattern takes long. */
function matches(pattern: string, name: string): boolean {
  let at = 0
  let star = -1
  let resume = 0
  for (let index = 0; index < name.length;) {
    if (pattern[at] === '*') {
      star = at
      at += 1
      resume = index
    } else if (at < pattern.length && pattern[at] === name[index]) {
      at += 1
      index += 1
    } else if (star >= 0) {
      at = star + 1
      resume += 1
      index = resume
    } else return false
  }
  while (pattern[at] === '*') at += 1
  return at === pattern.length
}
