/** @file A whole Converse answer → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { closeReply } from '../create-decoder.ts'
import { createInvalidAnswerEvent, createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { readBlock } from './reply-block.ts'
import { createFinish } from './stream.ts'
import { keepRaw } from './wire.ts'

const knownFields: ReadonlySet<string> = new Set(['output', 'stopReason', 'usage', 'serviceTier'])

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
  const content: ChatEvent[] = []
  let place = 0
  for (const block of readObjects(message['content'])) {
    const events = readBlock(block, place)
    if (events.length > 0) place += 1
    content.push(...events)
  }
  const rest = pickUnknown(body, knownFields)
  return closeReply([
    { type: 'start' },
    ...content,
    ...(rest ? [{ type: 'raw', raw: keepRaw(rest) } as const] : []),
    createFinish(body),
  ])
}
