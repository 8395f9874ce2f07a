import { expect, test } from 'vitest'
import { isLoopbackPeer } from './guard.ts'

test.each(['127.0.0.1', '127.3.2.1', '::1', '::ffff:127.0.0.1'])(
  '%s is this machine',
  (address) => {
    expect(isLoopbackPeer(address)).toBe(true)
  },
)

test.each([
  '10.0.0.1',
  '192.168.1.2',
  '::',
  '2001:db8::1',
  '::ffff:10.0.0.1',
  '0.0.0.0',
  undefined,
])('%s is not', (address) => {
  expect(isLoopbackPeer(address)).toBe(false)
})
