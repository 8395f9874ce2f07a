import { expect, test } from 'vitest'
import { textOf } from '#contract/chat-parts'
import { routeToProxy } from './trace.fixture.ts'
import { toChat, toTarget } from './to-chat.ts'

const at = '2026-11-21T12:00:00.000Z'

test('words, system text and settings become a chat whose reply is missing', () => {
  const body = JSON.stringify({
    model: 'fast',
    temperature: 0.2,
    max_completion_tokens: 50,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi!' },
      { role: 'user', content: [{ type: 'text', text: 'How are you?' }] },
    ],
  })
  const { settings, turns, notes } = toChat('openai-chat', body, at)
  expect(settings).toEqual({ system: 'Be brief.', temperature: 0.2, maxOutputTokens: 50 })
  expect(turns.map((turn) => [turn.role, textOf(turn), turn.status])).toEqual([
    ['user', 'Hello', 'complete'],
    ['assistant', 'Hi!', 'complete'],
    ['user', 'How are you?', 'complete'],
    ['assistant', '', 'stopped'],
  ])
  expect(notes).toEqual([])
})

test('tools and pictures are named, and the notes say what is lost', () => {
  const body = JSON.stringify({
    model: 'fast',
    max_tokens: 50,
    tools: [{ name: 'weather', input_schema: { type: 'object' } }],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is this?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: [{ type: 'tool_use', id: 't1', name: 'weather', input: { city: 'Bern' } }],
      },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: 'Sunny' }] },
    ],
  })
  const { turns, notes } = toChat('anthropic-messages', body, at)
  const texts = turns.map(textOf)
  expect(texts[0]).toBe('What is this?\n\n[image]')
  expect(texts[1]).toContain('[called weather: {"city":"Bern"}]')
  expect(texts[2]).toContain('Sunny')
  expect(notes).toHaveLength(3)
})

test('a body that was cut, and one that is no chat, are refused in words', () => {
  const words = { code: 'invalid-request', message: expect.stringMatching(/request/) }
  expect(() => toChat('openai-chat', '{"model":"fast","messa', at)).toThrow(
    expect.objectContaining(words),
  )
  expect(() => toChat(undefined, '{}', at)).toThrow(expect.objectContaining(words))
})

test('the target is the model of the provider, or of the endpoint that was addressed', () => {
  expect(toTarget(routeToProxy)).toEqual({ endpointId: 'e1', modelId: 'gpt-5' })
  expect(toTarget({ ...routeToProxy, providerId: 'openai' })).toEqual({
    providerId: 'openai',
    modelId: 'gpt-5',
  })
  expect(toTarget(undefined)).toBeUndefined()
})
