/** @file Turns of a client's request → our messages. */
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { keepRaw } from '../raw-fields.ts'
import { isObject, pickUnknown, readObject, readText } from '../read-json.ts'
import { makeCallId } from './call-ids.ts'
import { createTaker, refuseField, takeObject, takeObjects, takeText } from './client-fields.ts'
import { readMedia } from './media.ts'
import { unwrapReasoning } from './opaque-reasoning.ts'
import { codeExecution } from './stream-parts.ts'
import { dialectId, toRaw } from './wire.ts'

type ToolCall = Extract<ContentPart, { type: 'tool-call' }>
type ToolResult = Extract<ContentPart, { type: 'tool-result' }>

/**
 * Decodes `contents`. Calls and results without ids are paired by name and order, and get ids that stay the same
 * as the conversation grows. Results stand in messages of the role `tool`, before what else the turn says.
 */
export function decodeContents(contents: readonly JsonObject[]): ChatMessage[] {
  const messages: ChatMessage[] = []
  let unanswered: ToolCall[] = []
  for (const [turn, content] of contents.entries()) {
    const field = `contents[${turn}]`
    const role = takeText(content['role'], `${field}.role`) ?? 'user'
    const bodies = takeObjects(content['parts'], `${field}.parts`)
    const extra = keepRaw(dialectId, pickUnknown(content, new Set(['role', 'parts'])))
    const context = { turn, unanswered, codeId: undefined as string | undefined }
    const parts = joinOpaque(
      bodies.map((body, at) => decodePart(body, at, `${field}.parts[${at}]`, context)),
    )
    if (role === 'model') {
      unanswered = parts.filter(
        (part) => part.type === 'tool-call' && part.providerRun !== true,
      ) as ToolCall[]
      messages.push({ role: 'assistant', content: parts, ...extra })
      continue
    }
    if (role !== 'user' && role !== 'function') {
      throw refuseField(`${field}.role`, 'must be "user" or "model"')
    }
    const results = parts.filter((part) => part.type === 'tool-result')
    const rest = parts.filter((part) => part.type !== 'tool-result')
    if (results.length > 0) messages.push({ role: 'tool', content: results, ...extra })
    if (rest.length > 0 || results.length === 0) {
      messages.push({ role: 'user', content: rest, ...(results.length === 0 && extra) })
    }
  }
  return messages
}

/** Hidden reasoning streams behind the summary that belongs to it: together they are one part. */
function joinOpaque(parts: readonly ContentPart[]): ContentPart[] {
  const joined: ContentPart[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    const goesOn =
      part.type === 'reasoning' &&
      part.encrypted !== undefined &&
      part.text === '' &&
      last?.type === 'reasoning' &&
      last.signature === undefined &&
      last.encrypted === undefined &&
      last.redacted === undefined
    if (goesOn) joined[joined.length - 1] = { ...last, ...part, text: last.text }
    else joined.push(part)
  }
  return joined
}

/** Decodes `systemInstruction`, which may also be a plain string or a single part. */
export function decodeSystem(value: unknown): ChatMessage[] {
  if (value === undefined || value === null) return []
  if (typeof value === 'string') {
    return [{ role: 'system', content: [{ type: 'text', text: value }] }]
  }
  const content = takeObject(value, 'systemInstruction') ?? {}
  const bodies =
    'text' in content ? [content] : takeObjects(content['parts'], 'systemInstruction.parts')
  const context = { turn: 0, unanswered: [], codeId: undefined }
  const parts = bodies.map((body, at) =>
    decodePart(body, at, `systemInstruction.parts[${at}]`, context),
  )
  return parts.length === 0 ? [] : [{ role: 'system', content: parts }]
}

interface TurnContext {
  readonly turn: number
  /** Calls of the turn before that have no result yet. */
  readonly unanswered: ToolCall[]
  /** Id of the code that ran last. */
  codeId: string | undefined
}

function decodePart(
  body: JsonObject,
  at: number,
  field: string,
  context: TurnContext,
): ContentPart {
  const { take, rest } = createTaker(body)
  const signature = takeText(take('thoughtSignature'), `${field}.thoughtSignature`)
  const signed = signature === undefined ? {} : { signature }
  const scope = `t${context.turn}`
  const call = takeObject(take('functionCall'), `${field}.functionCall`)
  if (call !== undefined) return { ...decodeCall(call, field, scope, at, rest()), ...signed }
  const response = takeObject(take('functionResponse'), `${field}.functionResponse`)
  if (response !== undefined) return decodeResult(response, field, context, scope, at, rest())
  if (isObject(body['executableCode'])) {
    const { id, ...code } = body['executableCode']
    context.codeId = readText(id) ?? makeCallId(scope, at)
    const text = JSON.stringify(code)
    return { ...providerCall(codeExecution, context.codeId, text, body), ...signed }
  }
  if (isObject(body['toolCall'])) {
    const { id, toolType, args } = body['toolCall']
    context.codeId = readText(id) ?? makeCallId(scope, at)
    const text = JSON.stringify(args ?? {})
    return { ...providerCall(readText(toolType) ?? 'tool', context.codeId, text, body), ...signed }
  }
  const ran = body['codeExecutionResult'] ?? body['toolResponse']
  if (isObject(ran)) return decodeProviderResult(ran, body, context, scope, at)
  const media = body['thought'] === true ? undefined : readMedia(body)
  if (media !== undefined) {
    const kept = keepRaw(dialectId, mediaRest(body))
    if (media.kind === 'image') return { type: 'image', source: media.source, ...signed, ...kept }
    const name = readText(readObject(body['inlineData'] ?? body['fileData'])['displayName'])
    if (media.kind === 'audio') return { type: 'audio', source: media.source, ...kept }
    return { type: 'file', source: media.source, ...(name && { filename: name }), ...kept }
  }
  const text = takeText(take('text'), `${field}.text`)
  if (text === undefined && signature === undefined) return { type: 'raw', raw: toRaw(body) }
  const isThought = take('thought') === true
  const opaque = signature === undefined ? undefined : unwrapReasoning(signature)
  if (opaque !== undefined) return { ...opaque, text: isThought ? (text ?? '') : '' }
  return {
    type: isThought ? 'reasoning' : 'text',
    text: text ?? '',
    ...signed,
    ...keepRaw(dialectId, rest()),
  }
}

function decodeCall(
  call: JsonObject,
  field: string,
  scope: string,
  at: number,
  partRest: JsonObject | undefined,
): ToolCall {
  const { take, rest } = createTaker(call)
  const name = takeText(take('name'), `${field}.functionCall.name`)
  if (name === undefined || name === '')
    throw refuseField(`${field}.functionCall.name`, 'is missing')
  const id = takeText(take('id'), `${field}.functionCall.id`) || makeCallId(scope, at)
  const args = takeObject(take('args'), `${field}.functionCall.args`) ?? {}
  const callRest = rest()
  const raw = { ...partRest, ...(callRest && { functionCall: callRest }) }
  return {
    type: 'tool-call',
    id,
    name,
    arguments: JSON.stringify(args),
    ...keepRaw(dialectId, raw),
  }
}

/** The call that a result answers: by id, else the first of its name, else the first that is left. */
function takeCall(unanswered: ToolCall[], id: string | undefined, name: string | undefined) {
  const byId = id === undefined ? -1 : unanswered.findIndex((call) => call.id === id)
  const byName = unanswered.findIndex((call) => call.name === name)
  const found = byId >= 0 ? byId : id === undefined ? Math.max(byName, 0) : -1
  return found < 0 ? undefined : unanswered.splice(found, 1)[0]
}

function decodeResult(
  response: JsonObject,
  field: string,
  context: TurnContext,
  scope: string,
  at: number,
  partRest: JsonObject | undefined,
): ToolResult {
  const { take, rest } = createTaker(response)
  const name = takeText(take('name'), `${field}.functionResponse.name`)
  const id = takeText(take('id'), `${field}.functionResponse.id`) || undefined
  const value = takeObject(take('response'), `${field}.functionResponse.response`) ?? {}
  const media = takeObjects(take('parts'), `${field}.functionResponse.parts`)
  const call = takeCall(context.unanswered, id, name)
  const callRest = rest()
  const raw = { ...partRest, ...(callRest && { functionResponse: callRest }) }
  const { text, isError } = readResponseObject(value)
  return {
    type: 'tool-result',
    callId: id ?? call?.id ?? makeCallId(scope, at),
    ...(name !== undefined && { name }),
    content: [
      ...(text === '' && media.length > 0 ? [] : [{ type: 'text' as const, text }]),
      ...media.flatMap(decodeResultMedia),
    ],
    ...(isError && { isError }),
    ...keepRaw(dialectId, raw),
  }
}

function decodeResultMedia(body: JsonObject): ToolResult['content'] {
  const media = readMedia(body)
  if (media === undefined) return []
  const kept = keepRaw(dialectId, mediaRest(body))
  const type = media.kind === 'image' ? 'image' : 'file'
  return [{ type, source: media.source, ...kept }]
}

/** `output` or `error` alone hold the result; otherwise the whole object is it. */
function readResponseObject(value: JsonObject): { text: string; isError: boolean } {
  const keys = Object.keys(value)
  const only = keys.length === 1 ? keys[0] : undefined
  if (only !== 'output' && only !== 'error') return { text: JSON.stringify(value), isError: false }
  const inner = value[only]
  const text = typeof inner === 'string' ? inner : JSON.stringify(inner)
  // A list or a number stays inside its object: only text stands for itself.
  if (only === 'output' && typeof inner !== 'string') {
    return { text: JSON.stringify(value), isError: false }
  }
  return { text, isError: only === 'error' }
}

function providerCall(name: string, id: string, text: string, body: JsonObject): ToolCall {
  const { thoughtSignature: _, ...part } = body
  return { type: 'tool-call', id, name, arguments: text, providerRun: true, raw: toRaw(part) }
}

function decodeProviderResult(
  ran: JsonObject,
  body: JsonObject,
  context: TurnContext,
  scope: string,
  at: number,
): ToolResult {
  const { id, ...result } = ran
  const text = readText(result['output']) ?? JSON.stringify(result['response'] ?? result)
  const outcome = result['outcome']
  return {
    type: 'tool-result',
    callId: readText(id) ?? context.codeId ?? makeCallId(scope, at),
    content: [{ type: 'text', text }],
    providerRun: true,
    ...(outcome !== undefined && outcome !== 'OUTCOME_OK' && { isError: true }),
    raw: toRaw(body),
  }
}

/** What a media part says beside its bytes and their type. */
function mediaRest(body: JsonObject): JsonObject | undefined {
  const { inlineData, fileData, thoughtSignature: _, ...rest } = body
  const inner = pickUnknown(readObject(inlineData ?? fileData), mediaFields)
  const name = inlineData === undefined ? 'fileData' : 'inlineData'
  const kept = { ...rest, ...(inner && { [name]: inner }) }
  return Object.keys(kept).length === 0 ? undefined : kept
}

const mediaFields: ReadonlySet<string> = new Set(['mimeType', 'data', 'fileUri'])
