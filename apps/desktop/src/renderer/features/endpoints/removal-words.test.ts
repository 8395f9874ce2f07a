import { expect, test } from 'vitest'
import { wordRemoval } from './removal-words.ts'

test('providers and aliases are named, each with what becomes of them', () => {
  expect(wordRemoval(['Anthropic'], ['fast', 'split'])).toBe(
    'Anthropic uses it and will go back to the official API. The gateway aliases “fast” and “split” send to it and will fail there.',
  )
})

test('an alias alone is reason enough to ask', () => {
  expect(wordRemoval([], ['fast'])).toBe(
    'The gateway alias “fast” sends to it and will fail there.',
  )
})
