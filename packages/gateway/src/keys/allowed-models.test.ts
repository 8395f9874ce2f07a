import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAllowed } from './allowed-models.ts'

test.each<[readonly string[] | undefined, string, boolean]>([
  [undefined, 'anything', true],
  [['gpt-5'], 'gpt-5', true],
  [['gpt-5'], 'gpt-5.1', false],
  [['gpt-5*'], 'gpt-5.1', true],
  [['openai/*'], 'openai/a/b', true],
  [['openai/*'], 'openai', false],
  [['*'], '', true],
  [['*-mini'], 'gpt-mini-mini', true],
  [['a*b*c'], 'aXbYbZc', true],
  [['a*b*c'], 'aXbYbZ', false],
  [['a.c'], 'abc', false],
  [['A'], 'a', false],
  [['x', 'y*'], 'yes', true],
  [[], 'x', false],
])('%j admits %s: %s', (patterns, name, allowed) => {
  expect(isAllowed(patterns, name)).toBe(allowed)
})

test('a pattern says the same as a regular expression', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 12 })
  fc.assert(
    fc.property(
      text,
      fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }),
      (pattern, name) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(name)
        expect(isAllowed([pattern], name)).toBe(expected)
      },
    ),
  )
})

test('a pattern of many stars takes no long', () => {
  expect(isAllowed([`${'*a'.repeat(100)}b`], 'a'.repeat(512))).toBe(false)
})
