import { expect, test } from 'vitest'
import { ProviderError } from '@patchbay/provider-core'
import { isPassing } from './try-candidates.ts'

const error = (init: Partial<ConstructorParameters<typeof ProviderError>[0]>): ProviderError =>
  new ProviderError({ code: 'invalid-request', message: 'x', ...init })

test.each([408, 409, 429, 500, 502, 503, 529])('status %i goes on to the next', (status) => {
  expect(isPassing(error({ status }), false)).toBe(true)
})

test.each([400, 401, 403, 404, 413, 422])('status %i does not', (status) => {
  expect(isPassing(error({ status }), false)).toBe(false)
})

test.each([
  'connection',
  'connection-refused',
  'host-not-found',
  'timeout',
  'tls',
  'stream-broken',
] as const)('%s goes on to the next', (code) => {
  expect(isPassing(error({ code }), false)).toBe(true)
})

test.each([
  'missing-secret',
  'vault-unavailable',
  'aborted',
  'content-policy',
  'settings',
] as const)('%s does not', (code) => {
  expect(isPassing(error({ code }), true)).toBe(false)
})

test('a prompt that is too long goes on only where it is set so', () => {
  const tooLong = error({ code: 'context-length', status: 400 })
  expect(isPassing(tooLong, true)).toBe(true)
  expect(isPassing(tooLong, false)).toBe(false)
  expect(isPassing(new Error('bug'), true)).toBe(false)
})
