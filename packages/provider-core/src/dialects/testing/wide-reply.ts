/**
 * @file Replies that keep the model's rules and use every event with every field, whatever dialect it comes from:
 * no client format can say all of it.
 */
import * as fc from 'fast-check'
import type { ChatEvent } from '../../model/chat-event.ts'
import { arbitraryArguments, arbitraryUsage, arbitraryWord } from './arbitrary-events.ts'

const proof = fc.base64String({ minLength: 8, maxLength: 12 })
const sound = fc.constantFrom(
  { kind: 'base64', mediaType: 'audio/pcm', data: 'AAAA' } as const,
  { kind: 'base64', mediaType: 'audio/wav', data: 'UklGRkFB' } as const,
  { kind: 'base64', mediaType: 'audio/pcm', data: '' } as const,
  { kind: 'url', url: 'https://host.example/s.wav' } as const,
)
const picture = fc.constantFrom(
  { kind: 'base64', mediaType: 'image/png', data: 'iVBORw0KGgo=' } as const,
  { kind: 'url', url: 'https://host.example/p.png' } as const,
  { kind: 'file-id', fileId: 'file_1' } as const,
)
const citation = fc
  .tuple(
    fc.record(
      { url: fc.constant('https://host.example/page'), title: arbitraryWord, quote: arbitraryWord },
      { requiredKeys: ['title'] },
    ),
    fc.boolean(),
  )
  .map(([found, hasRange]) => ({ ...found, ...(hasRange && { start: 0, end: 1 }) }))

/** Fields as decoders keep them, one of each format. */
const rawEvents: readonly ChatEvent[] = [
  { type: 'raw', raw: { dialect: 'openai-chat', value: { vendor_note: 'kept-chat' } } },
  { type: 'raw', raw: { dialect: 'openai-responses', value: { vendor_note: 'kept-resp' } } },
  {
    type: 'raw',
    raw: { dialect: 'anthropic-messages', value: { type: 'message_delta', note: 'kept-claude' } },
  },
  { type: 'raw', raw: { dialect: 'google-generate', value: { vendorNote: 'kept-google' } } },
  { type: 'raw', raw: { dialect: 'bedrock-converse', value: { trace: 'kept-bedrock' } } },
]

type Draw = fc.Arbitrary<ChatEvent[]>

const text: Draw = fc
  .tuple(arbitraryWord, fc.option(proof, { nil: undefined }))
  .map(([word, signature]) => [
    { type: 'text-delta', text: word },
    ...(signature === undefined ? [] : [{ type: 'signature', signature } as const]),
  ])

const cited: Draw = fc.tuple(arbitraryWord, citation).map(([word, found]) => [
  { type: 'text-delta', text: word },
  { type: 'citation', citation: found },
])

const measured: Draw = arbitraryWord.map((word) => [
  { type: 'text-delta', text: word },
  { type: 'logprobs', tokens: [{ token: word, logprob: -1 }] },
])

const reasoning: Draw = fc
  .tuple(arbitraryWord, fc.option(proof, { nil: undefined }))
  .map(([word, signature]) => [
    { type: 'reasoning-delta', text: word },
    ...(signature === undefined ? [] : [{ type: 'signature', signature } as const]),
  ])

const hidden: Draw = fc
  .tuple(proof, fc.boolean())
  .map(([data, encrypted]) => [
    encrypted
      ? { type: 'reasoning-encrypted', data, id: 'rs_1' }
      : { type: 'reasoning-redacted', data },
  ])

const media: Draw = fc
  .tuple(
    picture,
    sound,
    fc.boolean(),
    fc.record({ transcript: arbitraryWord, id: fc.constant('audio_1') }, { requiredKeys: [] }),
  )
  .map(([image, source, isSound, said]) => {
    const isEmpty = source.kind === 'base64' && source.data === ''
    return [
      isSound
        ? { type: 'audio', source, ...(isEmpty && { id: 'audio_1' }), ...said }
        : { type: 'image', source: image },
    ]
  })

const call = (at: number): Draw =>
  fc.tuple(arbitraryArguments, fc.boolean(), fc.boolean()).map(([json, providerRun, isError]) => {
    const id = `call_${at}`
    return [
      { type: 'tool-call-start', id, name: 'search', ...(providerRun && { providerRun }) },
      { type: 'tool-call-delta', id, arguments: json },
      { type: 'tool-call-end', id },
      ...(providerRun
        ? [
            {
              type: 'tool-result',
              callId: id,
              value: { found: 'result-word' },
              ...(isError && { isError }),
            } as const,
          ]
        : []),
    ]
  })

const part = (at: number): Draw =>
  fc
    .tuple(
      fc.oneof(text, cited, measured, reasoning, hidden, media, call(at)),
      fc.constantFrom(0, 0, 0, 1),
    )
    .map(([events, choice]) =>
      events.map((event) => ({ ...event, block: at, ...(choice > 0 && { choice }) }) as ChatEvent),
    )

/** A reply of parts one after the other, fields of some format among them, and an end that says everything. */
export const wideReply: fc.Arbitrary<ChatEvent[]> = fc
  .tuple(
    fc.tuple(part(0), part(1), part(2)),
    fc.option(fc.constantFrom(...rawEvents), { nil: undefined }),
    fc.record(
      {
        usage: arbitraryUsage,
        stopSequence: fc.constant('END'),
        serviceTier: fc.constant('priority'),
      },
      { requiredKeys: [] },
    ),
    fc.constantFrom('stop' as const, 'length' as const, 'other' as const),
  )
  .map(([parts, raw, last, reason]) => [
    { type: 'start', id: 'reply_1', model: 'm' },
    ...parts.flat(),
    ...(raw === undefined ? [] : [raw]),
    { type: 'finish', reason, ...last },
  ])
