import { describe, expect, test } from 'vitest'
import { parseSse } from '@patchbay/provider-core'
import { ask } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import { rawEndpoint, sendJsonReply, startRawUpstream } from '../testing/raw-upstream.ts'

/** In the order in which Anthropic wants them back, signatures and sealed data unchanged. */
const blocks = [
  { type: 'thinking', thinking: 'Let me see.', signature: 'c2lnLW9uZQ==' },
  { type: 'redacted_thinking', data: 'c2VhbGVkLW9uZQ==' },
  { type: 'thinking', thinking: 'Now it is clear.', signature: 'c2lnLXR3bw==' },
  { type: 'text', text: 'I look it up.' },
  { type: 'tool_use', id: 'toolu_1', name: 'look', input: { at: 'sky' } },
]
const tool = { name: 'look', description: 'Looks.', input_schema: { type: 'object' } }
const usage = { input_tokens: 3, output_tokens: 5 }
const reply = {
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude-x',
  content: blocks,
  stop_reason: 'tool_use',
  stop_sequence: null,
  usage,
}

function* streamed(): Generator<{ readonly type: string; readonly [field: string]: unknown }> {
  yield { type: 'message_start', message: { ...reply, content: [], stop_reason: null } }
  for (const [index, block] of blocks.entries()) {
    const delta = (value: object) => ({ type: 'content_block_delta', index, delta: value })
    switch (block.type) {
      case 'thinking':
        yield {
          type: 'content_block_start',
          index,
          content_block: { type: 'thinking', thinking: '', signature: '' },
        }
        yield delta({ type: 'thinking_delta', thinking: block.thinking })
        yield delta({ type: 'signature_delta', signature: block.signature })
        break
      case 'text':
        yield { type: 'content_block_start', index, content_block: { type: 'text', text: '' } }
        yield delta({ type: 'text_delta', text: block.text })
        break
      case 'tool_use':
        yield { type: 'content_block_start', index, content_block: { ...block, input: {} } }
        yield delta({ type: 'input_json_delta', partial_json: JSON.stringify(block.input) })
        break
      default:
        yield { type: 'content_block_start', index, content_block: block }
    }
    yield { type: 'content_block_stop', index }
  }
  yield { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage }
  yield { type: 'message_stop' }
}

/** Claude behind its own API, or behind Bedrock, where every request is translated. */
async function startClaude(spec: 'anthropic' | 'amazon-bedrock') {
  const upstream = await startRawUpstream((response, { body }) => {
    if ((JSON.parse(body) as { stream?: boolean }).stream !== true) {
      sendJsonReply(response, 200, reply)
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const event of streamed()) {
      response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    }
    response.end()
  })
  const region = spec === 'amazon-bedrock' ? { region: 'us-east-1' } : {}
  const endpoint = rawEndpoint(upstream, { id: 'e1', spec, ...region })
  const gateway = await openGateway({ endpoints: [endpoint] })
  return {
    gateway,
    /** What the assistant said before, in the last request. */
    sentBack: (): unknown[] => {
      const { messages } = JSON.parse(upstream.calls.at(-1)?.body ?? '{}') as {
        messages: { role: string; content: unknown[] }[]
      }
      return messages.find(({ role }) => role === 'assistant')?.content ?? []
    },
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await upstream[Symbol.asyncDispose]()
    },
  }
}

const model = 'e1/anthropic.claude-x-v1:0'
const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'blue' }

/** The blocks of a whole Anthropic reply, or of its stream, put together as the SDK does. */
function readBlocks(text: string, stream: boolean): object[] {
  if (!stream) return (JSON.parse(text) as { content: object[] }).content
  const built: Record<string, unknown>[] = []
  let json = ''
  for (const frame of parseSse(Buffer.from(text))) {
    const event = JSON.parse(frame.data) as {
      type: string
      index: number
      content_block?: Record<string, unknown>
      delta?: Record<string, string>
    }
    const block = built[event.index]
    if (event.type === 'content_block_start') built[event.index] = { ...event.content_block }
    if (event.type === 'content_block_stop' && json !== '' && block !== undefined) {
      block['input'] = JSON.parse(json)
      json = ''
    }
    if (event.type !== 'content_block_delta' || block === undefined) continue
    const { type, partial_json: piece = '', ...fields } = event.delta ?? {}
    if (type === 'input_json_delta') json += piece
    for (const [name, value] of Object.entries(fields)) block[name] = String(block[name]) + value
  }
  return built
}

describe('thinking, sealed thinking and calls keep their order when they are sent back (report 6)', () => {
  test.each([
    { spec: 'anthropic', stream: false },
    { spec: 'anthropic', stream: true },
    { spec: 'amazon-bedrock', stream: false },
  ] as const)(
    'by a client of Anthropic, from $spec, streamed: $stream',
    async ({ spec, stream }) => {
      await using claude = await startClaude(spec)
      const { url } = claude.gateway
      const question = { client: 'anthropic-messages', model, stream } as const
      const first = await ask(url, { ...question, fields: { tools: [tool] } })
      const content = readBlocks(first.text, stream)
      expect(content).toEqual(blocks)
      const messages = [
        { role: 'user', content: 'Hi' },
        { role: 'assistant', content },
        { role: 'user', content: [result] },
      ]
      await ask(url, { ...question, stream: false, fields: { tools: [tool], messages } })
      expect(claude.sentBack()).toEqual(blocks)
    },
  )

  test.each([true, false])('by a client of OpenAI Responses, streamed: %s', async (stream) => {
    await using claude = await startClaude('anthropic')
    const { url } = claude.gateway
    const question = { client: 'openai-responses', model, stream } as const
    const first = await ask(url, question)
    const whole = stream
      ? (JSON.parse(first.frames.at(-1)?.data ?? '') as { response: unknown }).response
      : first.json
    const { output } = whole as { output: Record<string, unknown>[] }
    const call = output.find(({ type }) => type === 'function_call')
    const input = [
      { role: 'user', content: 'Hi' },
      ...output,
      { type: 'function_call_output', call_id: call?.['call_id'], output: 'blue' },
    ]
    await ask(url, { ...question, stream: false, fields: { input } })
    expect(claude.sentBack()).toMatchObject(blocks)
  })

  test('by a client of Google', async () => {
    await using claude = await startClaude('anthropic')
    const { url } = claude.gateway
    const question = { client: 'google-generate', model, stream: false } as const
    const first = await ask(url, question)
    const { candidates } = first.json as { candidates: { content: object }[] }
    const contents = [
      { role: 'user', parts: [{ text: 'Hi' }] },
      candidates[0]?.content,
      { role: 'user', parts: [{ functionResponse: { name: 'look', response: { it: 'blue' } } }] },
    ]
    await ask(url, { ...question, fields: { contents } })
    expect(claude.sentBack()).toMatchObject(blocks)
  })
})
