import { expect, test } from 'vitest'
import type { GatewayKeySummary } from '#contract/gateway-shapes'
import { someRequest } from '../requests/testing.ts'
import { chooseMainKey, toolsOfKey, wordLoss } from './key-words.ts'

const key = (id: string, changes: Partial<GatewayKeySummary> = {}): GatewayKeySummary => ({
  id,
  name: id,
  createdAt: '2026-11-21T09:00:00.000Z',
  saved: true,
  ...changes,
})

test('the main key is one that works, for every model if there is one', () => {
  expect(chooseMainKey([])).toBeUndefined()
  expect(chooseMainKey([key('gone', { saved: false })])?.id).toBe('gone')
  const limited = key('limited', { models: ['gpt-*'] })
  expect(chooseMainKey([key('gone', { saved: false }), limited])?.id).toBe('limited')
  expect(chooseMainKey([limited, key('all')])?.id).toBe('all')
})

test('a question names the tools that stop working', () => {
  const requests = ['Codex', 'Claude Code', 'Codex'].map((from) =>
    someRequest({ from, keyId: 'k' }),
  )
  const other = someRequest({ from: 'curl', keyId: 'another' })
  const tools = toolsOfKey([...requests, other], 'k')
  expect(tools).toEqual(['Codex', 'Claude Code'])
  expect(wordLoss(tools, true)).toBe('Codex and Claude Code used it lately and will be refused')
  expect(wordLoss([], true)).toContain('Every tool')
  expect(wordLoss([], false)).toContain('No tool')
})
