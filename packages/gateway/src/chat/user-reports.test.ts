import {
  clientDialectIds,
  findStreamFlaw,
  summarizeReply,
  type ClientDialectId,
} from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { ask, eventsOf } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import { rawEndpoint, startRawUpstream } from '../testing/raw-upstream.ts'

/** Asks an upstream that answers with these events, however the client speaks. */
async function stream(
  client: ClientDialectId,
  spec: 'openai-chat-completions' | 'anthropic',
  events: readonly unknown[],
) {
  await using upstream = await startRawUpstream((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const value of events) {
      const { type } = value as { type?: string }
      response.write(
        `${type === undefined ? '' : `event: ${type}\n`}data: ${JSON.stringify(value)}\n\n`,
      )
    }
    response.end(spec === 'anthropic' ? '' : 'data: [DONE]\n\n')
  })
  await using gateway = await openGateway({
    endpoints: [rawEndpoint(upstream, { id: 'e1', spec })],
  })
  const reply = await ask(gateway.url, { client, model: 'e1/m', stream: true })
  const trace = await gateway.ended(0)
  return { reply, trace, summary: summarizeReply(eventsOf(client, reply)) }
}

const chunk = (choice: object | undefined, rest: object = {}) => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'm',
  choices: choice === undefined ? [] : [{ index: 0, finish_reason: null, ...choice }],
  ...rest,
})
const call = (index: number, id: string | undefined, name: string | undefined, text: string) =>
  chunk({
    delta: {
      tool_calls: [
        {
          index,
          ...(id && { id, type: 'function' }),
          function: { ...(name && { name }), arguments: text },
        },
      ],
    },
  })
const usage = { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 }

describe.each(clientDialectIds.filter((id) => id !== 'openai-chat'))('a client of %s', (client) => {
  test('gets interleaved parallel calls apart, each whole (report 3)', async () => {
    const { reply, summary } = await stream(client, 'openai-chat-completions', [
      chunk({ delta: { role: 'assistant', content: '' } }),
      call(0, 'call_a', 'first', ''),
      call(1, 'call_b', 'second', ''),
      call(0, undefined, undefined, '{"a":'),
      call(1, undefined, undefined, '{"b":'),
      call(0, undefined, undefined, '1}'),
      call(1, undefined, undefined, '2}'),
      chunk({ delta: {}, finish_reason: 'stop' }, { usage }),
    ])
    expect(findStreamFlaw(client, reply.frames, { includeUsage: true })).toBeUndefined()
    expect(summary).toMatchObject({
      finish: 'tool-calls',
      toolCalls: [
        { name: 'first', arguments: { a: 1 } },
        { name: 'second', arguments: { b: 2 } },
      ],
    })
  })

  test('gets usage that rides on the finish chunk, past chunks without choices (report 8)', async () => {
    const { reply, summary, trace } = await stream(client, 'openai-chat-completions', [
      chunk(undefined, { prompt_filter_results: [] }),
      chunk({ delta: { role: 'assistant', content: 'Hi' } }),
      chunk({ delta: {}, finish_reason: 'stop' }, { usage }),
    ])
    expect(findStreamFlaw(client, reply.frames, { includeUsage: true })).toBeUndefined()
    expect(summary).toMatchObject({ text: 'Hi', usage: { inputTokens: 11, outputTokens: 7 } })
    expect(trace.usage).toMatchObject({ inputTokens: 11, outputTokens: 7 })
  })
})

const message = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'm',
  content: [],
  stop_reason: null,
  stop_sequence: null,
}
const thoughts = [
  {
    type: 'message_start',
    message: {
      ...message,
      usage: {
        input_tokens: 5,
        cache_read_input_tokens: 100,
        cache_creation_input_tokens: 20,
        output_tokens: 1,
      },
    },
  },
  {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'thinking', thinking: '', signature: '' },
  },
  { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'Hm.' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'sig-' } },
  {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'signature_delta', signature: 'nature' },
  },
  { type: 'content_block_stop', index: 0 },
  { type: 'ping' },
  { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Hi' } },
  { type: 'content_block_stop', index: 1 },
  {
    type: 'message_delta',
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: {
      input_tokens: 5,
      cache_read_input_tokens: 100,
      cache_creation_input_tokens: 20,
      output_tokens: 9,
    },
  },
  { type: 'message_stop' },
]

describe.each(clientDialectIds)('a client of %s', (client) => {
  test('sees input once, caches included, and no ping as data (reports 7, 12)', async () => {
    const { reply, summary, trace } = await stream(client, 'anthropic', thoughts)
    expect(findStreamFlaw(client, reply.frames, { includeUsage: true })).toBeUndefined()
    const expected = { inputTokens: 125, outputTokens: 9, cachedInputTokens: 100 }
    expect(summary).toMatchObject({ text: 'Hi', reasoning: 'Hm.', usage: expected })
    expect(trace.usage).toMatchObject(expected)
  })
})

test.each(['anthropic-messages', 'openai-chat'] as const)(
  'a signature in two pieces is whole for a client of %s (report 5)',
  async (client) => {
    const { summary } = await stream(client, 'anthropic', thoughts)
    expect(summary.signatures).toBe('sig-nature')
  },
)
