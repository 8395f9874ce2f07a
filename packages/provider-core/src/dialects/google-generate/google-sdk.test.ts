/** @file The official SDK on both sides: what it sends is understood, what we answer is what it reads. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  FunctionCallingConfigMode,
  GoogleGenAI,
  ThinkingLevel,
  Type,
  type GenerateContentParameters,
  type GenerateContentResponse,
  type Part,
} from '@google/genai'
import { afterEach, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import { encodeSse, getSsePing } from '../../transport/encode-sse.ts'
import type { JsonObject } from '../dialect.ts'
import { googleGenerate } from './google-generate.ts'

const context = { modelId: 'gemini-x', includeUsage: false, id: 'r1', createdAt: 1_700_000_000 }
const servers: Server[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

async function readBody(request: IncomingMessage): Promise<JsonObject> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return JSON.parse(Buffer.concat(chunks).toString()) as JsonObject
}

/** A server that answers with `events`, bytes cut small, and keeps the bodies that it was sent. */
async function serve(events: readonly ChatEvent[]) {
  const bodies: JsonObject[] = []
  const answer = async (request: IncomingMessage) => {
    bodies.push(await readBody(request))
    if (!request.url?.includes(':streamGenerateContent')) {
      const { status, body } = googleGenerate.encodeResponse(events, context)
      return { status, type: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
    }
    const encoder = googleGenerate.createStreamEncoder(context)
    const frames = events.flatMap((event) => encoder.push(event))
    const ping = getSsePing('google-generate')
    const bytes = Buffer.concat(frames.flatMap((frame) => [ping, encodeSse(frame)]))
    return { status: 200, type: 'text/event-stream', bytes }
  }
  const server = createServer((request, response) => {
    void answer(request).then(({ status, type, bytes }) => {
      response.writeHead(status, { 'content-type': type })
      for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7))
      response.end()
    })
  })
  servers.push(server)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const baseUrl = `http://127.0.0.1:${port}`
  return { bodies, ai: new GoogleGenAI({ apiKey: 'key', httpOptions: { baseUrl } }) }
}

const reply: ChatEvent[] = [
  { type: 'start', id: 'r1', model: 'claude' },
  { type: 'reasoning-delta', text: 'Let me think.', block: 0 },
  { type: 'signature', signature: 'c2lnbmVk', block: 0 },
  { type: 'text-delta', text: 'Grüße ', block: 1 },
  { type: 'text-delta', text: '漢字 🙂', block: 1 },
  {
    type: 'citation',
    citation: { url: 'https://host.example/', title: 'Host', start: 6, end: 8 },
    block: 1,
  },
  {
    type: 'image',
    source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' },
    block: 2,
  },
  { type: 'tool-call-start', id: 'call_a', name: 'get_weather', block: 3 },
  { type: 'tool-call-start', id: 'call_b', name: 'get_time', block: 4 },
  { type: 'tool-call-delta', id: 'call_b', arguments: '', block: 4 },
  { type: 'tool-call-delta', id: 'call_a', arguments: '{"city":', block: 3 },
  { type: 'tool-call-delta', id: 'call_a', arguments: '"Köln"}', block: 3 },
  { type: 'tool-call-end', id: 'call_b', block: 4 },
  { type: 'tool-call-end', id: 'call_a', block: 3 },
  {
    type: 'finish',
    reason: 'tool-calls',
    usage: { inputTokens: 10, outputTokens: 20, cachedInputTokens: 4, reasoningTokens: 5 },
  },
]

function expectReply(parts: readonly Part[], last: GenerateContentResponse | undefined): void {
  const text = (isThought: boolean) =>
    parts
      .filter((part) => (part.thought === true) === isThought)
      .map((part) => part.text ?? '')
      .join('')
  expect(text(true)).toBe('Let me think.')
  expect(text(false)).toBe('Grüße 漢字 🙂')
  expect(parts.find((part) => part.thoughtSignature)?.thoughtSignature).toBe('c2lnbmVk')
  expect(parts.find((part) => part.inlineData)?.inlineData?.mimeType).toBe('image/png')
  expect(parts.flatMap((part) => part.functionCall ?? [])).toEqual([
    { id: 'call_a', name: 'get_weather', args: { city: 'Köln' } },
    { id: 'call_b', name: 'get_time', args: {} },
  ])
  expect(last?.candidates?.[0]?.finishReason).toBe('STOP')
  expect(last?.candidates?.[0]?.groundingMetadata).toEqual({
    groundingChunks: [{ web: { uri: 'https://host.example/', title: 'Host' } }],
    groundingSupports: [
      { segment: { startIndex: 8, endIndex: 14, text: '漢字' }, groundingChunkIndices: [0] },
    ],
  })
  expect(last?.usageMetadata).toMatchObject({
    promptTokenCount: 10,
    candidatesTokenCount: 15,
    thoughtsTokenCount: 5,
    cachedContentTokenCount: 4,
    totalTokenCount: 30,
  })
}

const ask: GenerateContentParameters = { model: 'gemini-x', contents: 'Hi' }

test('the SDK reads a streamed reply of another vendor', async () => {
  const { ai } = await serve(reply)
  const parts: Part[] = []
  let last: GenerateContentResponse | undefined
  for await (const chunk of await ai.models.generateContentStream(ask)) {
    parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []))
    expect(chunk.modelVersion).toBe('gemini-x')
    last = chunk
  }
  expectReply(parts, last)
})

test('the SDK reads a whole reply of another vendor', async () => {
  const { ai } = await serve(reply)
  const response = await ai.models.generateContent(ask)
  expect(response.functionCalls).toHaveLength(2)
  expectReply(response.candidates?.[0]?.content?.parts ?? [], response)
})

test('a chat of the SDK keeps the reply in its history', async () => {
  const logprobs: ChatEvent = { type: 'logprobs', tokens: [{ token: 'G', logprob: -1 }] }
  const raw: ChatEvent = {
    type: 'raw',
    raw: { dialect: 'google-generate', value: { candidates: [{ index: 0, tokenCount: 3 }] } },
  }
  const { ai } = await serve([...reply.slice(0, 5), logprobs, raw, ...reply.slice(5)])
  const chat = ai.chats.create({ model: 'gemini-x' })
  for await (const _ of await chat.sendMessageStream({ message: 'Hi' })) continue
  const words = chat.getHistory().flatMap((turn) => turn.parts?.map((part) => part.text) ?? [])
  expect(words.join('')).toContain('Grüße 漢字 🙂')
})

test('the SDK reads an error, before the reply and inside it', async () => {
  const error = {
    code: 'rate-limit',
    message: 'Slow down.',
    retryable: true,
    retryAfterMs: 2500,
  } as const
  const { ai } = await serve([{ type: 'start' }, { type: 'error', error }])
  await expect(ai.models.generateContent(ask)).rejects.toMatchObject({
    status: 429,
    message: expect.stringContaining('"retryDelay":"2.5s"'),
  })
  const stream = await ai.models.generateContentStream(ask)
  const read = async () => {
    for await (const chunk of stream) expect(chunk.candidates?.[0]?.finishReason).toBeUndefined()
  }
  await expect(read()).rejects.toMatchObject({ message: expect.stringContaining('Slow down.') })
})

test('what the SDK sends comes out the same when Google is asked again, with nothing left out', async () => {
  const { ai, bodies } = await serve([{ type: 'finish', reason: 'stop' }])
  await ai.models.generateContent({
    model: 'gemini-x',
    contents: [
      {
        role: 'user',
        parts: [
          { text: 'Look' },
          { inlineData: { mimeType: 'image/png', data: 'iVBORw0KGgo=' } },
          { inlineData: { mimeType: 'application/pdf', data: 'JVBERi0=' } },
          {
            fileData: { mimeType: 'video/mp4', fileUri: 'https://host.example/a.mp4' },
            videoMetadata: { startOffset: '1s' },
          },
        ],
      },
      {
        role: 'model',
        parts: [
          { text: 'hm', thought: true },
          { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'c2ln' },
          { functionCall: { name: 'f', args: { a: 2 } } },
          { executableCode: { language: 'PYTHON' as never, code: 'print(1)' } },
          { codeExecutionResult: { outcome: 'OUTCOME_OK' as never, output: '1' } },
        ],
      },
      {
        role: 'user',
        parts: [
          { functionResponse: { name: 'f', response: { output: 'one' } } },
          { functionResponse: { name: 'f', response: { rows: [2] } } },
        ],
      },
    ],
    config: {
      systemInstruction: 'Be brief.',
      temperature: 0.5,
      topK: 3,
      candidateCount: 2,
      seed: 7,
      responseLogprobs: true,
      logprobs: 2,
      stopSequences: ['END'],
      responseMimeType: 'application/json',
      responseJsonSchema: { type: 'object' },
      responseModalities: ['TEXT', 'IMAGE'],
      thinkingConfig: { thinkingLevel: ThinkingLevel.LOW, includeThoughts: true },
      safetySettings: [
        { category: 'HARM_CATEGORY_HATE_SPEECH' as never, threshold: 'OFF' as never },
      ],
      cachedContent: 'cachedContents/abc',
      tools: [
        {
          functionDeclarations: [
            {
              name: 'f',
              parameters: {
                type: Type.OBJECT,
                properties: { a: { type: Type.INTEGER, nullable: true } },
              },
            },
          ],
        },
        { googleSearch: {} },
        { codeExecution: {} },
        { urlContext: {} },
      ],
      toolConfig: {
        functionCallingConfig: {
          mode: FunctionCallingConfigMode.ANY,
          allowedFunctionNames: ['f', 'g'],
        },
      },
    },
  })
  const [body = {}] = bodies
  const { request } = googleGenerate.decodeRequest(structuredClone(body))
  const again = googleGenerate.encodeRequest(request, {
    modelId: 'gemini-x',
    stream: false,
    supportsSystemMessage: true,
  })
  expect(again.warnings).toEqual([])
  const { systemInstruction: _was, ...rest } = body
  const { systemInstruction, ...restAgain } = again.body
  expect(restAgain).toEqual(rest)
  expect(systemInstruction).toEqual({ parts: [{ text: 'Be brief.' }] })
})
