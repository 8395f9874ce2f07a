/** @file One output item of a stream for a client: what is written when it begins, goes on and ends. */
import type { TokenLogprob } from '../../model/chat-event.ts'
import type { Citation } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { writeUrlCitation } from '../openai-chat/citations.ts'
import { writeLogprobs } from '../openai-chat/logprobs.ts'
import { readRawFields } from '../raw-fields.ts'
import { sealReasoning, type ReasoningProof } from './sealed-reasoning.ts'

/** Writes one event of the stream; the number of the event is its caller's. */
export type Emit = (type: string, fields: JsonObject) => JsonObject

export interface ItemPlace {
  readonly id: string
  /** `output_index`. */
  readonly index: number
  readonly emit: Emit
}

/** An item that is begun: `end` gives its last events, with the finished item in `output_item.done`. */
export interface OpenItem {
  end(): JsonObject[]
}

const begin = ({ index, emit }: ItemPlace, item: JsonObject) =>
  emit('response.output_item.added', { output_index: index, item })

/** The last event of any item. */
export function finishItem({ index, emit }: ItemPlace, item: JsonObject): JsonObject {
  return emit('response.output_item.done', { output_index: index, item })
}

/** An item that comes whole. */
export function writeWholeItem(place: ItemPlace, item: JsonObject): JsonObject[] {
  return [begin(place, item), finishItem(place, item)]
}

export interface MessageItem extends OpenItem {
  readonly begin: readonly JsonObject[]
  readonly length: number
  text(piece: string): JsonObject[]
  /** @param offset where the cited part begins in the item's text */
  cite(citation: Citation, offset: number): JsonObject[]
  logprobs(tokens: readonly TokenLogprob[]): JsonObject[]
}

/** A message with one part of text. `itemFields`: those of the vendor's item (`phase`). */
export function createMessageItem(place: ItemPlace, itemFields: JsonObject): MessageItem {
  const { id, index, emit } = place
  const at = { item_id: id, output_index: index, content_index: 0 }
  const annotations: JsonObject[] = []
  const tokens: JsonObject[] = []
  let text = ''
  const item = (status: string, content: readonly JsonObject[]) => ({
    ...itemFields,
    id,
    type: 'message',
    status,
    role: 'assistant',
    content,
  })
  return {
    begin: [
      begin(place, item('in_progress', [])),
      emit('response.content_part.added', {
        ...at,
        part: { type: 'output_text', text: '', annotations: [], logprobs: [] },
      }),
    ],
    get length() {
      return text.length
    },
    text(piece) {
      text += piece
      return [emit('response.output_text.delta', { ...at, delta: piece, logprobs: [] })]
    },
    cite(citation, offset) {
      const own = readRawFields(citation.raw, 'openai-responses')
      const page = writeUrlCitation({
        ...citation,
        start: (citation.start ?? 0) + offset,
        end: (citation.end ?? citation.start ?? 0) + offset,
      })
      const annotation =
        Object.keys(own).length > 0 ? own : page && { type: 'url_citation', ...page }
      if (annotation === undefined) return []
      annotations.push(annotation)
      const annotationIndex = annotations.length - 1
      return [
        emit('response.output_text.annotation.added', {
          ...at,
          annotation_index: annotationIndex,
          annotation,
        }),
      ]
    },
    logprobs(added) {
      const written = writeLogprobs(added)
      tokens.push(...written)
      return [emit('response.output_text.delta', { ...at, delta: '', logprobs: written })]
    },
    end() {
      const part = { type: 'output_text', text, annotations, logprobs: tokens }
      return [
        emit('response.output_text.done', { ...at, text, logprobs: tokens }),
        emit('response.content_part.done', { ...at, part }),
        finishItem(place, item('completed', [part])),
      ]
    },
  }
}

export interface ReasoningItem extends OpenItem {
  readonly begin: readonly JsonObject[]
  readonly block: number | undefined
  /** A proof came: the reasoning it proves is over. */
  readonly isProven: boolean
  text(piece: string): JsonObject[]
  prove(proof: ReasoningProof): void
}

/** Reasoning as one paragraph of summary, with the proof that a client has to send back. */
export function createReasoningItem(place: ItemPlace, block: number | undefined): ReasoningItem {
  const { id, index, emit } = place
  const at = { item_id: id, output_index: index, summary_index: 0 }
  let text = ''
  let proof: ReasoningProof = {}
  const part = (value: string) => ({ type: 'summary_text', text: value })
  return {
    begin: [begin(place, { id, type: 'reasoning', summary: [] })],
    block,
    get isProven() {
      return Object.keys(proof).length > 0
    },
    text(piece) {
      const first =
        text === ''
          ? [emit('response.reasoning_summary_part.added', { ...at, part: part('') })]
          : []
      text += piece
      return [...first, emit('response.reasoning_summary_text.delta', { ...at, delta: piece })]
    },
    prove(added) {
      const signature = (proof.signature ?? '') + (added.signature ?? '')
      proof = { ...proof, ...added, ...(signature !== '' && { signature }) }
    },
    end() {
      const encrypted = sealReasoning(proof, id)
      const item = {
        id,
        type: 'reasoning',
        summary: text === '' ? [] : [part(text)],
        ...(encrypted !== undefined && { encrypted_content: encrypted }),
      }
      const closed =
        text === ''
          ? []
          : [
              emit('response.reasoning_summary_text.done', { ...at, text }),
              emit('response.reasoning_summary_part.done', { ...at, part: part(text) }),
            ]
      return [...closed, finishItem(place, item)]
    },
  }
}

export interface CallItem extends OpenItem {
  readonly begin: readonly JsonObject[]
  readonly block: number | undefined
  arguments(piece: string): JsonObject[]
  sign(signature: string): void
}

/** A call of a function, or of a tool that takes free text. */
export function createCallItem(
  place: ItemPlace,
  call: {
    callId: string
    name: string
    isCustom: boolean
    own: JsonObject
    block: number | undefined
  },
): CallItem {
  const { id, index, emit } = place
  const { isCustom } = call
  const at = { item_id: id, output_index: index }
  const field = isCustom ? 'input' : 'arguments'
  const event = isCustom ? 'response.custom_tool_call_input' : 'response.function_call_arguments'
  let text = ''
  let signature = ''
  const item = (status: string) => ({
    ...call.own,
    id,
    type: isCustom ? 'custom_tool_call' : 'function_call',
    status,
    call_id: call.callId,
    name: call.name,
    [field]: text,
    ...(signature !== '' && { extra_content: { google: { thought_signature: signature } } }),
  })
  const write = (piece: string): JsonObject => {
    text += piece
    return emit(`${event}.delta`, { ...at, delta: piece })
  }
  return {
    begin: [begin(place, item('in_progress'))],
    block: call.block,
    arguments: (piece) => [write(piece)],
    sign(added) {
      signature += added
    },
    end() {
      // Clients parse the arguments: none at all are an empty object.
      const filled = text === '' && !isCustom ? [write('{}')] : []
      return [
        ...filled,
        emit(`${event}.done`, { ...at, ...(!isCustom && { name: call.name }), [field]: text }),
        finishItem(place, item('completed')),
      ]
    },
  }
}
