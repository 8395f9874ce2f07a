import { expect, test } from 'vitest'
import { ask, type Question } from '../testing/ask.ts'
import { openGateway } from '../testing/open-gateway.ts'
import {
  rawEndpoint,
  sendJsonReply,
  startRawUpstream,
  upstreamKey,
} from '../testing/raw-upstream.ts'

function event(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`
}

const anthropic = { client: 'anthropic-messages', model: 'e1/m', stream: true } as const
const responses = { client: 'openai-responses', model: 'e1/m', stream: true } as const

/** What a client gets, and what is noted, of an upstream that streams `pieces`. */
async function passed(
  question: Question,
  spec: 'anthropic' | 'openai-responses',
  pieces: string[],
) {
  await using upstream = await startRawUpstream((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (const piece of pieces) response.write(piece)
    response.end()
  })
  await using gateway = await openGateway({
    endpoints: [rawEndpoint(upstream, { id: 'e1', spec })],
  })
  const reply = await ask(gateway.url, question)
  return { reply, trace: await gateway.ended(0) }
}

test('a short stream tells all tokens, also those that only its first event names', async () => {
  const words = ['a', 'b', 'c'].map((text) =>
    event('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  )
  const usage = { input_tokens: 77, output_tokens: 1 }
  const message = {
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'm',
    content: [],
    usage,
  }
  const { trace } = await passed(anthropic, 'anthropic', [
    ': hello\n\n',
    event('message_start', { message }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...words,
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } }),
    event('message_stop', {}),
  ])
  expect(trace).toMatchObject({ state: 'done', usage: { inputTokens: 77, outputTokens: 5 } })
})

test.each([1, 5])('a closing event of %i MB and more is the end', async (megabytes) => {
  const item = { type: 'image_generation_call', id: 'ig', result: 'A'.repeat(megabytes << 20) }
  const response = { id: 'resp_1', object: 'response', model: 'm', status: 'completed' }
  const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 }
  const pieces = [
    event('response.created', { response: { ...response, status: 'in_progress', output: [] } }),
    event('response.output_item.done', { output_index: 0, item }),
    event('response.completed', { response: { ...response, output: [item], usage } }),
  ]
  const { reply, trace } = await passed(responses, 'openai-responses', pieces)
  expect(reply.text === pieces.join('')).toBe(true)
  expect(trace).toMatchObject({ state: 'done', usage: { inputTokens: 3, outputTokens: 4 } })
})

test('endless bytes without an event are an error, not memory', async () => {
  const over = Promise.withResolvers<void>()
  await using upstream = await startRawUpstream((response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.on('close', over.resolve)
    const more = (): void => {
      let goesOn = true
      while (goesOn) goesOn = !response.destroyed && response.write('x'.repeat(65_536))
    }
    response.on('drain', more)
    more()
  })
  await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
  const reply = await ask(gateway.url, { client: 'openai-chat', model: 'e1/m', stream: true })
  expect(reply.status).toBe(502)
  await over.promise
})

test('an error behind a 200 is an error', async () => {
  await using upstream = await startRawUpstream((response) =>
    sendJsonReply(response, 200, { error: { message: 'No quota.', code: 429 } }),
  )
  await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
  const reply = await ask(gateway.url, { client: 'openai-chat', model: 'e1/m', stream: false })
  expect(reply.status).toBe(429)
  expect(await gateway.ended(0)).toMatchObject({ state: 'failed', error: { code: 'rate-limit' } })
})

test('a key that a refusing upstream repeats in its headers stays here', async () => {
  await using upstream = await startRawUpstream((response) => {
    response.writeHead(429, {
      'content-type': `application/json; for=${upstreamKey}`,
      'x-request-id': upstreamKey,
    })
    response.end(JSON.stringify({ error: { message: upstreamKey } }))
  })
  await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
  const reply = await ask(gateway.url, { client: 'openai-chat', model: 'e1/m', stream: false })
  expect(reply.status).toBe(429)
  expect(JSON.stringify([reply.headers, reply.text])).not.toContain(upstreamKey)
})

test('a status that HTTP does not know becomes one that clients read', async () => {
  await using upstream = await startRawUpstream((response) =>
    sendJsonReply(response, 999, { error: { message: 'No.' } }),
  )
  await using gateway = await openGateway({ endpoints: [rawEndpoint(upstream, { id: 'e1' })] })
  const reply = await ask(gateway.url, { client: 'openai-chat', model: 'e1/m', stream: false })
  expect(reply.status).toBe(502)
})
