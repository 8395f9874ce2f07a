import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { normalizeEvents } from '../../testing/conformance/normalize-events.ts'
import { summarizeReply } from '../../testing/invariants/summarize-reply.ts'
import { googleGenerate } from './google-generate.ts'

const replyContext = { modelId: 'gemini-x', includeUsage: false, id: 'r', createdAt: 1 }
const stop = { finishReason: 'STOP' }

const decode = (...chunks: readonly object[]): ChatEvent[] => {
  const decoder = googleGenerate.createStreamDecoder()
  const events = chunks.flatMap((chunk) =>
    decoder.push({ event: undefined, data: JSON.stringify(chunk) }),
  )
  return [...events, ...decoder.end()]
}
const chunk = (parts: readonly object[], more: object = {}) => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...more }],
  modelVersion: 'gemini-x',
  responseId: 'g',
})
/** The same events after they went to a Google client and were read by its decoder. */
const replay = (events: readonly ChatEvent[]): ChatEvent[] => {
  const encoder = googleGenerate.createStreamEncoder(replyContext)
  const decoder = googleGenerate.createStreamDecoder()
  const frames = events.flatMap((event) => encoder.push(event))
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

describe('arguments that stream', () => {
  const piece = (functionCall: object) => chunk([{ functionCall }])
  const value = (stringValue: string, willContinue: boolean) => ({
    partialArgs: [{ jsonPath: '$.city', stringValue, ...(willContinue && { willContinue }) }],
    willContinue: true,
  })

  test('are handed on piece by piece', () => {
    const events = decode(
      piece({ name: 'f', willContinue: true }),
      piece(value('Bos', true)),
      piece(value('ton', true)),
      piece(value('', false)),
      piece({}),
      chunk([], stop),
    )
    const deltas = events.flatMap((event) =>
      event.type === 'tool-call-delta' ? [event.arguments] : [],
    )
    expect(deltas).toEqual(['{"city":"Bos', 'ton', '"', '}'])
    expect(summarizeReply(replay(events)).toolCalls).toEqual([
      { name: 'f', arguments: { city: 'Boston' } },
    ])
  })

  test.each([
    ['the next call', piece({ name: 'g', args: {} })],
    ['text', chunk([{ text: 'So.' }])],
    ['the finish', chunk([{ text: '' }], stop)],
  ])('end with %s when their own end never comes', (_name, next) => {
    const events = decode(
      piece({ name: 'f', willContinue: true }),
      piece(value('Bonn', true)),
      next,
      chunk([], stop),
    )
    expect(summarizeReply(events).toolCalls[0]).toEqual({ name: 'f', arguments: { city: 'Bonn' } })
    expect(events.filter((event) => event.type === 'tool-call-end').length).toBeGreaterThan(0)
  })

  test('in an order that cannot be written are an error, not wrong arguments', () => {
    const at = (jsonPath: string) =>
      piece({ partialArgs: [{ jsonPath, numberValue: 1 }], willContinue: true })
    const events = decode(
      piece({ name: 'f', willContinue: true }),
      at('$.a.x'),
      at('$.b'),
      at('$.a.y'),
    )
    expect(events.at(-1)).toMatchObject({ type: 'error', error: { code: 'invalid-answer' } })
  })
})

test('grounding becomes citations with places in UTF-16 units, and rides along whole', () => {
  const groundingMetadata = {
    webSearchQueries: ['q'],
    groundingChunks: [
      { web: { uri: 'https://a.example/', title: 'A' } },
      { web: { uri: 'https://b.example/', title: 'B' } },
    ],
    groundingSupports: [
      {
        segment: { startIndex: 8, endIndex: 14, text: '漢字' },
        groundingChunkIndices: [0, 1],
        confidenceScores: [0.9, 0.8],
      },
    ],
  }
  const events = decode(
    chunk([{ text: 'hm', thought: true }, { text: 'Grüße ' }]),
    chunk([{ text: '漢字 🙂' }], { ...stop, groundingMetadata }),
    chunk([], { ...stop, groundingMetadata }),
  )
  const citations = events.flatMap((event) => (event.type === 'citation' ? [event] : []))
  expect(citations).toMatchObject([
    { citation: { url: 'https://a.example/', title: 'A', start: 6, end: 8 }, block: 1 },
    { citation: { url: 'https://b.example/', title: 'B', start: 6, end: 8 }, block: 1 },
  ])
  expect(normalizeEvents(replay(events))).toEqual(normalizeEvents(events))
  const { body } = googleGenerate.encodeResponse(events, replyContext)
  expect(body['candidates']).toMatchObject([{ groundingMetadata }])
})

test('log probabilities are read, and their token ids are not lost on the way to a Google client', () => {
  const logprobsResult = {
    chosenCandidates: [{ token: 'Hi', tokenId: 7, logProbability: -0.5 }],
    topCandidates: [{ candidates: [{ token: 'Ho', tokenId: 8, logProbability: -1.5 }] }],
  }
  const events = decode(chunk([{ text: 'Hi' }], { ...stop, logprobsResult, avgLogprobs: -0.5 }))
  expect(events).toContainEqual({
    type: 'logprobs',
    tokens: [{ token: 'Hi', logprob: -0.5, top: [{ token: 'Ho', logprob: -1.5 }] }],
  })
  expect(normalizeEvents(replay(events))).toEqual(normalizeEvents(events))
  const { body } = googleGenerate.encodeResponse(events, replyContext)
  expect(body['candidates']).toMatchObject([{ logprobsResult, avgLogprobs: -0.5 }])
})

test('tools that Google runs are provider-run calls with results, and no reason to answer', () => {
  const parts = [
    { executableCode: { language: 'PYTHON', code: 'print(1)' } },
    { codeExecutionResult: { outcome: 'OUTCOME_FAILED', output: 'no' } },
    { toolCall: { id: 's1', toolType: 'GOOGLE_SEARCH_WEB', args: { query: 'q' } } },
    { toolResponse: { id: 's1', toolType: 'GOOGLE_SEARCH_WEB', response: { hits: 1 } } },
  ]
  const events = decode(chunk(parts, stop))
  expect(events.filter((event) => event.type === 'tool-call-start')).toMatchObject([
    { name: 'code_execution', providerRun: true },
    { name: 'GOOGLE_SEARCH_WEB', providerRun: true, id: 's1' },
  ])
  expect(events.filter((event) => event.type === 'tool-result')).toMatchObject([
    { isError: true, value: { outcome: 'OUTCOME_FAILED', output: 'no' } },
    { callId: 's1', value: { hits: 1 } },
  ])
  expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
  const { body } = googleGenerate.encodeResponse(events, replyContext)
  expect(body['candidates']).toMatchObject([{ content: { parts } }])
})

test('parts and fields without a word here come back on the same part', () => {
  const parts = [
    { text: 'Hi', partMetadata: { a: 1 } },
    { inlineData: { mimeType: 'video/mp4', data: 'AAAA' }, videoMetadata: { fps: 1 } },
    { inlineData: { mimeType: 'image/png', data: 'iVBO' }, thought: true },
    { functionCall: { name: 'f', args: {}, scheduling: 'WHEN_IDLE' }, partMetadata: { b: 2 } },
    { audioTranscription: { text: 'words' } },
  ]
  const events = decode(chunk(parts, { ...stop, safetyRatings: [{ category: 'X' }] }))
  const { body } = googleGenerate.encodeResponse(events, replyContext)
  expect(body['candidates']).toMatchObject([
    { content: { role: 'model', parts }, safetyRatings: [{ category: 'X' }] },
  ])
})

test('images and audio come out as what they are', () => {
  const events = decode(
    chunk(
      [
        { inlineData: { mimeType: 'image/png', data: 'iVBO' } },
        { inlineData: { mimeType: 'audio/wav', data: 'UklG' } },
        { fileData: { mimeType: 'image/jpeg', fileUri: 'gs://bucket/a.jpg' } },
      ],
      stop,
    ),
  )
  expect(events.slice(1, -1)).toMatchObject([
    { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'iVBO' } },
    { type: 'audio', source: { kind: 'base64', mediaType: 'audio/wav', data: 'UklG' } },
    { type: 'image', source: { kind: 'file-id', fileId: 'gs://bucket/a.jpg' } },
  ])
})
