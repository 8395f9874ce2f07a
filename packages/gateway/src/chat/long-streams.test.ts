import { once } from 'node:events'
import { createGate, startStrictUpstream, summarizeReply } from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { ask, eventsOf, open } from '../testing/ask.ts'
import { endpointOf, openGateway } from '../testing/open-gateway.ts'
import { rawEndpoint, startRawUpstream } from '../testing/raw-upstream.ts'

const spec = { passed: 'openai-chat-completions', translated: 'anthropic' } as const

describe.each(['passed', 'translated'] as const)('a stream that is %s (report 17)', (way) => {
  test('outlives every limit of the endpoint and the gateway for as long as it says something', async () => {
    const limitMs = 1500
    await using upstream = await startStrictUpstream({
      spec: spec[way],
      behaviour: { kind: 'reply', text: 'one two three four five six seven', chunkDelayMs: 200 },
    })
    const timeouts = { connectMs: limitMs, firstByteMs: limitMs, idleMs: limitMs }
    await using gateway = await openGateway({
      endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1', timeouts })],
      limits: { headersMs: 500, requestMs: 1000, bodyIdleMs: 500, lateCheckMs: 50, lingerMs: 500 },
    })
    const client = 'openai-chat'
    const reply = await ask(gateway.url, { client, model: 'e1/m', stream: true })
    const trace = await gateway.ended(0)
    expect(trace).toMatchObject({ state: 'done', mode: way === 'passed' ? 'pass-through' : way })
    // Else it would not have lived longer than any limit.
    expect(trace.totalMs).toBeGreaterThan(limitMs)
    expect(summarizeReply(eventsOf(client, reply))).toMatchObject({
      text: 'one two three four five six seven',
      finish: 'stop',
    })
  })
})

const openaiCall = [
  {
    choices: [
      {
        index: 0,
        delta: {
          role: 'assistant',
          tool_calls: [
            { index: 0, id: 'call_1', type: 'function', function: { name: 'look', arguments: '' } },
          ],
        },
      },
    ],
  },
  {
    choices: [
      { index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: '{"at":"fir' } }] } },
    ],
  },
]
const openaiRest = [
  {
    choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: 'st"}' } }] } }],
  },
  { choices: [{ index: 0, delta: {}, finish_reason: 'tool_calls' }] },
]
const anthropicCall = [
  {
    type: 'message_start',
    message: {
      id: 'msg_1',
      type: 'message',
      role: 'assistant',
      model: 'm',
      content: [],
      usage: { input_tokens: 1, output_tokens: 1 },
    },
  },
  {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'tool_use', id: 'toolu_1', name: 'look', input: {} },
  },
  {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: '{"at":"fir' },
  },
]
const anthropicRest = [
  {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'input_json_delta', partial_json: 'st"}' },
  },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
]

const upstreams = {
  'openai-chat-completions': { begin: openaiCall, rest: openaiRest, mark: 'data: [DONE]\n\n' },
  anthropic: { begin: anthropicCall, rest: anthropicRest, mark: '' },
} as const

function write(events: readonly object[]): string {
  return events
    .map((event) => {
      const name = 'type' in event ? `event: ${String(event.type)}\n` : ''
      const base = 'type' in event ? {} : { id: 'c1', object: 'chat.completion.chunk', model: 'm' }
      return `${name}data: ${JSON.stringify({ ...base, ...event })}\n\n`
    })
    .join('')
}

/** Google's format has whole calls only. */
const clients = ['openai-chat', 'openai-responses', 'anthropic-messages'] as const
const pairs = clients.flatMap((client) =>
  (['openai-chat-completions', 'anthropic'] as const).map((from) => ({ client, from })),
)

test.each(pairs)(
  'a piece of a call reaches a client of $client before the next one came from $from (report 17)',
  async ({ client, from }) => {
    const gate = createGate()
    const { begin, rest, mark } = upstreams[from]
    await using upstream = await startRawUpstream(async (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(write(begin))
      await gate.pass()
      response.end(write(rest) + mark)
    })
    await using gateway = await openGateway({
      endpoints: [rawEndpoint(upstream, { id: 'e1', spec: from })],
    })
    const incoming = await open(gateway.url, { client, model: 'e1/m', stream: true })
    let seen = ''
    incoming.on('data', (part: Buffer) => (seen += part.toString()))
    // The rest is sent only after this; a gateway that waits for whole arguments never gets there.
    while (!seen.includes('fir')) await once(incoming, 'data')
    expect(seen).not.toContain('st\\"}')
    gate.open()
    await once(incoming, 'end')
    expect(seen).toContain('st\\"}')
    expect(await gateway.ended(0)).toMatchObject({ state: 'done' })
  },
)
