/** @file The pure reducer that turns chat events into a reply: the host keeps what the window shows. */
import type { ChatEvent, Citation } from '@patchbay/provider-core/model'
import type { ChatPart, PartOf, ReplyMedia } from './chat-parts.ts'
import type { ChatTurn } from './shapes.ts'

export type ReplyEvent = ChatEvent | ReplyMedia

/** @param atMs milliseconds since the reply began, for how long it thought */
export function foldReply(reply: ChatTurn, event: ReplyEvent, atMs: number): ChatTurn {
  // Only the first of several choices is shown.
  if (event.type === 'choice-finish') return warnOfChoices(reply, event.choice + 1)
  if ('choice' in event && event.choice !== undefined && event.choice !== 0) return reply
  switch (event.type) {
    case 'start':
      return event.warnings?.length ? { ...reply, warnings: event.warnings } : reply
    case 'finish':
      return {
        ...reply,
        status: 'complete',
        finishReason: event.reason,
        ...(event.usage ? { usage: event.usage } : {}),
        ...(event.timing ? { timing: event.timing } : {}),
      }
    case 'error':
      return event.error.code === 'aborted'
        ? { ...reply, status: 'stopped' }
        : { ...reply, status: 'failed', error: event.error }
    case 'reasoning-delta':
      return {
        ...reply,
        parts: foldPart(reply.parts, event),
        reasoningMs: Math.round(atMs),
      }
    // Probabilities and a vendor's own events are not shown.
    case 'logprobs':
    case 'raw':
    // Their bytes are kept first; then they come as `media`.
    case 'image':
    case 'audio':
      return reply
    default:
      return { ...reply, parts: foldPart(reply.parts, event) }
  }
}

const choicesCode = 'further-choices'

/** @param count of the choices that are known by now */
function warnOfChoices(reply: ChatTurn, count: number): ChatTurn {
  if (count < 2) return reply
  const message = `The server sent ${count} choices; the first is shown.`
  const others = (reply.warnings ?? []).filter(({ code }) => code !== choicesCode)
  return { ...reply, warnings: [...others, { code: choicesCode, message }] }
}

type PartEvent = Extract<
  ReplyEvent,
  {
    type:
      | 'text-delta'
      | 'reasoning-delta'
      | 'signature'
      | 'reasoning-redacted'
      | 'reasoning-encrypted'
      | 'tool-call-start'
      | 'tool-call-delta'
      | 'tool-call-end'
      | 'tool-result'
      | 'citation'
      | 'media'
  }
>

function foldPart(parts: ChatPart[], event: PartEvent): ChatPart[] {
  switch (event.type) {
    case 'text-delta':
      return change<'text'>(parts, findOpen(parts, 'text', event.block), (part) => ({
        ...(part ?? { type: 'text', ...placeOf(event) }),
        text: (part?.text ?? '') + event.text,
      }))
    case 'reasoning-delta':
      return change<'reasoning'>(parts, findOpen(parts, 'reasoning', event.block), (part) => ({
        ...(part ?? { type: 'reasoning', ...placeOf(event) }),
        text: (part?.text ?? '') + event.text,
      }))
    case 'signature':
      return addSignature(parts, event)
    case 'reasoning-redacted':
      return [...parts, { type: 'reasoning', text: '', redacted: event.data, ...placeOf(event) }]
    case 'reasoning-encrypted':
      return change<'reasoning'>(parts, findOpen(parts, 'reasoning', event.block), (part) => ({
        ...(part ?? { type: 'reasoning', text: '', ...placeOf(event) }),
        encrypted: event.data,
        ...(event.id === undefined ? {} : { id: event.id }),
      }))
    case 'tool-call-start': {
      const { id, name, providerRun, raw } = event
      const kept = { ...(providerRun ? { providerRun } : {}), ...(raw ? { raw } : {}) }
      const call = { type: 'tool-call', id, name, arguments: '', ended: false } as const
      return [...parts, { ...call, ...kept, ...placeOf(event) }]
    }
    case 'tool-call-delta':
      return changeCall(parts, event.id, (call) => ({
        ...call,
        arguments: call.arguments + event.arguments,
      }))
    case 'tool-call-end':
      return changeCall(parts, event.id, (call) => ({ ...call, ended: true }))
    case 'tool-result':
      return [...parts, toResult(event)]
    case 'citation':
      return addCitation(parts, event)
    case 'media':
      return [...parts, event.part]
  }
}

const placeOf = ({ block }: { block?: number | undefined }) =>
  block === undefined ? {} : { block }

/** Where a delta goes on: the part of its block, or the last part when the vendor numbers none. */
function findOpen(
  parts: readonly ChatPart[],
  type: 'text' | 'reasoning',
  block: number | undefined,
): number {
  if (block !== undefined) {
    return parts.findLastIndex((part) => part.type === type && part.block === block)
  }
  const last = parts.at(-1)
  return last?.type === type && last.block === undefined ? parts.length - 1 : -1
}

/** Changes the part at `index`, or adds one when it is -1. */
function change<Type extends ChatPart['type']>(
  parts: readonly ChatPart[],
  index: number,
  next: (part: PartOf<Type> | undefined) => ChatPart,
): ChatPart[] {
  if (index === -1) return [...parts, next(undefined)]
  return parts.with(index, next(parts[index] as PartOf<Type>))
}

function changeCall(
  parts: ChatPart[],
  id: string,
  next: (call: PartOf<'tool-call'>) => ChatPart,
): ChatPart[] {
  const index = parts.findLastIndex((part) => part.type === 'tool-call' && part.id === id)
  const call = parts[index]
  return call?.type === 'tool-call' ? parts.with(index, next(call)) : parts
}

type Signed = PartOf<'text' | 'reasoning' | 'image' | 'tool-call'>

const isSigned = (part: ChatPart): part is Signed =>
  part.type === 'text' ||
  part.type === 'reasoning' ||
  part.type === 'image' ||
  part.type === 'tool-call'

/** A proof without a part of its own is one of reasoning that was not shown. */
function addSignature(
  parts: ChatPart[],
  event: Extract<ChatEvent, { type: 'signature' }>,
): ChatPart[] {
  const index = parts.findLastIndex(
    (part) => isSigned(part) && (event.block === undefined || part.block === event.block),
  )
  const part = parts[index]
  if (part === undefined || !isSigned(part)) {
    const { signature } = event
    return [...parts, { type: 'reasoning', text: '', signature, ...placeOf(event) }]
  }
  return parts.with(index, { ...part, signature: (part.signature ?? '') + event.signature })
}

function addCitation(
  parts: ChatPart[],
  event: Extract<ChatEvent, { type: 'citation' }>,
): ChatPart[] {
  const index = parts.findLastIndex(
    (part) => part.type === 'text' && (event.block === undefined || part.block === event.block),
  )
  const cited = (before: readonly Citation[] = []) => [...before, event.citation]
  return change<'text'>(parts, index, (part) => ({
    ...(part ?? { type: 'text', text: '', ...placeOf(event) }),
    citations: cited(part?.citations),
  }))
}

function toResult(event: Extract<ChatEvent, { type: 'tool-result' }>): ChatPart {
  const { callId, value, isError, raw } = event
  return {
    type: 'tool-result',
    callId,
    text: typeof value === 'string' ? value : JSON.stringify(value ?? null),
    providerRun: true,
    ...(isError ? { isError } : {}),
    ...(raw ? { raw } : {}),
    ...placeOf(event),
  }
}
