/** @file Sound in replies, and its id, by which a client sends it back. */
import { expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ReplyContext, StreamFrame } from '../dialect.ts'
import { openaiResponses } from '../openai-responses/openai-responses.ts'
import { openaiChat } from './openai-chat.ts'

const reply: ReplyContext = { modelId: 'm', includeUsage: false, id: 'c', createdAt: 1 }
const context = { modelId: 'm', stream: false, supportsSystemMessage: true }

const chunk = (delta: object, finishReason: string | null = null): StreamFrame => ({
  event: undefined,
  data: JSON.stringify({
    id: 'c',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'm',
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  }),
})

/** As the API streams sound: the id first, then pieces that are each complete base64, then the end of its life. */
const frames: readonly StreamFrame[] = [
  chunk({ role: 'assistant', audio: { id: 'audio_1', transcript: '' } }),
  chunk({ audio: { transcript: 'Hel' } }),
  chunk({ audio: { transcript: 'lo', data: 'AQ==' } }),
  chunk({ audio: { data: 'AgM=' } }),
  chunk({ audio: { expires_at: 1_700_003_600 } }),
  chunk({}, 'stop'),
  { event: undefined, data: '[DONE]' },
]

function decode(list: readonly StreamFrame[]): ChatEvent[] {
  const decoder = openaiChat.createStreamDecoder()
  return [...list.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

const pcm = (data: string) => ({ kind: 'base64', mediaType: 'audio/pcm', data }) as const
const sound: ChatEvent[] = [
  { type: 'audio', source: pcm(''), id: 'audio_1' },
  { type: 'audio', source: pcm(''), transcript: 'Hel' },
  { type: 'audio', source: pcm('AQ=='), transcript: 'lo' },
  { type: 'audio', source: pcm('AgM=') },
  { type: 'audio', source: pcm(''), expiresAt: 1_700_003_600 },
]

test('the id of streamed sound and the end of its life are kept', () => {
  const events = decode(frames)
  expect(events.filter((event) => event.type === 'audio')).toEqual(sound)
  expect(events.filter((event) => event.type === 'raw')).toEqual([])
})

test('a client gets the sound as it came, streamed', () => {
  const encoder = openaiChat.createStreamEncoder(reply)
  const again = decode(decode(frames).flatMap((event) => encoder.push(event)))
  expect(again.filter((event) => event.type === 'audio')).toEqual(sound)
  expect(encoder.warnings).toEqual([])
})

test('a whole reply has one sound: pieces of base64 are joined by their bytes', () => {
  const { body } = openaiChat.encodeResponse(decode(frames), reply)
  expect(body).toMatchObject({
    choices: [
      {
        message: {
          audio: {
            id: 'audio_1',
            data: 'AQID',
            transcript: 'Hello',
            expires_at: 1_700_003_600,
          },
        },
      },
    ],
  })
  expect(openaiChat.decodeResponse(body)).toContainEqual({
    type: 'audio',
    source: pcm('AQID'),
    transcript: 'Hello',
    id: 'audio_1',
    expiresAt: 1_700_003_600,
  })
})

const replay = {
  messages: [
    { role: 'user', content: 'Say hello.' },
    { role: 'assistant', audio: { id: 'audio_1' } },
    { role: 'user', content: 'Once more.' },
  ],
}

test('sound is sent back by its id', () => {
  const { request } = openaiChat.decodeRequest(replay)
  expect(request.messages[1]?.content).toEqual([
    { type: 'audio', source: { kind: 'file-id', fileId: 'audio_1' } },
  ])
  const { body, warnings } = openaiChat.encodeRequest(request, context)
  expect(body).toMatchObject({
    messages: [{}, { role: 'assistant', audio: { id: 'audio_1' } }, {}],
  })
  expect(warnings).toEqual([])
})

test('a part with bytes and an id goes by the id, and one without an id is warned about', () => {
  const encode = (more: object) =>
    openaiChat.encodeRequest(
      {
        messages: [
          { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
          { role: 'assistant', content: [{ type: 'audio', source: pcm('AQID'), ...more }] },
          { role: 'user', content: [{ type: 'text', text: 'And?' }] },
        ],
      },
      context,
    )
  expect(encode({ id: 'audio_1' })).toMatchObject({
    body: { messages: [{}, { audio: { id: 'audio_1' } }, {}] },
    warnings: [],
  })
  expect(encode({}).warnings.map(({ code }) => code)).toEqual(['audio-left-out'])
})

test('another format cannot name it, and says so', () => {
  const { request } = openaiChat.decodeRequest(replay)
  expect(openaiResponses.encodeRequest(request, context).warnings).not.toEqual([])
})
