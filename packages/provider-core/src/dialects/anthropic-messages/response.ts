/** @file A whole message → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { closeReply } from '../create-decoder.ts'
import type { JsonObject } from '../dialect.ts'
import { createInvalidAnswerEvent, createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, pickUnknown, readObject, readObjects } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { createBlockReader } from './reply-block.ts'
import { createFinish, createStart } from './stream.ts'
import { keepRaw, knownMessageFields, mergeUsage } from './wire.ts'

/** Decodes a 2xx body. An error under a 200 stays an error. */
export function decodeResponse(body: unknown): ChatEvent[] {
  if (!isObject(body))
    return [createInvalidAnswerEvent('with something that is no JSON object', body)]
  if (body['type'] === 'error' || isObject(body['error'])) {
    const { decoded, status } = decodeStreamError(body)
    return [createUpstreamErrorEvent(decoded, status, body)]
  }
  if (!Array.isArray(body['content']))
    return [createInvalidAnswerEvent('without any content', body)]
  const blocks = createBlockReader()
  const content: ChatEvent[] = []
  for (const [index, block] of readObjects(body['content']).entries()) {
    blocks.close(blocks.open(block, index, content), content)
  }
  const { atStart, atEnd } = splitRest(body)
  return closeReply([
    ...atStart,
    createStart(body),
    ...content,
    ...atEnd,
    createFinish(body, mergeUsage({}, readObject(body['usage']))),
  ])
}

/** Fields that a stream says when it ends: inside `delta`, and beside it. */
const closingFields = ['stop_details', 'container'] as const
const closingField = 'context_management'

/** Puts what is unknown of a message where a stream would say it. */
function splitRest(body: JsonObject): { atStart: ChatEvent[]; atEnd: ChatEvent[] } {
  const rest = pickUnknown(body, knownMessageFields)
  if (rest === undefined) return { atStart: [], atEnd: [] }
  const delta: JsonObject = {}
  const beside: JsonObject = {}
  for (const name of closingFields) {
    if (rest[name] !== undefined) delta[name] = rest[name]
    delete rest[name]
  }
  if (rest[closingField] !== undefined) beside[closingField] = rest[closingField]
  delete rest[closingField]
  if (Object.keys(delta).length > 0) beside['delta'] = delta
  return {
    atStart: createRaw('message_start', Object.keys(rest).length > 0 ? { message: rest } : {}),
    atEnd: createRaw('message_delta', beside),
  }
}

function createRaw(type: string, fields: JsonObject): ChatEvent[] {
  if (Object.keys(fields).length === 0) return []
  return [{ type: 'raw', raw: keepRaw({ type, ...fields }) }]
}
