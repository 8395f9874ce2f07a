import { describe, expect, test } from 'vitest'
import { errorCodes, type ErrorCode } from '../model/error.ts'
import { clientDialectIds } from '../testing/index.ts'
import type { ClientDialect } from './dialect.ts'
import { getDialect } from './registry.ts'

/**
 * What the vendors' SDKs send again by themselves (openai-node 7.55, @anthropic-ai/sdk 1.11, the Vercel AI SDK):
 * 408, 409, 429 and everything from 500 on.
 */
function isSentAgain(status: number): boolean {
  return status >= 500 || status === 408 || status === 409 || status === 429
}

/** Only a person can mend these, in Patchbay: sending the request again is in vain. */
const settingsCodes: ReadonlyMap<ErrorCode, number> = new Map([
  ['missing-secret', 401],
  ['credentials', 401],
  ['settings', 400],
  ['mapping-needed', 400],
  ['unknown-endpoint', 400],
  ['plain-http', 400],
  ['handler-unconfirmed', 400],
  ['unknown-model', 404],
  ['unknown-provider', 404],
])

describe.each(clientDialectIds)('errors for a client of %s', (id) => {
  const dialect = getDialect(id) as ClientDialect

  test.each([...settingsCodes])(
    'incomplete settings (%s) are %i, which no SDK retries',
    (code, status) => {
      const reply = dialect.encodeError({ code, message: 'Choose one.', retryable: false })
      expect(reply.status).toBe(status)
      expect(isSentAgain(reply.status)).toBe(false)
      expect(JSON.stringify(reply.body)).toContain('Choose one.')
    },
  )

  test.each(errorCodes)('%s has a status that an HTTP client takes for an error', (code) => {
    const { status } = dialect.encodeError({ code, message: 'x', retryable: false })
    expect(status).toBeGreaterThanOrEqual(400)
    expect(status).toBeLessThanOrEqual(599)
  })
})
