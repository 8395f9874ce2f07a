import { getDialect, type ClientDialect } from '@patchbay/provider-core'
import type { DialectId } from '@patchbay/provider-core/model'

/** The formats that clients speak to us. */
export const clientDialectIds = [
  'openai-chat',
  'openai-responses',
  'anthropic-messages',
  'google-generate',
] as const satisfies readonly DialectId[]

/** The codec of a format that has a client side. Throws for one that has none. */
export function findClientDialect(id: DialectId): ClientDialect {
  const dialect = getDialect(id)
  if (!('createStreamEncoder' in dialect)) throw new Error(`${id} has no client side`)
  return dialect as ClientDialect
}
