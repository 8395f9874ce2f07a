import { describe, expect, test } from 'vitest'
import { compareModels, wordModelChange } from './model-choice.ts'

describe('models of an endpoint', () => {
  test('new ones stand first, then kept ones, then those that are no longer listed', () => {
    expect(compareModels(['a', 'old', 'b'], ['b', 'c', 'a', 'c'])).toEqual([
      { id: 'c', state: 'new' },
      { id: 'a', state: 'kept' },
      { id: 'b', state: 'kept' },
      { id: 'old', state: 'gone' },
    ])
  })

  test('a change is told as added and removed', () => {
    expect(wordModelChange(['a', 'old'], new Set(['a', 'b', 'c']))).toBe('2 added, 1 removed')
  })
})
