import { describe, expect, test } from 'vitest'
import { wordAge, wordBytes, wordCount, wordDuration, wordUntil } from './time-words.ts'

const now = new Date(2026, 10, 21, 15, 0, 0).getTime()
const ago = (ms: number) => new Date(now - ms).toISOString()

describe('words of times and amounts', () => {
  test.each([
    [5_000, 'now'],
    [6 * 60_000, '6 min'],
    [2 * 3_600_000, '2 h'],
    [20 * 3_600_000, 'yesterday'],
    [3 * 86_400_000, '3 days'],
  ])('%d ms ago is "%s"', (ms, words) => {
    expect(wordAge(ago(ms), now)).toBe(words)
  })

  test('a time in the future of this clock is "now"', () => {
    expect(wordAge(new Date(now + 90_000).toISOString(), now)).toBe('now')
  })

  test('what is not a time has no words', () => {
    expect(wordAge('soon', now)).toBe('')
  })

  test('what is left until an end, and how long it is over', () => {
    const left = [20_000, 42 * 60_000, 3 * 3_600_000, 5 * 86_400_000, -6 * 60_000]
    expect(left.map((ms) => wordUntil(new Date(now + ms).toISOString(), now))).toEqual([
      'in 1 min',
      'in 42 min',
      'in 3 h',
      'in 5 days',
      '6 min ago',
    ])
  })

  test('durations and sizes keep three figures at most', () => {
    expect([4.2, 152, 1064, 43_000].map(wordDuration)).toEqual(['4 ms', '152 ms', '1.06 s', '43 s'])
    expect([22, 1100, 3_400_000].map(wordBytes)).toEqual(['22 B', '1.1 kB', '3.4 MB'])
  })

  test('one thing is singular', () => {
    expect([0, 1, 2].map((count) => wordCount(count, 'entry', 'entries'))).toEqual([
      '0 entries',
      '1 entry',
      '2 entries',
    ])
  })
})
