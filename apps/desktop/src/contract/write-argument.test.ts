import { expect, test } from 'vitest'
import { writeArgument } from './write-argument.ts'

test('plain text is shown as it is', () => {
  for (const text of ['--scope=a b', '$HOME', 'zażółć', '"']) expect(writeArgument(text)).toBe(text)
})

test('what cannot be seen is written out', () => {
  expect(writeArgument('')).toBe('(empty)')
  expect(writeArgument('a\nb\u202Ec\u200Bd\u2028')).toBe('a\\u{a}b\\u{202e}c\\u{200b}d\\u{2028}')
})
