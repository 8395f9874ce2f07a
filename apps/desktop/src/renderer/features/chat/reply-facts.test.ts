import { expect, test } from 'vitest'
import type { ChatTurn } from '#contract/shapes'
import { listLiveFacts, listReplyFacts, tokensPerSecond, wordThought } from './reply-facts.ts'

const reply: ChatTurn = {
  id: 'r',
  role: 'assistant',
  parts: [{ type: 'text', text: 'Two' }],
  status: 'complete',
  createdAt: '2026-11-01T10:00:00Z',
  usage: { inputTokens: 1318, outputTokens: 41 },
  timing: { firstTokenMs: 412, totalMs: 1052.6 },
}

test('words timing, speed and usage', () => {
  expect(listReplyFacts(reply)).toEqual([
    { id: 'first', value: '412 ms', text: 'first token' },
    { id: 'speed', value: '64', text: 'tokens/s' },
    { id: 'usage', text: '1,318 in, 41 out' },
  ])
})

test('leaves out what the upstream did not tell', () => {
  expect(listReplyFacts({ ...reply, usage: { outputTokens: 3 }, timing: undefined })).toEqual([
    { id: 'usage', text: '3 out' },
  ])
})

test('gives no speed for an answer that came in one piece', () => {
  const timing = { firstTokenMs: 400, totalMs: 400.01 }
  expect(tokensPerSecond({ ...reply, timing })).toBeUndefined()
  expect(tokensPerSecond({ ...reply, timing: { firstTokenMs: 400, totalMs: 400 } })).toBeUndefined()
  expect(tokensPerSecond({ ...reply, usage: { outputTokens: 1 } })).toBeUndefined()
})

test('waits for the first token before it counts', () => {
  expect(listLiveFacts(reply, undefined)[0]?.text).toBe('Waiting for the first token')
  expect(listLiveFacts(reply, 12.4)[0]?.value).toBe('12 ms')
})

test('says how long it thought', () => {
  expect(wordThought(2140)).toBe('Thought for 2.1 s')
  expect(wordThought(undefined)).toBe('Thought')
})
