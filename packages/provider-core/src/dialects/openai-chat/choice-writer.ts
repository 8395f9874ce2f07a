/** @file Our events of one choice → deltas of a chat completion. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { readRawFields } from '../raw-fields.ts'
import type { LeaveOut } from '../reply-warnings.ts'
import { writeAnnotation } from './citations.ts'
import { writeLogprobs } from './logprobs.ts'
import { toUrl } from './media.ts'
import { encodeReasoningDetail } from './reasoning.ts'

/** A delta, with fields that stand beside it in the choice. */
export interface ChoiceDelta {
  readonly delta: JsonObject
  readonly rest?: JsonObject
}

export interface ChoiceWriter {
  readonly hasToolCalls: boolean
  write(event: ChatEvent): ChoiceDelta[]
  /** What was held back for the end. */
  end(): ChoiceDelta[]
}

interface Call {
  readonly index: number
  readonly isCustom: boolean
  readonly block: number | undefined
}

/**
 * Reasoning goes out in `reasoning_content` as it comes. A signed block is repeated whole in `reasoning_details`
 * when it is over, since its client has to send text and proof back together.
 */
export function createChoiceWriter(leaveOut: LeaveOut): ChoiceWriter {
  const calls = new Map<string, Call>()
  let thought = { text: '', signature: '', block: undefined as number | undefined }
  let images = 0

  const flushThought = (): ChoiceDelta[] => {
    const { text, signature } = thought
    thought = { text: '', signature: '', block: undefined }
    if (signature === '') return []
    return [{ delta: { reasoning_details: encodeReasoningDetail({ text, signature }) } }]
  }

  const writeThought = (text: string, block: number | undefined): ChoiceDelta[] => {
    const isNext = thought.block !== block || thought.signature !== ''
    const before = isNext ? flushThought() : []
    thought = { text: thought.text + text, signature: '', block }
    return text === '' ? before : [...before, { delta: { reasoning_content: text } }]
  }

  const writeSignature = (signature: string, block: number | undefined): ChoiceDelta[] => {
    const call = [...calls.values()].find((each) => block !== undefined && each.block === block)
    if (call !== undefined) {
      const extra = { extra_content: { google: { thought_signature: signature } } }
      return [{ delta: { tool_calls: [{ index: call.index, ...extra }] } }]
    }
    if (block !== undefined && thought.text !== '' && thought.block !== block) {
      leaveOut('text-signature')
      return []
    }
    thought = { ...thought, signature: thought.signature + signature, block }
    return []
  }

  const startCall = (event: Extract<ChatEvent, { type: 'tool-call-start' }>): ChoiceDelta[] => {
    if (event.providerRun === true) leaveOut('provider-call')
    if (event.providerRun === true || calls.has(event.id)) return []
    const { type, ...own } = readRawFields(event.raw, 'openai-chat')
    const isCustom =
      type === 'custom' || readRawFields(event.raw, 'openai-responses')['type'] === 'custom'
    const { name, id } = event
    const index = calls.size
    calls.set(id, { index, isCustom, block: event.block })
    const body = isCustom
      ? { type: 'custom', custom: { name, input: '' } }
      : { type: 'function', function: { name, arguments: '' } }
    return [{ delta: { tool_calls: [{ ...own, index, id, ...body }] } }]
  }

  const writeArguments = (id: string, text: string): ChoiceDelta[] => {
    const call = calls.get(id)
    if (text === '') return []
    if (call === undefined) {
      leaveOut('tool-call')
      return []
    }
    const body = call.isCustom ? { custom: { input: text } } : { function: { arguments: text } }
    return [{ delta: { tool_calls: [{ index: call.index, ...body }] } }]
  }

  const writeOther = (event: ChatEvent): ChoiceDelta[] => {
    switch (event.type) {
      case 'text-delta':
        return event.text === '' ? [] : [{ delta: { content: event.text } }]
      case 'reasoning-redacted':
        return [
          {
            delta: { reasoning_details: encodeReasoningDetail({ text: '', redacted: event.data }) },
          },
        ]
      case 'reasoning-encrypted': {
        const id = event.id === undefined ? {} : { id: event.id }
        const detail = encodeReasoningDetail({ text: '', encrypted: event.data, ...id })
        return [{ delta: { reasoning_details: detail } }]
      }
      case 'tool-call-start':
        return startCall(event)
      case 'tool-call-delta':
        return writeArguments(event.id, event.arguments)
      case 'image': {
        const url = toUrl(event.source)
        if (url === undefined) {
          leaveOut('image')
          return []
        }
        images += 1
        return [
          { delta: { images: [{ type: 'image_url', image_url: { url }, index: images - 1 }] } },
        ]
      }
      case 'audio':
        return writeAudio(event, leaveOut)
      case 'citation': {
        const annotation = writeAnnotation(event.citation)
        if (annotation === undefined) {
          leaveOut('citation')
          return []
        }
        return [{ delta: { annotations: [annotation] } }]
      }
      case 'logprobs': {
        const logprobs = { content: writeLogprobs(event.tokens), refusal: null }
        return [{ delta: {}, rest: { logprobs } }]
      }
      case 'tool-result':
        leaveOut('tool-result')
        return []
      default:
        return []
    }
  }

  return {
    get hasToolCalls() {
      return calls.size > 0
    },
    write(event) {
      if (event.type === 'reasoning-delta') return writeThought(event.text, event.block)
      if (event.type === 'signature') return writeSignature(event.signature, event.block)
      const deltas = writeOther(event)
      return deltas.length > 0 ? [...flushThought(), ...deltas] : []
    },
    end: flushThought,
  }
}

const pcmTypes = /^audio\/(pcm|l16)\b/i

/** Sound in the format that the client asked for; its type has no place. */
function writeAudio(
  event: Extract<ChatEvent, { type: 'audio' }>,
  leaveOut: LeaveOut,
): ChoiceDelta[] {
  const { source, transcript, id, expiresAt } = event
  if (source.kind !== 'base64') leaveOut('audio')
  else if (source.data !== '' && !pcmTypes.test(source.mediaType)) leaveOut('audio-type')
  const audio = dropEmpty({
    id,
    data: source.kind === 'base64' && source.data !== '' ? source.data : undefined,
    transcript,
    expires_at: expiresAt,
  })
  return Object.keys(audio).length === 0 ? [] : [{ delta: { audio } }]
}
