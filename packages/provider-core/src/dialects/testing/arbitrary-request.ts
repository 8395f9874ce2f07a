/** @file Requests for property tests: parts to build a dialect's own arbitrary from, and one with everything. */
import * as fc from 'fast-check'
import type { ChatRequest, Tool, ToolChoice } from '../../model/chat-request.ts'
import type { ChatMessage, ContentPart, MediaSource } from '../../model/content.ts'
import { arbitraryArguments, arbitraryWord } from './arbitrary-events.ts'

type PartOf<Type extends ContentPart['type']> = Extract<ContentPart, { type: Type }>

const base64 = fc.base64String({ minLength: 4, maxLength: 16 })

export const textPart: fc.Arbitrary<PartOf<'text'>> = fc.record({
  type: fc.constant('text' as const),
  text: arbitraryWord,
})

const imageSource: fc.Arbitrary<MediaSource> = fc.oneof(
  fc.record({
    kind: fc.constant('base64' as const),
    mediaType: fc.constantFrom('image/png', 'image/jpeg', 'image/webp'),
    data: base64,
  }),
  fc.record({ kind: fc.constant('url' as const), url: fc.webUrl() }),
)

export const imagePart: fc.Arbitrary<PartOf<'image'>> = fc.record({
  type: fc.constant('image' as const),
  source: imageSource,
})

/** A PDF that travels with the message. */
export const filePart: fc.Arbitrary<PartOf<'file'>> = fc.record({
  type: fc.constant('file' as const),
  source: base64.map((data) => ({ kind: 'base64' as const, mediaType: 'application/pdf', data })),
  filename: fc.constant('report.pdf'),
})

export const audioPart: fc.Arbitrary<PartOf<'audio'>> = fc.record({
  type: fc.constant('audio' as const),
  source: fc
    .tuple(fc.constantFrom('audio/wav', 'audio/mpeg'), base64)
    .map(([mediaType, data]) => ({ kind: 'base64' as const, mediaType, data })),
})

export const toolName = fc.stringMatching(/^[a-z][a-z_]{1,10}$/)

export const functionTool: fc.Arbitrary<Tool> = fc.record(
  {
    type: fc.constant('function' as const),
    name: toolName,
    description: arbitraryWord,
    parameters: fc.constant({
      type: 'object',
      properties: { city: { type: 'string' } },
      required: ['city'],
      additionalProperties: false,
    }),
    strict: fc.boolean(),
  },
  { requiredKeys: ['type', 'name', 'parameters'] },
)

export const toolChoice: fc.Arbitrary<ToolChoice> = fc.oneof(
  fc.constantFrom<ToolChoice>({ type: 'auto' }, { type: 'none' }, { type: 'required' }),
  toolName.map((name) => ({ type: 'tool' as const, name })),
)

/**
 * One exchange of tool calls: an assistant turn with one to three calls (after text or without) and the
 * turn that answers each of them. `at` makes the ids unlike those of other exchanges.
 */
export function toolExchange(at: number, withImages: boolean): fc.Arbitrary<ChatMessage[]> {
  const result = withImages ? fc.oneof(textPart, imagePart) : textPart
  return fc
    .tuple(
      fc.option(textPart, { nil: undefined }),
      fc.array(
        fc.tuple(toolName, arbitraryArguments, fc.array(result, { minLength: 1, maxLength: 2 })),
        { minLength: 1, maxLength: 3 },
      ),
    )
    .map(([text, calls]) => [
      {
        role: 'assistant',
        content: [
          ...(text === undefined ? [] : [text]),
          ...calls.map(([name, json], call): ContentPart => ({
            type: 'tool-call',
            id: `call_${at}_${call}`,
            name,
            arguments: json,
          })),
        ],
      },
      {
        role: 'tool',
        content: calls.map(([, , content], call): ContentPart => ({
          type: 'tool-result',
          callId: `call_${at}_${call}`,
          content,
        })),
      },
    ])
}

export interface ConversationOptions {
  /** Parts of a user turn beside text. */
  readonly media?: readonly fc.Arbitrary<ContentPart>[]
  /** Parts that stand before the text of an assistant turn. */
  readonly reasoning?: fc.Arbitrary<ContentPart>
  readonly tools?: boolean
  /** Images in tool results. */
  readonly imageResults?: boolean
}

/** System text (or none), then user and assistant turns and tool exchanges in alternation, a user turn last. */
export function arbitraryConversation(
  options: ConversationOptions = {},
): fc.Arbitrary<ChatMessage[]> {
  const user = fc
    .array(fc.oneof(textPart, ...(options.media ?? [])), { minLength: 1, maxLength: 3 })
    .map((content): ChatMessage => ({ role: 'user', content }))
  const before =
    options.reasoning === undefined
      ? fc.constant([])
      : fc.array(options.reasoning, { maxLength: 1 })
  const assistant = fc
    .tuple(before, textPart)
    .map(([reasoning, text]): ChatMessage[] => [
      { role: 'assistant', content: [...reasoning, text] },
    ])
  const exchanges = [0, 1, 2].map((at) =>
    options.tools === true
      ? fc.oneof(assistant, toolExchange(at, options.imageResults === true))
      : assistant,
  )
  return fc
    .tuple(
      fc.option(textPart, { nil: undefined }),
      fc.array(user, { minLength: 4, maxLength: 4 }),
      fc.tuple(...exchanges),
      fc.integer({ min: 0, max: 3 }),
    )
    .map(([system, users, answers, length]) => [
      ...(system === undefined ? [] : [{ role: 'system' as const, content: [system] }]),
      ...answers.slice(0, length).flatMap((answer, at) => [...users.slice(at, at + 1), ...answer]),
      ...users.slice(3),
    ])
}

/** Settings by their name, to pick from: each is optional where it is used. */
export const settings = {
  temperature: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
  topP: fc.double({ min: 0, max: 1, noNaN: true }).map((value) => (value === 0 ? 0 : value)),
  topK: fc.integer({ min: 1, max: 100 }),
  maxOutputTokens: fc.integer({ min: 16, max: 9999 }),
  stop: fc.array(arbitraryWord, { minLength: 1, maxLength: 3 }),
  seed: fc.nat(),
  frequencyPenalty: fc.integer({ min: -2, max: 2 }),
  presencePenalty: fc.integer({ min: -2, max: 2 }),
  choices: fc.integer({ min: 2, max: 4 }),
  logprobs: fc.record({ top: fc.nat(20) }, { requiredKeys: [] }),
  tools: fc.uniqueArray(functionTool, {
    minLength: 1,
    maxLength: 3,
    selector: (tool) => (tool.type === 'function' ? tool.name : ''),
  }),
  toolChoice,
  parallelToolCalls: fc.boolean(),
  responseFormat: fc.oneof(
    fc.constantFrom({ type: 'json' as const }, { type: 'text' as const }),
    fc.record(
      {
        type: fc.constant('json-schema' as const),
        name: toolName,
        schema: fc.constant({ type: 'object', properties: {}, additionalProperties: false }),
        strict: fc.boolean(),
      },
      { requiredKeys: ['type', 'name', 'schema'] },
    ),
  ),
  serviceTier: fc.constantFrom('auto', 'default', 'flex'),
  userId: arbitraryWord,
  metadata: fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), arbitraryWord, {
    minKeys: 1,
    maxKeys: 3,
  }),
} satisfies { [Name in keyof ChatRequest]?: fc.Arbitrary<NonNullable<ChatRequest[Name]>> }

/** A request with any of everything: what an encoder must take without throwing, and warn of. */
export const anyRequest: fc.Arbitrary<ChatRequest> = fc
  .tuple(
    arbitraryConversation({
      media: [imagePart, filePart, audioPart],
      reasoning: fc.record(
        { type: fc.constant('reasoning' as const), text: arbitraryWord, signature: base64 },
        { requiredKeys: ['type', 'text'] },
      ),
      tools: true,
      imageResults: true,
    }),
    fc.record(settings, { requiredKeys: [] }),
  )
  .map(([messages, options]) => ({ ...options, messages }))
