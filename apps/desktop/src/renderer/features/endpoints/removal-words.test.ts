import { expect, test } from 'vitest'
import { wordRemoval, wordUsers } from './removal-words.ts'

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

test('the list names providers and aliases, and says nothing where nothing uses it', () => {
  expect(wordUsers([], [])).toBe('')
  expect(wordUsers(['OpenAI', 'xAI'], [])).toBe('OpenAI, xAI')
  expect(wordUsers([], ['fast'])).toBe('gateway alias fast')
  expect(wordUsers(['OpenAI'], ['fast', 'split'])).toBe('OpenAI, gateway aliases fast, split')
})
