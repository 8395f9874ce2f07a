import { expect, test } from 'vitest'
import type { CredentialInfo } from '@patchbay/provider-core/model'
import { wordCredentials } from './credential-words.ts'

const now = new Date(2026, 10, 21, 15, 0, 0).getTime()
const ending = (ms: number, more: Partial<CredentialInfo> = {}) => {
  const expiresAt = new Date(now + ms).toISOString()
  const detail = `AWS profile dev; its keys end at ${expiresAt}.`
  const found = { source: 'aws-profile', expiry: 'known', expiresAt, detail, ...more } as const
  return wordCredentials(found, now)
}

test('an end is told in the time of this machine, and how far it is', () => {
  expect(ending(42 * 60_000)).toEqual({
    text: 'AWS profile dev; its keys end at 15:42, in 42 min.',
    tone: 'normal',
  })
  expect(ending(3 * 86_400_000).text).toMatch(/24.*15:00, in 3 days\.$/)
})

test('what is nearly over warns, what is over is wrong', () => {
  expect(ending(10 * 60_000).tone).toBe('warn')
  expect(ending(-60_000)).toMatchObject({ tone: 'error' })
  expect(ending(-60_000).text).toMatch(/, 1 min ago\.$/)
})

test('what is fetched anew without a person never warns', () => {
  expect(ending(60_000, { source: 'command' })).toMatchObject({ tone: 'normal' })
  expect(ending(-60_000, { source: 'vault', tokenHost: 'oauth2.example' }).text).toMatch(/renewed/)
})

test('what has no end of its own is told as it is', () => {
  const detail = 'API key from the vault.'
  expect(wordCredentials({ source: 'vault', expiry: 'fixed', detail }, now)).toEqual({
    text: detail,
    tone: 'normal',
  })
})
