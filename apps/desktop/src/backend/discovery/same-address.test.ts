import { expect, test } from 'vitest'
import { isSameAddress } from './same-address.ts'

test('every name of this machine and a slash at the end make no difference', () => {
  const url = 'http://127.0.0.1:11434/v1'
  expect(isSameAddress(url, 'http://localhost:11434/v1/')).toBe(true)
  expect(isSameAddress(url, 'http://[::1]:11434/v1')).toBe(true)
  expect(isSameAddress(url, 'http://127.0.0.1:11435/v1')).toBe(false)
  expect(isSameAddress(url, 'http://127.0.0.1:11434')).toBe(false)
  expect(isSameAddress(url, 'https://127.0.0.1:11434/v1')).toBe(false)
  expect(isSameAddress(url, 'no url')).toBe(false)
})
