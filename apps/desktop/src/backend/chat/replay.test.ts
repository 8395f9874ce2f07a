/** @file Conversations that go on with a tool's result: what each vendor has to get back, checked by the strict fake. */
import { expect, test } from 'vitest'
import { endpointDraftSchema } from '@patchbay/provider-core/model'
import {
  describeEndpoint,
  fakePng,
  startStrictUpstream,
  type Behaviour,
  type StrictSpec,
} from '@patchbay/provider-core/testing'
import { openTestBackend } from '../testing/open-backend.ts'

const live = () => new AbortController().signal
const file = (name: string, text: string): [string, string] => [
  name,
  Buffer.from(text).toString('base64'),
]

/**
 * Asks with a picture and a PDF, gives the tool's result, and asks once more.
 *
 * @param first how the upstream answers the question
 * @returns the bodies of the three requests; none was refused
 */
async function talk(spec: StrictSpec, first: Behaviour): Promise<string[]> {
  const upstream = await startStrictUpstream({ spec })
  try {
    await using opened = await openTestBackend()
    const { endpoints, chat } = opened.backend
    const { secrets, ...fields } = describeEndpoint(upstream.expectations)
    const given = Object.entries(secrets).map(([name, value]) => [name, { state: 'set', value }])
    const draft = endpointDraftSchema.parse({
      ...fields,
      models: ['house-model'],
      secrets: Object.fromEntries(given),
    })
    const saved = await endpoints.save({ draft })
    if (!saved.ok) throw new Error(JSON.stringify(saved.issues))
    const target = { endpointId: saved.endpoint.id, modelId: 'house-model' }
    upstream.queueBehaviours(first, { kind: 'reply', text: 'Cold.' }, { kind: 'reply' })
    const send = async (action: Parameters<typeof chat.send>[0]['action'], chatId?: string) => {
      const input = { target, assumeModelExists: false, settings: {}, action }
      const place = chatId === undefined ? {} : { chatId }
      for await (const part of chat.send({ ...input, ...place }, live())) {
        if (part.type === 'end') expect(part.reply).toMatchObject({ status: 'complete' })
      }
      const [summary] = await chat.list('')
      return chat.get(summary?.id ?? '')
    }
    const picture = await chat.attach('a.png', fakePng)
    const paper = await chat.attach(...file('b.pdf', '%PDF-1.4\n'))
    const attachments = [picture.id, paper.id]
    const { id, turns } = await send({ type: 'send', text: 'How cold is it?', attachments })
    const replyId = turns[1]?.id ?? ''
    const call = turns[1]?.parts.find((part) => part.type === 'tool-call')
    const callId = call?.type === 'tool-call' ? call.id : ''
    await send({ type: 'tool-results', replyId, results: [{ callId, text: '{"degrees":4}' }] }, id)
    await send({ type: 'send', text: 'Thanks' }, id)
    expect(upstream.refusals).toEqual([])
    return upstream.requests.map(({ bodyText }) => bodyText).filter((body) => body !== '')
  } finally {
    await upstream.close()
  }
}

const asking: Behaviour = {
  kind: 'reply',
  text: 'I look it up.',
  reasoning: 'Needs a tool.',
  toolCalls: [{ name: 'get_weather', arguments: { city: 'Oslo' } }],
}

const sse = (...events: object[]): Behaviour => ({
  kind: 'raw',
  headers: { 'content-type': 'text/event-stream' },
  body: events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''),
})

test('Anthropic gets its signed thinking back before the call', async () => {
  const [first, second, third] = await talk('anthropic', asking)
  expect(JSON.parse(first ?? '')).toMatchObject({
    messages: [{ content: [{ type: 'image' }, { type: 'document', title: 'b.pdf' }, {}] }],
  })
  const answered = [
    { role: 'user' },
    {
      role: 'assistant',
      content: [
        { type: 'thinking', thinking: 'Needs a tool.', signature: 'ZmFrZS1zaWduYXR1cmU=' },
        { type: 'text', text: 'I look it up.' },
        { type: 'tool_use', name: 'get_weather', input: { city: 'Oslo' } },
      ],
    },
    { role: 'user', content: [{ type: 'tool_result', content: '{"degrees":4}' }] },
  ]
  expect(JSON.parse(second ?? '')).toMatchObject({ messages: answered })
  expect(JSON.parse(third ?? '')).toMatchObject({
    messages: [...answered, { role: 'assistant' }, { role: 'user', content: 'Thanks' }],
  })
})

test('Anthropic gets back what it ran itself, hidden thoughts and citations, as they were', async () => {
  const search = { id: 'srvtoolu_1', name: 'web_search' }
  const result = {
    type: 'web_search_tool_result',
    tool_use_id: 'srvtoolu_1',
    content: [{ type: 'web_search_result', url: 'https://yr.example', encrypted_content: 'e' }],
  }
  const citation = {
    type: 'web_search_result_location',
    url: 'https://yr.example',
    title: 'Yr',
    cited_text: '4 degrees',
    encrypted_index: 'x',
  }
  const block = (index: number, content_block: object, ...deltas: object[]) => [
    { type: 'content_block_start', index, content_block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
  const message = {
    id: 'm',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [],
    usage: {},
  }
  const [, second] = await talk(
    'anthropic',
    sse(
      { type: 'message_start', message },
      ...block(0, { type: 'redacted_thinking', data: 'hidden' }),
      ...block(
        1,
        { type: 'server_tool_use', ...search, input: {} },
        { type: 'input_json_delta', partial_json: '{"query":"Oslo"}' },
      ),
      ...block(2, result),
      ...block(
        3,
        { type: 'text', text: '' },
        { type: 'text_delta', text: 'It is cold.' },
        { type: 'citations_delta', citation },
      ),
      ...block(4, { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} }),
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: {} },
      { type: 'message_stop' },
    ),
  )
  const { messages } = JSON.parse(second ?? '') as { messages: { content: object[] }[] }
  expect(messages[1]?.content).toEqual([
    { type: 'redacted_thinking', data: 'hidden' },
    { type: 'server_tool_use', ...search, input: { query: 'Oslo' } },
    result,
    { type: 'text', text: 'It is cold.', citations: [citation] },
    { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} },
  ])
})

test('OpenAI chat gets the call with its id, and the result', async () => {
  const [first, second] = await talk('openai-chat-completions', asking)
  expect(JSON.parse(first ?? '')).toMatchObject({
    messages: [{ content: [{ type: 'image_url' }, { type: 'file' }, { type: 'text' }] }],
  })
  expect(JSON.parse(second ?? '')).toMatchObject({
    messages: [
      { role: 'user' },
      {
        role: 'assistant',
        content: 'I look it up.',
        tool_calls: [{ id: 'call_1_0', function: { name: 'get_weather' } }],
      },
      { role: 'tool', tool_call_id: 'call_1_0', content: '{"degrees":4}' },
    ],
  })
})

test('OpenAI Responses gets no id of a call whose reasoning cannot go back', async () => {
  const [first, second] = await talk('openai-responses', asking)
  expect(JSON.parse(first ?? '')).toMatchObject({
    input: [{ content: [{ type: 'input_image' }, { type: 'input_file' }, { type: 'input_text' }] }],
  })
  const { input } = JSON.parse(second ?? '') as { input: object[] }
  expect(input.slice(1)).toMatchObject([
    { role: 'assistant', content: 'I look it up.' },
    { type: 'function_call', call_id: 'call_1_0' },
    { type: 'function_call_output', call_id: 'call_1_0', output: '{"degrees":4}' },
  ])
  expect(input[2]).not.toHaveProperty('id')
})

test('OpenAI Responses gets its sealed reasoning back, and the ids that belong to it', async () => {
  const reasoning = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'gAAA' }
  const call = {
    type: 'function_call',
    id: 'fc_1',
    call_id: 'call_x',
    name: 'get_weather',
    arguments: '{}',
    status: 'completed',
  }
  const response = { id: 'resp_1', object: 'response', model: 'house-model' }
  const [, second] = await talk(
    'openai-responses',
    sse(
      { type: 'response.created', response: { ...response, status: 'in_progress' } },
      { type: 'response.output_item.done', output_index: 0, item: reasoning },
      { type: 'response.output_item.done', output_index: 1, item: call },
      { type: 'response.completed', response: { ...response, status: 'completed' } },
    ),
  )
  expect(JSON.parse(second ?? '')).toMatchObject({
    input: [
      {},
      { type: 'reasoning', id: 'rs_1', encrypted_content: 'gAAA' },
      { type: 'function_call', id: 'fc_1', call_id: 'call_x' },
      { type: 'function_call_output', call_id: 'call_x' },
    ],
  })
})

test('Google gets its signatures and its picture back', async () => {
  const parts = [
    { text: 'Let me see.' },
    { inlineData: { mimeType: 'image/png', data: fakePng }, thoughtSignature: 'cGlj' },
    { functionCall: { name: 'get_weather', args: { city: 'Oslo' } }, thoughtSignature: 'Y2FsbA==' },
  ]
  const chunks = parts.map((part, index) => ({
    candidates: [
      {
        index: 0,
        content: { role: 'model', parts: [part] },
        ...(index === parts.length - 1 ? { finishReason: 'STOP' } : {}),
      },
    ],
    responseId: 'r1',
  }))
  const [first, second] = await talk('google', sse(...chunks))
  expect(JSON.parse(first ?? '')).toMatchObject({
    contents: [{ parts: [{ inlineData: {} }, { inlineData: {} }, { text: 'How cold is it?' }] }],
  })
  expect(JSON.parse(second ?? '')).toMatchObject({
    contents: [
      { role: 'user' },
      { role: 'model', parts },
      { role: 'user', parts: [{ functionResponse: { response: { degrees: 4 } } }] },
    ],
  })
})
