import { expect, test } from 'vitest'
import { hostOfServer, wordAnswer, wordOffer } from './server-words.ts'

test('a found server says what it offers', () => {
  expect(wordOffer({ models: ['a', 'b'], wantsKey: false })).toBe('2 models')
  expect(wordOffer({ models: ['a'], wantsKey: false })).toBe('1 model')
  expect(wordOffer({ models: [], wantsKey: false })).toBe('no models yet')
  expect(wordOffer({ models: [], wantsKey: true })).toBe('wants a key')
  expect(hostOfServer({ baseUrl: 'http://[::1]:11434/v1' })).toBe('[::1]:11434')
})

test('times are short words', () => {
  expect([0.2, 3.4, 99, 412].map(wordAnswer)).toEqual(['1 ms', '3 ms', '99 ms', '0.4 s'])
})
