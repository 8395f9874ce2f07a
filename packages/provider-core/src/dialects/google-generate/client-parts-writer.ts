/** @file Our events → parts of a reply for a client. Calls wait until they are whole: the format has no half ones. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { RawFields } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readRawValue } from '../raw-fields.ts'
import type { LeaveOut } from '../reply-warnings.ts'
import { isObject, parseJson, readObject, readObjects } from '../read-json.ts'
import { toWireCallId } from './call-ids.ts'
import { encodeMedia } from './media.ts'
import { mergeJson } from './merge-json.ts'
import { wrapReasoning } from './opaque-reasoning.ts'
import { dialectId, type PartBody } from './wire.ts'

export interface PartWriter {
  /** Parts that the event completes. */
  write(event: ChatEvent): PartBody[]
  /** What still waits: a part for its signature, calls whose end never came. */
  flush(): PartBody[]
}

interface PendingCall {
  readonly name: string
  readonly id: string
  readonly providerRun: boolean
  readonly raw: RawFields | undefined
  readonly block: number | undefined
  arguments: string
  signature: string | undefined
  ended: boolean
}

/** Makes the writer of one candidate. */
export function createPartWriter(leaveOut: LeaveOut): PartWriter {
  const calls = new Map<string, PendingCall>()
  /** Fields that belong to the next part of a block. */
  const extras = new Map<number, JsonObject>()
  const kinds = new Map<number, 'text' | 'reasoning' | 'done'>()
  let lastKind: 'text' | 'reasoning' = 'text'
  /** A signature comes after its part: media wait for it, text has gone out and gets an empty part behind it. */
  let held: { part: PartBody; block: number | undefined } | undefined

  const flush = (): PartBody[] => {
    const parts = held === undefined ? [] : [held.part]
    held = undefined
    return parts
  }
  const addExtras = (part: PartBody, block: number | undefined): PartBody => {
    const extra = block === undefined ? undefined : extras.get(block)
    if (extra === undefined || block === undefined) return part
    extras.delete(block)
    return mergeJson(extra, part)
  }
  const writeText = (text: string, kind: 'text' | 'reasoning', block: number | undefined) => {
    lastKind = kind
    if (block !== undefined) kinds.set(block, kind)
    const part = { text, ...(kind === 'reasoning' && { thought: true }) }
    return [...flush(), addExtras(part, block)]
  }
  const hold = (part: PartBody, block: number | undefined): PartBody[] => {
    const before = flush()
    held = { part: { ...part }, block }
    return before
  }
  const findCall = (block: number | undefined): PendingCall | undefined =>
    [...calls.values()].find((call) => call.block === block && block !== undefined)

  const writeSignature = (signature: string, block: number | undefined): PartBody[] => {
    const call = findCall(block)
    if (call !== undefined) {
      call.signature = (call.signature ?? '') + signature
      return []
    }
    const kind = (block === undefined ? undefined : kinds.get(block)) ?? lastKind
    if (held !== undefined && held.block === block) {
      const before = held.part['thoughtSignature']
      held.part['thoughtSignature'] = typeof before === 'string' ? before + signature : signature
      return []
    }
    const before = flush()
    const thought = kind === 'reasoning' ? { thought: true } : {}
    held = { part: { text: '', ...thought, thoughtSignature: signature }, block }
    return before
  }
  /** Calls go out in the order in which they began, each when all before it have ended. */
  const writeCalls = (all: boolean): PartBody[] => {
    const parts: PartBody[] = []
    for (const [id, call] of calls) {
      if (!call.ended && !all) break
      calls.delete(id)
      parts.push(addExtras(encodeCall(call), call.block))
    }
    return parts.length === 0 ? [] : [...flush(), ...parts]
  }

  return {
    flush: () => {
      const parts = flush()
      return [...parts, ...writeCalls(true)]
    },
    write(event) {
      switch (event.type) {
        case 'text-delta':
          return event.text === '' ? [] : writeText(event.text, 'text', event.block)
        case 'reasoning-delta':
          return event.text === '' ? [] : writeText(event.text, 'reasoning', event.block)
        case 'signature':
          return writeSignature(event.signature, event.block)
        case 'reasoning-redacted':
          return [...flush(), encodeOpaque({ redacted: event.data })]
        case 'reasoning-encrypted': {
          const { data, id } = event
          return [...flush(), encodeOpaque({ encrypted: data, ...(id && { id }) })]
        }
        case 'tool-call-start':
          calls.set(event.id, {
            id: event.id,
            name: event.name,
            providerRun: event.providerRun === true,
            raw: event.raw,
            block: event.block,
            arguments: '',
            signature: undefined,
            ended: false,
          })
          return []
        case 'tool-call-delta': {
          const call = calls.get(event.id)
          if (call !== undefined) call.arguments += event.arguments
          else if (event.arguments !== '') leaveOut('tool-call')
          return []
        }
        case 'tool-call-end': {
          const call = calls.get(event.id)
          if (call !== undefined) call.ended = true
          return writeCalls(false)
        }
        case 'tool-result':
          if (event.isError === true && event.raw?.dialect !== dialectId) {
            leaveOut('tool-result-error-mark')
          }
          return hold(encodeProviderResult(event), event.block)
        case 'image':
        case 'audio': {
          if (event.type === 'audio' && event.id !== undefined) leaveOut('audio-id')
          const transcript = event.type === 'audio' ? event.transcript : undefined
          const said = transcript === undefined ? {} : { audioTranscription: { text: transcript } }
          const isEmpty = event.source.kind === 'base64' && event.source.data === ''
          const media = isEmpty ? {} : encodeMedia(event.source, event.type)
          if (media === undefined) leaveOut(event.type)
          const part = { ...media, ...said }
          if (Object.keys(part).length === 0) return []
          return hold(addExtras(part, event.block), event.block)
        }
        case 'raw': {
          const parts = readRawParts(event.raw)
          if (event.block === undefined) return parts.length > 0 ? [...flush(), ...parts] : []
          extras.set(event.block, parts[0] ?? {})
          return []
        }
        default:
          return []
      }
    },
  }
}

function readRawParts(raw: RawFields): readonly JsonObject[] {
  const [candidate] = readObjects(readRawValue(raw, dialectId)?.['candidates'])
  return readObjects(readObject(candidate?.['content'])['parts'])
}

function encodeOpaque(opaque: Parameters<typeof wrapReasoning>[0]): PartBody {
  return { text: '', thought: true, thoughtSignature: wrapReasoning(opaque) }
}

function encodeCall(call: PendingCall): PartBody {
  const own = readRawValue(call.raw, dialectId) ?? {}
  const signed = call.signature === undefined ? {} : { thoughtSignature: call.signature }
  const id = toWireCallId(call.id)
  const args = readArguments(call.arguments)
  if (call.providerRun) {
    // Google's own tools come back as they were; those of others have the place for calls that need no answer.
    const part = Object.keys(own).length > 0 ? own : { toolCall: { id, toolType: call.name, args } }
    return { ...part, ...signed }
  }
  const functionCall = { ...(id !== undefined && { id }), name: call.name, args }
  return { ...mergeJson(own, { functionCall }), ...signed }
}

/** What is no JSON object (free text of a custom tool, a call that was cut) goes into `input`. */
function readArguments(text: string): JsonObject {
  if (text.trim() === '') return {}
  const value = parseJson(text)
  return isObject(value) ? value : { input: value ?? text }
}

function encodeProviderResult(event: Extract<ChatEvent, { type: 'tool-result' }>): PartBody {
  const own = readRawValue(event.raw, dialectId)
  if (own !== undefined) return own
  const response = isObject(event.value) ? event.value : { output: event.value ?? null }
  return { toolResponse: { id: event.callId, response } }
}
