import { describe, expect, test } from 'vitest'
import { listFacts, listStages, wordCost, wordDialect, wordUsage } from './request-facts.ts'
import { someRequest, someRoute } from './testing.ts'

const valueOf = (request: ReturnType<typeof someRequest>, name: string) =>
  listFacts(request).find((fact) => fact.name === name)?.value

describe('facts of a request', () => {
  test('say what was asked for, under which id it went, and where', () => {
    const request = someRequest({ cost: 0.0016 })
    expect(valueOf(request, 'Asked for')).toBe('claude-sonnet-4-5')
    expect(valueOf(request, 'Sent as')).toBe('corp/claude-sonnet')
    expect(valueOf(request, 'To')).toBe('Company proxy')
    expect(valueOf(request, 'Usage')).toBe('318 in, 41 out, $0.0016')
  })

  test('leave out what is not known', () => {
    const refused = someRequest({
      route: undefined,
      model: undefined,
      usage: undefined,
      client: undefined,
      state: 'failed',
      error: { code: 'authentication', message: 'Wrong key.', retryable: false },
    })
    expect(listFacts(refused).map((fact) => fact.name)).toEqual(['Asked for', 'To'])
    expect(valueOf(refused, 'To')).toBe('wrong key')
  })

  test('tell a translation from bytes passed through', () => {
    expect(wordDialect(someRequest())).toBe('Anthropic Messages, passed through')
    const translated = someRequest({ client: 'openai-chat', mode: 'translated', route: someRoute })
    expect(wordDialect(translated)).toBe('OpenAI Chat to Anthropic Messages, translated')
  })

  test('name no chat format for what is no chat', () => {
    const route = { ...someRoute, dialect: 'openai-responses' as const }
    const embed = someRequest({ operation: 'embed', client: 'openai-chat', route })
    expect(wordDialect(embed)).toBe('OpenAI, passed through')
    expect(wordDialect({ ...embed, mode: 'translated' })).toBe('OpenAI, translated')
    expect(wordDialect({ ...embed, client: 'google-generate' })).toBe('Google, passed through')
  })

  test('word usage and cost', () => {
    expect(wordUsage(undefined, undefined)).toBeUndefined()
    expect(wordUsage({ inputTokens: 12_000, cachedInputTokens: 9000 }, undefined)).toBe(
      '12,000 in (9,000 cached)',
    )
    expect(wordCost(1.5)).toBe('$1.50')
  })
})

describe('waterfall of a request', () => {
  test('has the wait before the first byte and the stream after it', () => {
    const [routed, first, stream] = listStages(someRequest())
    expect(routed).toMatchObject({ state: 'passed', bars: [{ start: 0, duration: 1 }] })
    expect(first).toMatchObject({ bars: [{ start: 1, duration: 411, kind: 'wait' }] })
    expect(stream).toMatchObject({ label: 'Stream', bars: [{ start: 412, duration: 638 }] })
  })

  test('marks where it broke', () => {
    const cut = listStages(someRequest({ state: 'failed' }))
    expect(cut.map((stage) => stage.state)).toEqual(['passed', 'passed', 'failed'])
    const refused = listStages(
      someRequest({ state: 'failed', sentMs: undefined, firstByteMs: undefined, totalMs: 1 }),
    )
    expect(refused.map((stage) => stage.state)).toEqual(['failed', 'not-run', 'not-run'])
  })

  test('runs where it is while it runs', () => {
    const running = listStages(
      someRequest({ state: 'running', firstByteMs: undefined, totalMs: undefined }),
    )
    expect(running.map((stage) => stage.state)).toEqual(['passed', 'running', 'not-run'])
  })
})
