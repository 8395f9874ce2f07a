import { getDialect, parseSse } from '@patchbay/provider-core'
import type { ChatEvent } from '@patchbay/provider-core/model'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readChunk } from './read-chunk.ts'
import { joinParts, toCompletion } from './to-completion.ts'
import { createStreamWriter } from './to-stream.ts'

const context = { id: 'chatcmpl-0123456789abcdef', created: 1_795_000_000, model: 'my-model' }
const dialect = getDialect('openai-chat')

/** What an OpenAI client would see of the parts that a handler yielded. */
function streamed(values: readonly unknown[], includeUsage = true): ChatEvent[] {
  const writer = createStreamWriter({ ...context, shape: 'chat', includeUsage })
  const text = values.map((value) => writer.push(readChunk(value))).join('') + writer.end()
  return decode(text)
}

function decode(text: string): ChatEvent[] {
  const decoder = dialect.createStreamDecoder()
  const events: ChatEvent[] = []
  for (const frame of parseSse(new TextEncoder().encode(text))) events.push(...decoder.push(frame))
  events.push(...decoder.end())
  return events
}

const textOf = (events: readonly ChatEvent[]): string =>
  events.map((event) => (event.type === 'text-delta' ? event.text : '')).join('')

/** Calls by id: name and arguments. */
function callsOf(events: readonly ChatEvent[]): Record<string, { name: string; input: string }> {
  const calls: Record<string, { name: string; input: string }> = {}
  for (const event of events) {
    if (event.type === 'tool-call-start') calls[event.id] = { name: event.name, input: '' }
    const call = event.type === 'tool-call-delta' ? calls[event.id] : undefined
    if (call !== undefined && event.type === 'tool-call-delta') call.input += event.arguments
  }
  return calls
}

// Tags would be read as reasoning, which is the decoder's affair.
const words = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('<'))
const usage = fc.record({ prompt_tokens: fc.nat(1000), completion_tokens: fc.nat(1000) })

describe('what was yielded is what a client reads', () => {
  test('texts and usage, streamed and whole', () => {
    fc.assert(
      fc.property(fc.array(words), usage, (texts, used) => {
        const last = { text: '', is_finished: true, finish_reason: 'length', usage: used }
        const values = [...texts.map((text, index) => (index % 2 === 0 ? text : { text })), last]
        const events = streamed(values)
        expect(textOf(events)).toBe(texts.join(''))
        expect(events.at(-1)).toMatchObject({
          type: 'finish',
          reason: 'length',
          usage: { inputTokens: used.prompt_tokens, outputTokens: used.completion_tokens },
        })
        const whole = joinParts(values.map(readChunk), context)
        expect(whole['choices']).toMatchObject([
          { message: { content: texts.join('') }, finish_reason: 'length' },
        ])
      }),
    )
  })

  test('tool calls in pieces, told apart by id or by index', () => {
    const pieces = fc.array(fc.constantFrom('{', '"a"', ':', '1', '}', ' '), { maxLength: 6 })
    fc.assert(
      fc.property(
        fc.array(pieces, { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (calls, byIndex) => {
          const values = calls.flatMap((parts, index) => {
            const key = byIndex ? { index } : {}
            const id = `call_${index}`
            const first = { ...key, id, type: 'function', function: { name: `f${index}` } }
            const rest = parts.map((part) => ({ ...key, id, function: { arguments: part } }))
            return [first, ...rest].map((tool_use) => ({ text: '', tool_use }))
          })
          const expected = Object.fromEntries(
            calls.map((parts, at) => [`call_${at}`, { name: `f${at}`, input: parts.join('') }]),
          )
          const events = streamed(values)
          expect(callsOf(events)).toEqual(expected)
          expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' })
          const completion = joinParts(values.map(readChunk), context)
          const writer = createStreamWriter({ ...context, shape: 'chat', includeUsage: false })
          expect(callsOf(decode(writer.whole(completion)))).toEqual(expected)
        },
      ),
    )
  })
})

describe("LiteLLM's rules", () => {
  test('after the finish only what carries provider_specific_fields is passed on', () => {
    const events = streamed([
      { text: 'a', is_finished: true, finish_reason: 'stop' },
      { text: 'late' },
      { text: 'later', provider_specific_fields: { citation: 1 } },
      { text: '', usage: { prompt_tokens: 5, completion_tokens: 6 } },
    ])
    expect(textOf(events)).toBe('a')
    expect(JSON.stringify(events)).toContain('"citation":1')
    expect(events.at(-1)).toMatchObject({ usage: { inputTokens: 5, outputTokens: 6 } })
  })

  test('a stream that does not say how it ended has stopped', () => {
    expect(streamed(['a']).at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
    expect(streamed([]).at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
  })

  test('usage is sent only where it was asked for', () => {
    const last = { text: '', is_finished: true, usage: { prompt_tokens: 1 } }
    expect(streamed([last], false).at(-1)).not.toHaveProperty('usage')
  })

  test.each([
    [{ text: 'a', txt: 'b' }, /"txt", which is not known/],
    [{ text: 1 }, /a number as "text"/],
    [{ text: 'a', tool_use: { id: 'x' } }, /no "function"/],
    [{ choices: [] }, /"choices"/],
    [7, /yielded a number/],
    [null, /yielded nothing/],
  ])('%j is refused in words', (value, message) => {
    expect(() => readChunk(value)).toThrow(message)
  })
})

test('a chat completion of the handler keeps what it has and gets what it lacks', () => {
  const given = {
    system_fingerprint: 'fp',
    choices: [{ message: { content: 'x', reasoning_content: 'why' } }],
  }
  expect(toCompletion(given, context)).toEqual({
    ...context,
    object: 'chat.completion',
    system_fingerprint: 'fp',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'x', reasoning_content: 'why' },
        finish_reason: 'stop',
      },
    ],
  })
})
