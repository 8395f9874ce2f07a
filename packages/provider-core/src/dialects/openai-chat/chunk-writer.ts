/** @file Our events → the chunks of a chat completion, as objects: what both the stream and the whole answer are made of. */
import type { ChatEvent, FinishReason } from '../../model/chat-event.ts'
import type { JsonObject, ReplyContext } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { readRawFields } from '../raw-fields.ts'
import { pickUnknown, readCount, readObject, readObjects } from '../read-json.ts'
import { createChoiceWriter, type ChoiceWriter } from './choice-writer.ts'
import { createReplyWarnings, type LeaveOut, type ReplyWarnings } from '../reply-warnings.ts'
import { toFinishReason } from './wire.ts'

/** Fields of a chunk, choice or delta that this writer says itself, or that would end the stream. */
const ownChunkFields: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'error',
])
const ownChoiceFields: ReadonlySet<string> = new Set([
  'index',
  'delta',
  'message',
  'finish_reason',
  'logprobs',
])
const ownDeltaFields: ReadonlySet<string> = new Set([
  'role',
  'content',
  'tool_calls',
  'function_call',
  'reasoning_details',
])

/** What a chat completion can say of how a reply ended. */
export function createChatWarnings(): ReplyWarnings {
  return createReplyWarnings('openai-chat', 'a chat completion', {
    serviceTier: true,
    cacheWrites: true,
    otherReason: () => false,
  })
}

export interface ChunkWriter {
  /** Chunks of one event, those of `finish` being the last. Errors are not for it. */
  write(event: ChatEvent): JsonObject[]
}

/**
 * Makes a writer of one reply. The role stands once in front of each choice, tool indexes are dense within a
 * choice, and every choice gets exactly one `finish_reason`, at the very end.
 */
export function createChunkWriter(context: ReplyContext, leaveOut: LeaveOut): ChunkWriter {
  const choices = new Map<number, ChoiceWriter>()
  const reasons = new Map<number, { reason: FinishReason }>()
  let head: JsonObject = {
    id: context.id,
    object: 'chat.completion.chunk',
    created: context.createdAt,
    model: context.modelId,
  }

  const chunk = (index: number, delta: JsonObject, rest: JsonObject = {}): JsonObject => ({
    ...head,
    choices: [{ index, delta, finish_reason: null, ...rest }],
  })

  const findChoice = (index: number): { choice: ChoiceWriter; before: JsonObject[] } => {
    const found = choices.get(index)
    if (found !== undefined) return { choice: found, before: [] }
    const choice = createChoiceWriter(leaveOut)
    choices.set(index, choice)
    return { choice, before: [chunk(index, { role: 'assistant', content: '' })] }
  }

  const writeIn = (index: number, event: ChatEvent): JsonObject[] => {
    const { choice, before } = findChoice(index)
    const deltas = choice.write(event)
    return [...before, ...deltas.map(({ delta, rest }) => chunk(index, delta, rest))]
  }

  /** Unknown fields go back where they came from; what would end or steer the stream does not. */
  const writeRaw = (value: JsonObject): JsonObject[] => {
    const top = pickUnknown(value, ownChunkFields)
    const chunks = top === undefined ? [] : [...findChoice(0).before, { ...chunk(0, {}), ...top }]
    for (const entry of readObjects(value['choices'])) {
      const index = readCount(entry['index'])
      if (index === undefined || !choices.has(index)) continue
      const delta = pickUnknown(readObject(entry['delta']), ownDeltaFields)
      const rest = pickUnknown(entry, ownChoiceFields)
      if (delta !== undefined || rest !== undefined) chunks.push(chunk(index, delta ?? {}, rest))
    }
    return chunks
  }

  const finish = (event: Extract<ChatEvent, { type: 'finish' }>): JsonObject[] => {
    const { before } = findChoice(0)
    const tier = dropEmpty({ service_tier: event.serviceTier })
    const ends = [...choices].flatMap(([index, choice]) => {
      const { reason } = reasons.get(index) ?? event
      const held = choice.end().map(({ delta, rest }) => chunk(index, delta, rest))
      const word = toFinishReason(reason, choice.hasToolCalls)
      return [...held, { ...chunk(index, {}, { finish_reason: word }), ...tier }]
    })
    return [...before, ...ends]
  }

  return {
    write(event) {
      switch (event.type) {
        case 'start':
          head = { ...head, ...dropEmpty({ id: event.id, created: event.createdAt }) }
          return findChoice(0).before
        case 'raw': {
          const value = readRawFields(event.raw, 'openai-chat')
          return writeRaw(value)
        }
        case 'choice-finish':
          reasons.set(event.choice, event)
          return findChoice(event.choice).before
        case 'finish':
          return finish(event)
        case 'error':
          return []
        default:
          return writeIn(event.choice ?? 0, event)
      }
    },
  }
}
