/** @file A whole message → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import { closeReply } from '../create-decoder.ts'
import { createInvalidAnswerEvent, createUpstreamErrorEvent } from '../final-error.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { decodeStreamError } from './errors.ts'
import { createFinish, createStart, readBlock } from './stream.ts'
import { knownMessageFields, mergeUsage } from './wire.ts'

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
  const rest = pickUnknown(body, knownMessageFields)
  return closeReply([
    createStart(body),
    ...readObjects(body['content']).flatMap(
      (block): ChatEvent[] => readBlock(block) ?? [{ type: 'raw', value: block }],
    ),
    ...(rest ? [{ type: 'raw', value: rest } as const] : []),
    ...createFinish(readText(body['stop_reason']), mergeUsage({}, readObject(body['usage']))),
  ])
}
