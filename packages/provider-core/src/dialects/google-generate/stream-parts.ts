/** @file Parts of a candidate, streamed or whole → our events. Parts of one kind that follow each other are one block. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject, pickUnknown, readObject, readObjects, readText } from '../read-json.ts'
import { makeCallId } from './call-ids.ts'
import { readMedia } from './media.ts'
import { unwrapReasoning } from './opaque-reasoning.ts'
import { createArgumentsWriter, type ArgumentsWriter } from './partial-arguments.ts'
import { createReplyText, type ReplyText } from './reply-text.ts'
import { toRaw } from './wire.ts'

/** What is common to the candidates of one reply. */
export interface ReplyScope {
  /** Number of the next block. */
  nextBlock(): number
  /** Id of a call to which the model gave none. */
  makeId(): string
}

export interface PartReader {
  read(part: JsonObject): ChatEvent[]
  /** Ends a call whose last piece never came. */
  end(): ChatEvent[]
  readonly hasToolCalls: boolean
  readonly text: ReplyText
}

interface Place {
  readonly block: number
  readonly choice?: number
}

const textFields: ReadonlySet<string> = new Set(['text', 'thought', 'thoughtSignature'])
const callFields: ReadonlySet<string> = new Set([
  'id',
  'name',
  'args',
  'partialArgs',
  'willContinue',
])

/** Makes the scope of one reply; `readReplyId` is asked when the first id is needed. */
export function createReplyScope(readReplyId: () => string | undefined): ReplyScope {
  let blocks = 0
  let calls = 0
  let scope: string | undefined
  return {
    nextBlock: () => blocks++,
    makeId() {
      scope ??= readReplyId() ?? crypto.randomUUID()
      return makeCallId(scope, calls++)
    },
  }
}

/** Makes the reader of one candidate's parts. Throws `RangeError` for streamed arguments that are out of order. */
export function createPartReader(index: number, scope: ReplyScope): PartReader {
  const choice = index === 0 ? {} : { choice: index }
  const text = createReplyText()
  let open: { kind: 'text' | 'reasoning'; block: number; signed: boolean } | undefined
  let call: { id: string; place: Place; writer: ArgumentsWriter } | undefined
  let codeId: string | undefined
  let hasToolCalls = false

  const newPlace = (): Place => {
    open = undefined
    return { block: scope.nextBlock(), ...choice }
  }
  const sign = (part: JsonObject, place: Place): ChatEvent[] => {
    const signature = readText(part['thoughtSignature'])
    return signature === undefined ? [] : [{ type: 'signature', signature, ...place }]
  }
  const keepRaw = (part: JsonObject, place: Place | { choice?: number }): ChatEvent => ({
    type: 'raw',
    raw: toRaw({ candidates: [{ index, content: { parts: [part] } }] }),
    ...place,
  })
  /** Fields beside the data of a part; they stand before it. */
  const keepRest = (part: JsonObject, known: readonly string[], place: Place): ChatEvent[] => {
    const rest = pickUnknown(part, new Set([...known, 'thoughtSignature']))
    return rest === undefined ? [] : [keepRaw(rest, place)]
  }
  const endCall = (): ChatEvent[] => {
    if (call === undefined) return []
    const { id, place, writer } = call
    call = undefined
    const rest = writer.end()
    return [
      { type: 'tool-call-delta', id, arguments: rest, ...place },
      { type: 'tool-call-end', id, ...place },
    ]
  }
  const readWords = (part: JsonObject): ChatEvent[] => {
    const kind = part['thought'] === true ? 'reasoning' : 'text'
    const words = readText(part['text'])
    const signature = readText(part['thoughtSignature'])
    const rest = pickUnknown(part, textFields)
    if (words === undefined && signature === undefined) {
      return rest === undefined ? [] : [keepRaw(part, choice)]
    }
    if (open?.kind !== kind || (open.signed && words !== undefined)) {
      open = { kind, block: scope.nextBlock(), signed: false }
    }
    const place: Place = { block: open.block, ...choice }
    const events = rest === undefined ? [] : [keepRaw(rest, place)]
    if (words !== undefined) {
      events.push({ type: `${kind}-delta`, text: words, ...place })
      if (kind === 'text') text.append(open.block, words)
    }
    if (signature === undefined) return events
    open.signed = true
    const opaque = unwrapReasoning(signature)
    if (opaque?.redacted !== undefined) {
      return [...events, { type: 'reasoning-redacted', data: opaque.redacted, ...place }]
    }
    if (opaque?.encrypted !== undefined) {
      const { encrypted: data, id } = opaque
      return [...events, { type: 'reasoning-encrypted', data, ...(id && { id }), ...place }]
    }
    return [...events, ...sign(part, place)]
  }
  /** A part of words and nothing else, as nearly every chunk of a stream has; `undefined` for any other. */
  const readBareWords = (part: JsonObject): ChatEvent[] | undefined => {
    for (const key in part) if (key !== 'text' && key !== 'thought') return undefined
    const words = readText(part['text'])
    if (words === undefined || call !== undefined) return undefined
    const kind = part['thought'] === true ? 'reasoning' : 'text'
    if (open?.kind !== kind || open.signed) {
      open = { kind, block: scope.nextBlock(), signed: false }
    }
    const { block } = open
    if (kind === 'text') text.append(block, words)
    const type = `${kind}-delta` as const
    return [
      index === 0 ? { type, text: words, block } : { type, text: words, block, choice: index },
    ]
  }
  const writeArguments = (piece: JsonObject): ChatEvent[] => {
    if (call === undefined) return []
    const { id, place, writer } = call
    let pieces = isObject(piece['args']) ? writer.pushWhole(piece['args']) : ''
    for (const partial of readObjects(piece['partialArgs'])) pieces += writer.push(partial)
    const goesOn = piece['willContinue'] === true
    const events: ChatEvent[] =
      pieces === '' ? [] : [{ type: 'tool-call-delta', id, arguments: pieces, ...place }]
    return goesOn ? events : [...events, ...endCall()]
  }
  const startCall = (part: JsonObject, body: JsonObject, name: string): ChatEvent[] => {
    const place = newPlace()
    const id = readText(body['id']) ?? scope.makeId()
    const partRest = pickUnknown(part, new Set(['functionCall', 'thoughtSignature']))
    const callRest = pickUnknown(body, callFields)
    const raw = { ...partRest, ...(callRest && { functionCall: callRest }) }
    const events: ChatEvent[] = [
      {
        type: 'tool-call-start',
        id,
        name,
        ...(Object.keys(raw).length > 0 && { raw: toRaw(raw) }),
        ...place,
      },
      ...sign(part, place),
    ]
    hasToolCalls = true
    if (body['willContinue'] === true || Array.isArray(body['partialArgs'])) {
      call = { id, place, writer: createArgumentsWriter() }
      return [...events, ...writeArguments(body)]
    }
    const whole = JSON.stringify(body['args'] ?? {})
    events.push({ type: 'tool-call-delta', id, arguments: whole, ...place })
    return [...events, { type: 'tool-call-end', id, ...place }]
  }
  const readCall = (part: JsonObject, body: JsonObject): ChatEvent[] => {
    const name = readText(body['name'])
    if (name !== undefined) return [...endCall(), ...startCall(part, body, name)]
    if (call !== undefined) return [...sign(part, call.place), ...writeArguments(body)]
    return pickUnknown(part, new Set()) === undefined ? [] : [keepRaw(part, choice)]
  }
  const readProviderCall = (part: JsonObject, name: string, id: string, input: unknown) => {
    const place = newPlace()
    const raw = pickUnknown(part, new Set(['thoughtSignature'])) ?? {}
    const events: ChatEvent[] = [
      { type: 'tool-call-start', id, name, providerRun: true, raw: toRaw(raw), ...place },
      ...sign(part, place),
      { type: 'tool-call-delta', id, arguments: JSON.stringify(input ?? {}), ...place },
      { type: 'tool-call-end', id, ...place },
    ]
    return events
  }
  const readProviderResult = (
    part: JsonObject,
    callId: string,
    value: unknown,
    failed: boolean,
  ) => {
    const raw = pickUnknown(part, new Set(['thoughtSignature'])) ?? {}
    const place = newPlace()
    const events: ChatEvent[] = [
      {
        type: 'tool-result',
        callId,
        value,
        ...(failed && { isError: true }),
        raw: toRaw(raw),
        ...place,
      },
      ...sign(part, place),
    ]
    return events
  }
  const readOther = (part: JsonObject): ChatEvent[] => {
    if (isObject(part['executableCode'])) {
      const { id, ...code } = part['executableCode']
      codeId = readText(id) ?? scope.makeId()
      return readProviderCall(part, codeExecution, codeId, code)
    }
    if (isObject(part['codeExecutionResult'])) {
      const { id, ...result } = part['codeExecutionResult']
      const failed = result['outcome'] !== 'OUTCOME_OK'
      return readProviderResult(part, readText(id) ?? codeId ?? scope.makeId(), result, failed)
    }
    if (isObject(part['toolCall'])) {
      const { id, toolType, args } = part['toolCall']
      codeId = readText(id) ?? scope.makeId()
      return readProviderCall(part, readText(toolType) ?? 'tool', codeId, args)
    }
    if (isObject(part['toolResponse'])) {
      const { id, response } = part['toolResponse']
      return readProviderResult(part, readText(id) ?? codeId ?? scope.makeId(), response, false)
    }
    const media = readMedia(part)
    // Pictures among the thoughts are drafts, and other files have no neutral word: both stay as they are.
    if (media === undefined || media.kind === 'file' || part['thought'] === true) {
      return [keepRaw(part, choice)]
    }
    const place = newPlace()
    const transcript = readText(readObject(part['audioTranscription'])['text'])
    const known = ['inlineData', 'fileData', ...(transcript ? ['audioTranscription'] : [])]
    const isAudio = media.kind === 'audio'
    return [
      ...keepRest(part, known, place),
      isAudio
        ? { type: 'audio', source: media.source, ...(transcript && { transcript }), ...place }
        : { type: 'image', source: media.source, ...place },
      ...sign(part, place),
    ]
  }

  return {
    text,
    get hasToolCalls() {
      return hasToolCalls
    },
    end: endCall,
    read(part) {
      const bare = readBareWords(part)
      if (bare !== undefined) return bare
      if (isObject(part['functionCall'])) return readCall(part, part['functionCall'])
      const hasData = Object.keys(part).some((key) => dataFields.has(key) && isObject(part[key]))
      if (hasData) return [...endCall(), ...readOther(part)]
      const events = readWords(part)
      return events.length > 0 ? [...endCall(), ...events] : []
    },
  }
}

/** Name under which Google's code execution appears as a call. */
export const codeExecution = 'code_execution'

/** Data fields that are neither text nor a call of a client's function. */
const dataFields: ReadonlySet<string> = new Set([
  'inlineData',
  'fileData',
  'executableCode',
  'codeExecutionResult',
  'toolCall',
  'toolResponse',
  'functionResponse',
])
