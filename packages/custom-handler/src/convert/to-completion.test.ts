import { expect, test } from 'vitest'
import { joinParts, toCompletion } from './to-completion.ts'

const context = { id: 'chatcmpl-1', created: 1, model: 'm' }
const whole = (call: unknown): unknown => ({ choices: [{ message: { tool_calls: [call] } }] })

test.each([
  ['without a name', { function: { arguments: '{}' } }],
  ['with an empty name', { function: { name: '', arguments: '{}' } }],
  ['with a number for a name', { function: { name: 1, arguments: '{}' } }],
])('a tool call %s is refused, in every form of a whole reply', (_, call) => {
  expect(() => toCompletion({ tool_calls: [call] }, context)).toThrow(/tool call has no name/)
  expect(() => toCompletion(whole(call), context)).toThrow(/tool call has no name/)
  const toolUse = { ...call, index: 0, function: { ...call.function, name: undefined } }
  expect(() => joinParts([{ text: '', toolUse }], context)).toThrow(/tool call has no name/)
})

test('a call of another type keeps its own form in a chat completion', () => {
  const call = { type: 'custom', id: 'c', custom: { name: 'look', input: 'x' } }
  expect(toCompletion(whole(call), context)).toMatchObject({
    choices: [{ message: { tool_calls: [call] } }],
  })
})
