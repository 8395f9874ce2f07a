/** @file A whole Converse answer → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { closeReply } from '../create-decoder.ts'
import type { JsonObject } from '../dialect.ts'
import { createInvalidAnswerEvent, createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { createFinish, readReasoning } from './stream.ts'
import { readStopReason } from './wire.ts'

const knownFields: ReadonlySet<string> = new Set(['output', 'stopReason', 'usage'])

/** Decodes a 2xx body. */
export function decodeResponse(body: unknown): ChatEvent[] {
  if (!isObject(body))
    return [createInvalidAnswerEvent('with something that is no JSON object', body)]
  const message = readObject(body['output'])['message']
  if (!isObject(message)) {
    if (!isObject(body['error']) && readText(body['__type']) === undefined) {
      return [createInvalidAnswerEvent('without an output message', body)]
    }
    const { decoded, status } = decodeStreamError(body)
    return [createUpstreamErrorEvent(decoded, status, body)]
  }
  const rest = pickUnknown(body, knownFields)
  return closeReply([
    { type: 'start' },
    ...readObjects(message['content']).flatMap(readBlock),
    ...(rest ? [{ type: 'raw', value: rest } as const] : []),
    ...createFinish(readStopReason(body), body['usage']),
  ])
}

function readBlock(block: JsonObject): ChatEvent[] {
  if (typeof block['text'] === 'string') {
    return block['text'] === '' ? [] : [{ type: 'text-delta', text: block['text'] }]
  }
  const reasoning = readObject(block['reasoningContent'])['reasoningText']
  const events = isObject(reasoning) ? readReasoning(reasoning) : undefined
  return events ?? [{ type: 'raw', value: block }]
}
