/** @file The reply of legacy text completion → chat events. A whole answer is one chunk. */
import { closeReply, createDecoder, type FrameReader } from '../dialects/create-decoder.ts'
import type { JsonObject, StreamDecoder } from '../dialects/dialect.ts'
import { createInvalidAnswerEvent, createUpstreamErrorEvent } from '../dialects/final-error.ts'
import { decodeStreamError } from '../dialects/openai-chat/errors.ts'
import { mapFinishReason, readUsage } from '../dialects/openai-chat/wire.ts'
import { isObject, readCount, readObject, readObjects, readText } from '../dialects/read-json.ts'
import type { ChatEvent, TokenLogprob, Usage } from '../model/chat-event.ts'

/** Decoder of a streamed completion. As every decoder: never throws, ends with one `finish` or `error`. */
export function createCompletionDecoder(): StreamDecoder {
  return createDecoder(createReader())
}

/** Events of a whole completion. */
export function decodeCompletion(body: unknown): ChatEvent[] {
  if (!isObject(body)) {
    return closeReply([createInvalidAnswerEvent('with something that is no completion', body)])
  }
  const reader = createReader()
  const events = reader.read(body, undefined)
  return closeReply([...events, ...reader.end(true)])
}

function createReader(): FrameReader {
  let usage: Usage | undefined
  let started = false
  const reasons = new Map<number, string | undefined>()

  return {
    read(chunk) {
      if (isObject(chunk['error']) || typeof chunk['error'] === 'string') {
        const { decoded, status } = decodeStreamError(chunk)
        return [createUpstreamErrorEvent(decoded, status, chunk)]
      }
      const choices = chunk['choices']
      if (isObject(chunk['usage'])) usage = readUsage(chunk['usage'])
      if (!Array.isArray(choices)) {
        if (usage !== undefined) return []
        return [createInvalidAnswerEvent('with something that is no completion', chunk)]
      }
      const events: ChatEvent[] = started ? [] : [readStart(chunk)]
      started = true
      for (const choice of readObjects(choices)) {
        const index = readCount(choice['index']) ?? 0
        events.push(...readChoice(choice, index))
        reasons.set(index, readText(choice['finish_reason']) ?? reasons.get(index))
      }
      return events
    },
    end(marked) {
      const told = [...reasons].toSorted(([a], [b]) => a - b)
      const complete = told.length > 0 && told.every(([, reason]) => reason !== undefined)
      if (!complete && !(marked && started)) return []
      return [...finishChoices(told), createFinish(told[0]?.[1], usage)]
    },
  }
}

function readStart(chunk: JsonObject): ChatEvent {
  const id = readText(chunk['id'])
  const model = readText(chunk['model'])
  const createdAt = readCount(chunk['created'])
  return {
    type: 'start',
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(createdAt === undefined ? {} : { createdAt }),
  }
}

function readChoice(choice: JsonObject, index: number): ChatEvent[] {
  // The choice is the text: each is one part of its own.
  const place = index === 0 ? { block: 0 } : { block: index, choice: index }
  const text = readText(choice['text'])
  const tokens = readTokens(readObject(choice['logprobs']))
  return [
    ...(text === undefined ? [] : [{ type: 'text-delta' as const, text, ...place }]),
    ...(tokens.length === 0 ? [] : [{ type: 'logprobs' as const, tokens, ...place }]),
  ]
}

/** Parallel lists; the first token of an echoed prompt has no probability. */
function readTokens(logprobs: JsonObject): TokenLogprob[] {
  const { tokens, token_logprobs: values, top_logprobs: tops } = logprobs
  if (!Array.isArray(tokens) || !Array.isArray(values)) return []
  return tokens.flatMap((token: unknown, index): TokenLogprob[] => {
    const logprob: unknown = values[index]
    if (typeof token !== 'string' || typeof logprob !== 'number') return []
    const top = Object.entries(readObject(Array.isArray(tops) ? tops[index] : undefined)).flatMap(
      ([other, value]) => (typeof value === 'number' ? [{ token: other, logprob: value }] : []),
    )
    return [{ token, logprob, ...(top.length === 0 ? {} : { top }) }]
  })
}

function finishChoices(told: readonly (readonly [number, string | undefined])[]): ChatEvent[] {
  if (told.length < 2) return []
  return told.map(([choice, reason]) => ({
    type: 'choice-finish',
    choice,
    reason: mapFinishReason(reason ?? ''),
    ...(reason === undefined ? {} : { rawReason: reason }),
  }))
}

function createFinish(reason: string | undefined, usage: Usage | undefined): ChatEvent {
  return {
    type: 'finish',
    reason: mapFinishReason(reason ?? ''),
    ...(reason === undefined ? {} : { rawReason: reason }),
    ...(usage === undefined ? {} : { usage }),
  }
}
