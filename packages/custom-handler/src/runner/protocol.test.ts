import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRunnerMessage } from './protocol.ts'

test('nothing but the messages of a runner is taken, and nothing throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      expect(readRunnerMessage(text)).toBeUndefined()
    }),
  )
})

test.each([
  [{ type: 'ready', methods: ['completion'] }, true],
  [{ type: 'ready', methods: [1] }, false],
  [{ type: 'chunk', id: 1, value: null }, true],
  [{ type: 'chunk', id: '1', value: null }, false],
  [{ type: 'error', id: 1, message: 'x', status: 400 }, true],
  [{ type: 'error', id: 1, message: 'x', status: '400' }, false],
  [{ type: 'pong', memory: 'much' }, false],
  [{ type: 'constructor' }, false],
])('%j is taken: %s', (message, taken) => {
  expect(readRunnerMessage(JSON.stringify(message)) !== undefined).toBe(taken)
})
