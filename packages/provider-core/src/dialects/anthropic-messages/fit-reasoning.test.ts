import { describe, expect, test } from 'vitest'
import type { ReasoningSettings } from '../../model/chat-request.ts'
import { anthropicMessages } from './anthropic-messages.ts'

function encode(modelId: string, reasoning: ReasoningSettings, maxOutputTokens?: number) {
  const { body, warnings } = anthropicMessages.encodeRequest(
    {
      messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }],
      reasoning,
      ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    },
    { modelId, stream: false, supportsSystemMessage: true },
  )
  return { ...body, codes: warnings.map(({ code }) => code) }
}

describe('models that know budgets only', () => {
  test.each([
    'claude-3-haiku-20240307',
    'claude-sonnet-4-20250514',
    'claude-opus-4-1',
    'claude-sonnet-4-5',
    'anthropic.claude-haiku-4-5-20251001-v1:0',
    'claude-sonnet-4-5@20250929',
  ])('%s gets an effort as a budget', (modelId) => {
    const { codes, ...body } = encode(modelId, { effort: 'high' })
    expect(body).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 16_384 },
      max_tokens: 16_384 + 4096,
    })
    expect(body).not.toHaveProperty('output_config')
    expect(codes).toEqual(['effort-as-budget'])
  })

  test('Opus 4.5 takes the effort, too; a budget stays as it is', () => {
    expect(encode('claude-opus-4-5', { effort: 'low' })).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 2048 },
      output_config: { effort: 'low' },
    })
    expect(encode('claude-sonnet-4-5', { budgetTokens: 5000 })).toMatchObject({
      thinking: { type: 'enabled', budget_tokens: 5000 },
      codes: [],
    })
  })

  test('a budget that does not fit the limit is cut, or left out, and that is said', () => {
    expect(encode('claude-sonnet-4-5', { effort: 'high' }, 4000)).toMatchObject({
      thinking: { budget_tokens: 3999 },
      codes: ['effort-as-budget', 'thinking-budget-changed'],
    })
    const small = encode('claude-sonnet-4-5', { effort: 'high' }, 500)
    expect(small).not.toHaveProperty('thinking')
    expect(small.codes).toContain('thinking-left-out')
  })
})

test.each(['claude-sonnet-4-6', 'claude-opus-4-8', 'claude-sonnet-5', 'my-proxy-model'])(
  '%s gets the settings as they are',
  (modelId) => {
    expect(encode(modelId, { effort: 'high' })).toMatchObject({
      thinking: { type: 'adaptive' },
      output_config: { effort: 'high' },
      codes: [],
    })
    expect(encode(modelId, { enabled: false })).toMatchObject({ thinking: { type: 'disabled' } })
  },
)

test.each(['claude-opus-5-5', 'anthropic.claude-fable-5-1'])(
  '%s gets no budget, and is not told to stop thinking',
  (modelId) => {
    expect(encode(modelId, { budgetTokens: 5000 })).toMatchObject({
      thinking: { type: 'adaptive' },
      codes: ['thinking-budget-left-out'],
    })
    const off = encode(modelId, { effort: 'none' })
    expect(off).toMatchObject({ output_config: { effort: 'low' }, codes: ['thinking-kept'] })
    expect(JSON.stringify(off)).not.toContain('disabled')
  },
)

test("an Anthropic client's own words reach every model unchanged", () => {
  const { request } = anthropicMessages.decodeRequest({
    model: 'm',
    max_tokens: 9000,
    messages: [{ role: 'user', content: 'Hi' }],
    thinking: { type: 'enabled', budget_tokens: 2000 },
  })
  const context = { modelId: 'claude-opus-5-5', stream: false, supportsSystemMessage: true }
  expect(anthropicMessages.encodeRequest(request, context)).toMatchObject({
    body: { thinking: { type: 'enabled', budget_tokens: 2000 } },
    warnings: [],
  })
})
