import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../../model/chat-event.ts'
import type { ChatRequest, Tool } from '../../model/chat-request.ts'
import type { ContentPart } from '../../model/content.ts'
import { normalizeEvents, sortKeys } from '../../testing/conformance/normalize-events.ts'
import { parseGenerateBody } from '../../testing/dialects/google-generate-body.ts'
import { findGoogleFlaw } from '../../testing/invariants/google-generate.ts'
import type { StreamFrame } from '../dialect.ts'
import { arbitraryReply, arbitraryWord, wildEvents } from '../testing/arbitrary-events.ts'
import {
  anyRequest,
  arbitraryConversation,
  audioPart,
  filePart,
  functionTool,
  imagePart,
  settings,
  toolName,
} from '../testing/arbitrary-request.ts'
import { googleGenerate } from './google-generate.ts'

const encodeContext = { modelId: 'gemini-x', stream: true, supportsSystemMessage: true }
const replyContext = { modelId: 'm', includeUsage: false, id: 'r', createdAt: 1_700_000_000 }

const encodeReply = (events: readonly ChatEvent[]): StreamFrame[] => {
  const encoder = googleGenerate.createStreamEncoder(replyContext)
  return events.flatMap((event) => encoder.push(event))
}

const decodeFrames = (frames: readonly StreamFrame[]): ChatEvent[] => {
  const decoder = googleGenerate.createStreamDecoder()
  return [...frames.flatMap((frame) => decoder.push(frame)), ...decoder.end()]
}

const signature = fc.base64String({ minLength: 4, maxLength: 12 })

/** What the format can say whole: file names and strictness it cannot, so they are left out here. */
const sayable: fc.Arbitrary<ChatRequest> = fc
  .tuple(
    arbitraryConversation({
      media: [
        imagePart,
        audioPart,
        filePart.map((part) => ({ type: part.type, source: part.source })),
        fc.tuple(arbitraryWord, signature).map(([text, proof]) => ({
          type: 'text' as const,
          text,
          signature: proof,
        })),
      ],
      reasoning: fc.record(
        { type: fc.constant('reasoning' as const), text: arbitraryWord, signature },
        { requiredKeys: ['type', 'text'] },
      ),
      tools: true,
      imageResults: true,
    }),
    fc.record(
      {
        temperature: settings.temperature,
        topP: settings.topP,
        topK: settings.topK,
        maxOutputTokens: settings.maxOutputTokens,
        stop: settings.stop,
        seed: settings.seed,
        frequencyPenalty: settings.frequencyPenalty,
        presencePenalty: settings.presencePenalty,
        choices: settings.choices,
        logprobs: settings.logprobs,
        toolChoice: settings.toolChoice,
        tools: fc.uniqueArray(
          functionTool.map((tool): Tool => {
            if (tool.type === 'provider') return tool
            const { strict: _, ...rest } = tool
            return rest
          }),
          { minLength: 1, selector: (tool) => ('name' in tool ? tool.name : '') },
        ),
        responseFormat: fc.oneof(
          fc.constantFrom({ type: 'json' as const }, { type: 'text' as const }),
          fc.constant({ type: 'json-schema' as const, schema: { type: 'object' } }),
        ),
        reasoning: fc.oneof(
          fc.constant({ enabled: false, summary: false }),
          fc.record({ effort: fc.constantFrom('low', 'high'), summary: fc.boolean() }),
          fc.record({ budgetTokens: fc.integer({ min: 1, max: 9999 }), summary: fc.boolean() }),
        ),
        outputModalities: fc.constantFrom<('text' | 'image')[]>(['text'], ['text', 'image']),
        serviceTier: fc.constantFrom('flex', 'standard', 'priority'),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([messages, options]) => ({ ...options, messages }))

/** The same meaning as Google says it: results have the name of their call and one text, addresses a type. */
function normalizeRequest(request: ChatRequest): unknown {
  const names = new Map(
    request.messages.flatMap(({ content }) =>
      content.flatMap((part) => (part.type === 'tool-call' ? [[part.id, part.name] as const] : [])),
    ),
  )
  const normalizePart = (part: ContentPart): ContentPart => {
    if (part.type === 'image' && part.source.kind === 'url') {
      return { ...part, source: { ...part.source, mediaType: 'x' } }
    }
    if (part.type === 'tool-call') {
      return { ...part, arguments: JSON.stringify(sortKeys(JSON.parse(part.arguments))) }
    }
    if (part.type !== 'tool-result') return part
    const text = part.content.flatMap((each) => (each.type === 'text' ? [each.text] : []))
    const media = part.content.filter((each) => each.type !== 'text')
    return {
      ...part,
      name: names.get(part.callId) ?? '',
      content: [
        ...(text.length > 0 ? [{ type: 'text' as const, text: text.join('\n\n') }] : []),
        ...media.map((each) => normalizePart(each) as (typeof media)[number]),
      ],
    }
  }
  const messages = request.messages.map((message) => ({
    ...message,
    content: message.content.map(normalizePart),
  }))
  return { ...request, messages }
}

describe('requests', () => {
  test('decode(encode(request)) is the request', () => {
    fc.assert(
      fc.property(sayable, (request) => {
        const { body, warnings } = googleGenerate.encodeRequest(request, encodeContext)
        const { request: again } = googleGenerate.decodeRequest(JSON.parse(JSON.stringify(body)))
        expect(normalizeRequest(again)).toEqual(normalizeRequest(request))
        expect(warnings).toEqual([])
      }),
    )
  })

  test('whatever a client sent comes out as it went in, when Google is asked again', () => {
    fc.assert(
      fc.property(sayable, (request) => {
        const { body } = googleGenerate.encodeRequest(request, encodeContext)
        const decoded = googleGenerate.decodeRequest(body).request
        expect(googleGenerate.encodeRequest(decoded, encodeContext)).toEqual({ body, warnings: [] })
      }),
    )
  })

  test('a strict server takes every request there is, and what it cannot say is a warning', () => {
    fc.assert(
      fc.property(anyRequest, (request) => {
        const before = structuredClone(request)
        const { body, warnings } = googleGenerate.encodeRequest(request, encodeContext)
        parseGenerateBody(structuredClone(body), undefined)
        expect(request).toEqual(before)
        const codes = warnings.map(({ code }) => code)
        if (request.userId !== undefined) expect(codes).toContain('user-id-left-out')
        if (request.metadata !== undefined) expect(codes).toContain('metadata-left-out')
        if (request.parallelToolCalls === false)
          expect(codes).toContain('parallel-tool-calls-left-out')
      }),
    )
  })

  test('a body with any field replaced is decoded or refused with its field, never anything else', () => {
    fc.assert(
      fc.property(sayable, fc.nat(40), fc.jsonValue(), (request, nth, value) => {
        const { body } = googleGenerate.encodeRequest(request, encodeContext)
        let seen = 0
        const broken: unknown = JSON.parse(
          JSON.stringify(body, (key, old: unknown) => {
            seen += 1
            return seen === nth && key !== '' ? value : old
          }),
        )
        try {
          googleGenerate.decodeRequest(broken)
        } catch (error) {
          expect(error).toMatchObject({ name: 'ProviderError', code: 'invalid-request' })
        }
      }),
    )
  })
})

describe('replies', () => {
  test('decode(encode(reply)) is the reply, streamed and whole', () => {
    fc.assert(
      fc.property(arbitraryReply(), (events) => {
        const frames = encodeReply(events)
        expect(findGoogleFlaw(frames)).toBeUndefined()
        expect(normalizeEvents(withReason(decodeFrames(frames)))).toEqual(normalizeEvents(events))
        const { status, body } = googleGenerate.encodeResponse(events, replyContext)
        expect(status).toBe(200)
        const whole = googleGenerate.decodeResponse(JSON.parse(JSON.stringify(body)))
        expect(normalizeEvents(withReason(whole))).toEqual(normalizeEvents(events))
      }),
    )
  })

  test('an error at any event is one last error frame, without finishReason', () => {
    fc.assert(
      fc.property(arbitraryReply(), fc.nat(20), (events, place) => {
        const cut = events.slice(0, place % events.length)
        const error = { code: 'overloaded', message: 'Busy.', retryable: true } as const
        const frames = encodeReply([...cut, { type: 'error', error }])
        expect(findGoogleFlaw(frames)).toBeUndefined()
        expect(decodeFrames(frames).at(-1)).toMatchObject({ type: 'error', error })
        expect(JSON.stringify(frames.map(({ data }) => data))).not.toContain('finishReason')
      }),
    )
  })

  test('events in any order make a stream that keeps the rules', () => {
    fc.assert(
      fc.property(wildEvents, (events) => {
        expect(findGoogleFlaw(encodeReply(events))).toBeUndefined()
        googleGenerate.encodeResponse(events, replyContext)
      }),
    )
  })

  test('calls of any names and interleaving keep their order and arguments', () => {
    fc.assert(
      fc.property(fc.uniqueArray(toolName, { minLength: 2, maxLength: 4 }), (names) => {
        const starts = names.map((name): ChatEvent => ({
          type: 'tool-call-start',
          id: `c_${name}`,
          name,
        }))
        const deltas = ['{"a":', '1}'].flatMap((piece) =>
          names.map((name): ChatEvent => ({
            type: 'tool-call-delta',
            id: `c_${name}`,
            arguments: piece,
          })),
        )
        const ends = names
          .toReversed()
          .map((name): ChatEvent => ({ type: 'tool-call-end', id: `c_${name}` }))
        const frames = encodeReply([
          ...starts,
          ...deltas,
          ...ends,
          { type: 'finish', reason: 'tool-calls' },
        ])
        const calls = frames
          .map(({ data }) => JSON.parse(data).candidates[0].content.parts[0].functionCall)
          .filter((call) => call !== undefined)
        expect(calls).toEqual(names.map((name) => ({ id: `c_${name}`, name, args: { a: 1 } })))
      }),
    )
  })
})

/** Google's own word for the end is not in replies of other vendors. */
function withReason(events: readonly ChatEvent[]): ChatEvent[] {
  return events.map((event) => {
    if (event.type !== 'finish') return event
    const { rawReason: _, ...rest } = event
    return rest
  })
}
