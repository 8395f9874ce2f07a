/** @file The output items of one response for a client: which is open, and which event goes into which. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { toUrl } from '../openai-chat/media.ts'
import { readRawFields } from '../raw-fields.ts'
import type { LeaveOut } from '../reply-warnings.ts'
import { isObject, readText } from '../read-json.ts'
import {
  createCallItem,
  createMessageItem,
  createReasoningItem,
  writeWholeItem,
  type CallItem,
  type Emit,
  type ItemPlace,
  type MessageItem,
  type ReasoningItem,
} from './item-writer.ts'
import type { ReasoningProof } from './sealed-reasoning.ts'
import { createVendorItems } from './vendor-items.ts'

export interface OutputWriter {
  /** Finished items, in order. */
  readonly items: readonly JsonObject[]
  write(event: ChatEvent): JsonObject[]
  /** An item that comes as a whole. */
  whole(item: JsonObject): JsonObject[]
  /** What the vendor said of the item that comes next; one without a word of ours begins at once. */
  announce(item: JsonObject): JsonObject[]
  /** An event about an item without a word of ours. */
  progress(type: string, value: JsonObject): JsonObject[]
  /** Ends every item that is open. */
  end(): JsonObject[]
}

/** Message and reasoning are open one at a time; calls may be open beside them, since their deltas interleave. */
export function createOutputWriter(
  emit: Emit,
  replyId: () => string,
  leaveOut: LeaveOut,
): OutputWriter {
  const finished = new Map<number, JsonObject>()
  const calls = new Map<string, CallItem & { open: boolean }>()
  let count = 0
  const announced = new Map<unknown, JsonObject>()
  let message: { item: MessageItem; block: number | undefined; offset: number } | undefined
  let reasoning: ReasoningItem | undefined

  const emitAndKeep: Emit = (type, fields) => {
    const index = fields['output_index']
    if (
      type === 'response.output_item.done' &&
      typeof index === 'number' &&
      isObject(fields['item'])
    ) {
      finished.set(index, fields['item'])
    }
    return emit(type, fields)
  }
  const place = (prefix: string, id?: string): ItemPlace => {
    count += 1
    const index = count - 1
    return { id: id ?? `${prefix}_${replyId()}_${index}`, index, emit: emitAndKeep }
  }

  const vendor = createVendorItems(place)
  const takeAnnounced = (type: string): JsonObject => {
    const item = announced.get(type) ?? {}
    announced.delete(type)
    return item
  }

  const closeMessage = (): JsonObject[] => {
    const open = message
    message = undefined
    return open?.item.end() ?? []
  }
  const closeReasoning = (): JsonObject[] => {
    const open = reasoning
    reasoning = undefined
    return open?.end() ?? []
  }
  const closeBoth = () => [...closeMessage(), ...closeReasoning()]

  const openMessage = (block: number | undefined): { out: JsonObject[]; item: MessageItem } => {
    if (message !== undefined) {
      // Several parts of text are one message: what is cited counts from the part's own start.
      if (message.block !== block) message = { ...message, block, offset: message.item.length }
      return { out: [], item: message.item }
    }
    const closed = closeBoth()
    const { id, type: _, ...own } = takeAnnounced('message')
    const item = createMessageItem(place('msg', readText(id)), own)
    message = { item, block, offset: 0 }
    return { out: [...closed, ...item.begin], item }
  }

  const openReasoning = (
    block: number | undefined,
    id?: string,
  ): { out: JsonObject[]; item: ReasoningItem } => {
    const closed = closeBoth()
    const ownId = readText(takeAnnounced('reasoning')['id'])
    const item = createReasoningItem(place('rs', ownId ?? id), block)
    reasoning = item
    return { out: [...closed, ...item.begin], item }
  }

  const writeReasoning = (text: string, block: number | undefined): JsonObject[] => {
    if (text === '') return []
    const fits = reasoning !== undefined && reasoning.block === block && !reasoning.isProven
    if (reasoning !== undefined && fits) return reasoning.text(text)
    const { out, item } = openReasoning(block)
    return [...out, ...item.text(text)]
  }

  /** A proof goes to the reasoning it belongs to, or is an item of its own. */
  const prove = (
    proof: ReasoningProof,
    block: number | undefined,
    alone: boolean,
  ): JsonObject[] => {
    if (Object.values(proof).every((value) => value === '')) return []
    if (reasoning !== undefined && reasoning.block === block && !alone) {
      reasoning.prove(proof)
      return []
    }
    const { out, item } = openReasoning(block, proof.id)
    item.prove(proof)
    return out
  }

  const startCall = (event: Extract<ChatEvent, { type: 'tool-call-start' }>): JsonObject[] => {
    if (calls.has(event.id)) return []
    const { type, ...own } = readRawFields(event.raw, 'openai-responses')
    if (event.providerRun === true) {
      if (readText(type) !== undefined) return whole({ ...own, type })
      leaveOut('provider-call')
      return []
    }
    const isCustom =
      type === 'custom' || readRawFields(event.raw, 'openai-chat')['type'] === 'custom'
    const closed = closeBoth()
    const item = createCallItem(place(isCustom ? 'ctc' : 'fc', readText(own['id'])), {
      callId: event.id,
      name: event.name,
      isCustom,
      own,
      block: event.block,
    })
    calls.set(event.id, Object.assign(item, { open: true }))
    return [...closed, ...item.begin]
  }

  const endCall = (id: string): JsonObject[] => {
    const call = calls.get(id)
    if (call?.open !== true) return []
    call.open = false
    return call.end()
  }

  const whole = (item: JsonObject): JsonObject[] => {
    const closed = closeBoth()
    if (item['type'] === 'reasoning') announced.delete('reasoning')
    return [...closed, ...vendor.done(item)]
  }

  const sign = (signature: string, block: number | undefined): JsonObject[] => {
    const call = [...calls.values()].find((each) => block !== undefined && each.block === block)
    if (call !== undefined) {
      if (call.open) call.sign(signature)
      else leaveOut('call-signature')
      return []
    }
    if (message !== undefined && message.block === block && reasoning === undefined) {
      leaveOut('text-signature')
      return []
    }
    return prove({ signature }, block, false)
  }

  const writeImage = (event: Extract<ChatEvent, { type: 'image' }>): JsonObject[] => {
    const { source, block } = event
    if (source.kind !== 'base64') {
      const url = toUrl(source)
      if (url === undefined) leaveOut('image')
      return url === undefined ? [] : writeText(`![image](${url})`, block)
    }
    const closed = closeBoth()
    const filled = vendor.fill('image_generation_call', {
      status: 'completed',
      result: source.data,
    })
    if (filled !== undefined) return [...closed, ...filled]
    const at = place('ig')
    return [
      ...closed,
      ...writeWholeItem(at, {
        id: at.id,
        type: 'image_generation_call',
        status: 'completed',
        output_format: source.mediaType.replace('image/', ''),
        result: source.data,
      }),
    ]
  }

  const writeText = (text: string, block: number | undefined): JsonObject[] => {
    if (text === '') return []
    const { out, item } = openMessage(block)
    return [...out, ...item.text(text)]
  }

  return {
    get items() {
      return [...finished].toSorted(([a], [b]) => a - b).map(([, item]) => item)
    },
    whole,
    announce(item) {
      const type = readText(item['type'])
      if (type === undefined) return []
      if (type === 'message' || type === 'reasoning') {
        announced.set(type, item)
        return []
      }
      const closed = closeBoth()
      return [...closed, ...vendor.open(item)]
    },
    progress: vendor.progress,
    write(event) {
      switch (event.type) {
        case 'text-delta':
          return writeText(event.text, event.block)
        case 'reasoning-delta':
          return writeReasoning(event.text, event.block)
        case 'signature':
          return sign(event.signature, event.block)
        case 'reasoning-redacted':
          return prove({ redacted: event.data }, event.block, true)
        case 'reasoning-encrypted': {
          const id = event.id === undefined ? {} : { id: event.id }
          return prove({ encrypted: event.data, ...id }, event.block, reasoning?.isProven === true)
        }
        case 'tool-call-start':
          return startCall(event)
        case 'tool-call-delta': {
          if (event.arguments === '') return []
          const call = calls.get(event.id)
          if (call?.open === true) return call.arguments(event.arguments)
          leaveOut('tool-call')
          return []
        }
        case 'tool-call-end':
          return endCall(event.id)
        case 'image':
          return writeImage(event)
        case 'audio':
          leaveOut('audio')
          return writeText(event.transcript ?? '', event.block)
        case 'citation': {
          const cited = message?.item.cite(event.citation, message.offset) ?? []
          if (cited.length === 0) leaveOut('citation')
          return cited
        }
        case 'logprobs':
          if (message === undefined) leaveOut('logprobs')
          return message?.item.logprobs(event.tokens) ?? []
        case 'tool-result':
          if (event.raw?.dialect !== 'openai-responses') leaveOut('tool-result')
          return []
        default:
          return []
      }
    },
    end: () => [...closeBoth(), ...[...calls.keys()].flatMap(endCall), ...vendor.end()],
  }
}
