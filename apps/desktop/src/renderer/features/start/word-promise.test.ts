import { expect, test } from 'vitest'
import { wordPromise } from './word-promise.ts'

test('names the vault, and promises no place where there is none', () => {
  expect(wordPromise({ kind: 'keychain', name: 'GNOME Keyring', state: 'ready' })).toMatch(
    /^Keys go to GNOME Keyring\. Nothing leaves/,
  )
  expect(wordPromise({ kind: 'memory', name: 'this session only', state: 'ready' })).toMatch(
    /session only/,
  )
  expect(wordPromise({ kind: 'keychain', name: 'keychain', state: 'unavailable' })).not.toContain(
    'go to',
  )
})
