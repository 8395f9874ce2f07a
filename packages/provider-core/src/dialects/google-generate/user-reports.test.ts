/** @file What users report of gateways, where Google is the client or the upstream. The numbers are those of the list of reports. */
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest } from '../../model/chat-request.ts'
import { findGoogleFlaw } from '../../testing/invariants/google-generate.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import type { StreamFrame } from '../dialect.ts'
import { googleGenerate } from './google-generate.ts'

const encodeContext = { modelId: 'gemini-x', stream: true, supportsSystemMessage: true }
const replyContext = { modelId: 'm', includeUsage: false, id: 'r', createdAt: 1_700_000_000 }

const decode = (...chunks: readonly object[]): ChatEvent[] => {
  const decoder = googleGenerate.createStreamDecoder()
  const events = chunks.flatMap((chunk) =>
    decoder.push({ event: undefined, data: JSON.stringify(chunk) }),
  )
  return [...events, ...decoder.end()]
}
const encode = (events: readonly ChatEvent[]): StreamFrame[] => {
  const encoder = googleGenerate.createStreamEncoder(replyContext)
  return events.flatMap((event) => encoder.push(event))
}
const chunk = (parts: readonly object[], more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
  responseId: 'reply',
})
const finish: ChatEvent = { type: 'finish', reason: 'tool-calls' }

describe('1: tool arguments are never lost', () => {
  test('deltas before, between and after empty ones are joined', () => {
    const place = { id: 'c', block: 0 }
    const frames = encode([
      { type: 'tool-call-start', ...place, name: 'f' },
      { type: 'tool-call-delta', ...place, arguments: '' },
      { type: 'tool-call-delta', ...place, arguments: '{"a":' },
      { type: 'tool-call-delta', ...place, arguments: '' },
      { type: 'tool-call-delta', ...place, arguments: '1}' },
      { type: 'tool-call-end', ...place },
      finish,
    ])
    expect(frames[0]?.data).toContain('"args":{"a":1}')
  })

  test('a call whose end never came goes out with the finish', () => {
    const frames = encode([
      { type: 'tool-call-start', id: 'c', name: 'f' },
      { type: 'tool-call-delta', id: 'c', arguments: '{"a":1}' },
      finish,
    ])
    expect(frames.at(-1)?.data).toContain('"args":{"a":1}')
    expect(findGoogleFlaw(frames)).toBeUndefined()
  })
})

describe('2 and 3: parallel calls stay apart', () => {
  test('two calls of one function in one chunk have ids of their own that are the same in every run', () => {
    const parts = ['Bonn', 'Köln'].map((city) => ({ functionCall: { name: 'f', args: { city } } }))
    const read = () => decode(chunk(parts, { finishReason: 'STOP' }))
    const ids = read().flatMap((event) => (event.type === 'tool-call-start' ? [event.id] : []))
    expect(new Set(ids).size).toBe(2)
    expect(read()).toEqual(read())
    for (const id of ids) expect(id).toMatch(/^[A-Za-z0-9_-]{1,64}$/)
    expect(summarizeReply(read()).toolCalls).toEqual([
      { name: 'f', arguments: { city: 'Bonn' } },
      { name: 'f', arguments: { city: 'Köln' } },
    ])
  })

  test('ids that were made here do not reach Google again, its own do', () => {
    const [made = ''] = decode(
      chunk([{ functionCall: { name: 'f' } }], { finishReason: 'STOP' }),
    ).flatMap((event) => (event.type === 'tool-call-start' ? [event.id] : []))
    const exchange = (id: string): ChatRequest => ({
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
        { role: 'assistant', content: [{ type: 'tool-call', id, name: 'f', arguments: '{}' }] },
        {
          role: 'tool',
          content: [{ type: 'tool-result', callId: id, content: [{ type: 'text', text: 'ok' }] }],
        },
      ],
    })
    const send = (id: string) =>
      googleGenerate.encodeRequest(exchange(id), encodeContext).body['contents']
    expect(send(made)).toMatchObject([
      {},
      { parts: [{ functionCall: { name: 'f', args: {} } }] },
      { parts: [{ functionResponse: { name: 'f', response: { output: 'ok' } } }] },
    ])
    expect(JSON.stringify(send(made))).not.toContain('"id"')
    expect(JSON.stringify(send('own-id')).match(/"id":"own-id"/g)).toHaveLength(2)
  })

  test('results without ids are paired with calls by name and order', () => {
    const { request } = googleGenerate.decodeRequest({
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }] },
        {
          role: 'model',
          parts: ['f', 'g', 'f'].map((name) => ({ functionCall: { name, args: {} } })),
        },
        {
          role: 'user',
          parts: ['g', 'f', 'f'].map((name, at) => ({
            functionResponse: { name, response: { output: String(at) } },
          })),
        },
      ],
    })
    const [, assistant, tool] = request.messages
    const ids = assistant?.content.map((part) => (part.type === 'tool-call' ? part.id : ''))
    expect(tool?.content).toMatchObject([
      { callId: ids?.[1], content: [{ text: '0' }] },
      { callId: ids?.[0], content: [{ text: '1' }] },
      { callId: ids?.[2], content: [{ text: '2' }] },
    ])
  })
})

test('4: STOP after a call is tool-calls for everyone else', () => {
  const events = decode(
    chunk([{ functionCall: { name: 'f' } }]),
    chunk([], { finishReason: 'STOP' }),
  )
  expect(events.at(-1)).toMatchObject({ reason: 'tool-calls', rawReason: 'STOP' })
})

describe('5 and 6: signatures survive a reply and its replay', () => {
  test.each([
    ['text', { text: 'Hi', thoughtSignature: 'c2ln' }],
    ['a thought', { text: 'hm', thought: true, thoughtSignature: 'c2ln' }],
    ['a call', { functionCall: { name: 'f', args: {} }, thoughtSignature: 'c2ln' }],
    ['an image', { inlineData: { mimeType: 'image/png', data: 'iVBO' }, thoughtSignature: 'c2ln' }],
    ['code', { executableCode: { language: 'PYTHON', code: '1' }, thoughtSignature: 'c2ln' }],
  ])('on %s', (_name, part) => {
    const events = decode(chunk([part], { finishReason: 'STOP' }))
    const { body } = googleGenerate.encodeResponse(events, replyContext)
    expect(body['candidates']).toMatchObject([{ content: { parts: [part] } }])
    const contents = [
      { role: 'user', parts: [{ text: 'Hi' }] },
      { role: 'model', parts: [part] },
    ]
    const { request } = googleGenerate.decodeRequest({ contents })
    expect(googleGenerate.encodeRequest(request, encodeContext).body).toEqual({ contents })
  })

  test('hidden reasoning of other vendors is replayed through a Google client, even re-coded base64', () => {
    const frames = encode([
      { type: 'reasoning-redacted', data: 'blob+/??>>', block: 0 },
      { type: 'reasoning-delta', text: 'A summary.', block: 1 },
      { type: 'reasoning-encrypted', data: 'gAAA_-', id: 'rs_1', block: 1 },
      { type: 'finish', reason: 'stop' },
    ])
    const parts = frames
      .flatMap(({ data }) => JSON.parse(data).candidates[0].content.parts)
      .map((part) => {
        const { thoughtSignature: old, ...rest } = part
        const recoded = old && Buffer.from(old, 'base64').toString('base64url')
        return recoded === undefined ? rest : { ...rest, thoughtSignature: recoded }
      })
    const { request } = googleGenerate.decodeRequest({
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }] },
        { role: 'model', parts },
      ],
    })
    expect(request.messages[1]?.content.slice(0, 2)).toEqual([
      { type: 'reasoning', text: '', redacted: 'blob+/??>>' },
      { type: 'reasoning', text: 'A summary.', encrypted: 'gAAA_-', id: 'rs_1' },
    ])
  })
})

test('7: cached and thought tokens are counted once', () => {
  const events = decode({
    ...chunk([{ text: 'Hi' }], { finishReason: 'STOP' }),
    usageMetadata: {
      promptTokenCount: 100,
      cachedContentTokenCount: 80,
      candidatesTokenCount: 10,
      thoughtsTokenCount: 5,
      totalTokenCount: 115,
    },
  })
  const usage = { inputTokens: 100, cachedInputTokens: 80, outputTokens: 15, reasoningTokens: 5 }
  expect(events.at(-1)).toMatchObject({ usage })
  const last = JSON.parse(encode(events).at(-1)?.data ?? '')
  expect(last.usageMetadata).toMatchObject({ promptTokenCount: 100, candidatesTokenCount: 10 })
})

test('8: a last chunk of usage alone, or candidates without content, break nothing', () => {
  const events = decode(
    chunk([{ text: 'Hi' }]),
    { candidates: [{ finishReason: 'STOP', index: 0 }] },
    { candidates: [], usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2 } },
  )
  expect(events.at(-1)).toMatchObject({ type: 'finish', usage: { outputTokens: 2 } })
})

test('9 and 14: a failure after the first byte is an error frame, and nothing ends in [DONE]', () => {
  const error = { code: 'stream-broken', message: 'It broke.', retryable: true } as const
  const failed = encode([
    { type: 'text-delta', text: 'Hi' },
    { type: 'error', error },
  ])
  expect(JSON.parse(failed.at(-1)?.data ?? '')).toMatchObject({ error: { message: 'It broke.' } })
  const good = encode([
    { type: 'text-delta', text: 'Hi' },
    { type: 'finish', reason: 'stop' },
  ])
  for (const frames of [failed, good]) {
    expect(findGoogleFlaw(frames)).toBeUndefined()
    expect(frames.map(({ data }) => data)).not.toContain('[DONE]')
  }
})
