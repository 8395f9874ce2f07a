import { describe, expect, test } from 'vitest'
import { errorCodes, type ErrorInfo } from '@patchbay/provider-core/model'
import {
  listMends,
  readHandlerStack,
  secondsLeft,
  wordFailure,
  wordWait,
} from './describe-error.ts'

const info: ErrorInfo = { code: 'rate-limit', message: 'Too fast.', retryable: true }

describe('a failed reply', () => {
  test('sends a refused key to where that key is kept', () => {
    expect(listMends({ ...info, code: 'authentication' }, true)).toEqual(['models-and-providers'])
    expect(listMends({ ...info, code: 'missing-secret' }, false)).toEqual(['endpoint'])
  })

  test('offers the mapping where one is missing, and other ids where none is known', () => {
    expect(listMends({ ...info, code: 'mapping-needed' }, false)).toContain('mapping')
    expect(listMends({ ...info, code: 'unknown-model' }, false)).toEqual(['other-model'])
  })

  test('offers another model where the address or the model is not there', () => {
    expect(listMends({ ...info, code: 'not-found' }, true)).toEqual(['other-model'])
    expect(listMends({ ...info, code: 'not-found' }, false)).toEqual(['endpoint', 'other-model'])
  })

  test('never offers the form of an endpoint for an official API', () => {
    for (const code of errorCodes)
      expect(listMends({ ...info, code }, true)).not.toContain('endpoint')
  })

  test('names the status once, after a whole sentence', () => {
    const failed = { ...info, message: 'It broke.', status: 429, url: 'api.example' }
    expect(wordFailure(failed)).toBe('It broke. It answered 429 at api.example.')
    expect(wordFailure({ ...info, message: 'broke in the middle', status: 500 })).toBe(
      'broke in the middle. It answered 500.',
    )
    const named = { ...info, status: 429, message: 'The server answered 429.' }
    expect(wordFailure(named)).toBe('The server answered 429.')
    expect(wordFailure({ ...info, message: 'no status' })).toBe('no status')
  })

  test('reads the stack of a handler from its answer, and nothing from others', () => {
    const stack = 'Error: kaput\n    at completion (handler.ts:3:9)'
    expect(readHandlerStack(JSON.stringify({ error: { message: 'kaput', stack } }))).toBe(stack)
    for (const text of ['', 'null', '{"error":{"stack"', '{"error":{"stack":7}}', '{"error":null}'])
      expect(readHandlerStack(text)).toBeUndefined()
  })

  test('counts down from when it failed and ends at nought', () => {
    const waiting = { ...info, retryAfterMs: 12_000 }
    expect(secondsLeft(waiting, 1_000_000, 1_000_000)).toBe(12)
    expect(secondsLeft(waiting, 1_000_000, 1_003_400)).toBe(9)
    expect(secondsLeft(waiting, 1_000_000, 1_013_000)).toBe(0)
    expect(secondsLeft(info, 1_000_000, 1_000_000)).toBe(0)
    expect(wordWait(9)).toBe('9 s')
    expect(wordWait(3600)).toBe('60 min')
  })
})
