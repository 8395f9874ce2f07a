/** @file The events of a whole reply → one generateContent answer for a client. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { EncodedReply, JsonObject, ReplyContext } from '../dialect.ts'
import { isObject, readCount, readObject, readObjects } from '../read-json.ts'
import { encodeError } from './client-errors.ts'
import { createChunkEncoder } from './client-stream.ts'
import { joinLogprobs } from './logprobs.ts'
import { mergeJson } from './merge-json.ts'
import type { PartBody } from './wire.ts'

/** Encodes a reply: the chunks of its stream as one. An `error` event makes an error body with its status. */
export function encodeResponse(events: readonly ChatEvent[], context: ReplyContext): EncodedReply {
  const encoder = createChunkEncoder(context)
  const { warnings } = encoder
  const candidates = new Map<number, WholeCandidate>()
  let body: JsonObject = {}
  const chunks = events.flatMap((event) => encoder.push(event))
  const failed = events.find((event) => event.type === 'error')
  if (failed !== undefined) return { ...encodeError(failed.error), warnings }
  for (const chunk of chunks) {
    const { candidates: pieces, ...fields } = chunk
    body = mergeJson(body, fields)
    for (const piece of readObjects(pieces)) {
      const index = readCount(piece['index']) ?? 0
      const whole = candidates.get(index) ?? { fields: {}, parts: [] }
      candidates.set(index, whole)
      const { content, ...rest } = piece
      const { parts, ...others } = readObject(content)
      const tokens = [whole.fields['logprobsResult'], rest['logprobsResult']].filter(isObject)
      whole.fields = mergeJson(
        whole.fields,
        content === undefined ? rest : { content: others, ...rest },
      )
      if (tokens.length > 0) whole.fields['logprobsResult'] = tokens.reduce(joinLogprobs)
      for (const part of readObjects(parts)) addPart(whole.parts, part)
    }
  }
  const ordered = [...candidates].toSorted(([a], [b]) => a - b)
  const whole = ordered.map(([, { fields, parts }]) => ({
    ...fields,
    content: { ...readObject(fields['content']), parts },
  }))
  return { status: 200, body: { candidates: whole, ...body }, warnings }
}

interface WholeCandidate {
  fields: JsonObject
  readonly parts: PartBody[]
}

const textFields: ReadonlySet<string> = new Set(['text', 'thought', 'thoughtSignature'])

/** Adds a part: text to the text before it, and a signature that came alone to the part that it proves. */
function addPart(parts: PartBody[], part: PartBody): void {
  const last = parts.at(-1)
  if (isText(part) && part['text'] === '' && part['thoughtSignature'] === undefined) return
  const goesOn =
    last !== undefined &&
    isText(last) &&
    isText(part) &&
    last['thought'] === part['thought'] &&
    last['thoughtSignature'] === undefined
  if (!goesOn) {
    parts.push({ ...part })
    return
  }
  Object.assign(last, part, { text: `${String(last['text'])}${String(part['text'])}` })
}

function isText(part: PartBody): boolean {
  return typeof part['text'] === 'string' && Object.keys(part).every((key) => textFields.has(key))
}
