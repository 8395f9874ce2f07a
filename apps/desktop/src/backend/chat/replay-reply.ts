/** @file A kept reply on its way back to a model: what its vendor needs to go on, and nothing that it refuses. */
import type { ContentPart, DialectId, Route } from '@patchbay/provider-core/model'
import type { ChatPart, PartOf } from '#contract/chat-parts'
import type { ChatTurn } from '#contract/shapes'
import { toMediaSource, type LoadMedia } from './media-source.ts'

export interface ReplayGoal {
  readonly route: Route
  readonly reasoningField?: string | undefined
  readonly load: LoadMedia
  readonly now: Date
}

export interface Replay {
  readonly content: ContentPart[]
  /** Pictures that the wire format takes in a user turn only: they go along with the next one. */
  readonly forUser: ContentPart[]
}

/** Of a reply that did not end, only what was said goes back: the rest may be half. */
export function replayReply(turn: ChatTurn, goal: ReplayGoal): Replay {
  const isOwn = turn.status === 'complete' && isSameModel(turn.route, goal.route)
  const isWhole = turn.status === 'complete'
  const sealed = turn.parts.some((part) => part.type === 'reasoning' && part.encrypted)
  const content: ContentPart[] = []
  const forUser: ContentPart[] = []
  for (const part of turn.parts) {
    switch (part.type) {
      case 'text':
        content.push(...replayText(part, isOwn))
        break
      case 'reasoning':
        if (isOwn && isTakenBack(part, goal)) content.push(replayReasoning(part))
        break
      case 'tool-call':
        if (!part.ended || !isWhole || (part.providerRun && !isOwn)) break
        content.push(replayCall(part, isOwn, goal.route.dialect, sealed))
        break
      case 'tool-result':
        if (isOwn) content.push(replayResult(part))
        break
      case 'image': {
        if (!isOwn || part.media.kind === 'link') break
        const image = replayImage(part, goal.load)
        if (takesPictures(goal.route.dialect, part)) content.push(image)
        else forUser.push({ type: 'image', source: image.source })
        break
      }
      case 'audio':
        content.push(...replayAudio(part, isOwn, goal.now))
        break
      case 'file':
        break
    }
  }
  // Reasoning alone is no message.
  const said = content.some((part) => part.type !== 'reasoning')
  return { content: said ? content : [], forUser }
}

/** Proofs are bound to who wrote them: another account or model refuses them. */
function isSameModel(before: Route | undefined, now: Route): boolean {
  return (
    before?.dialect === now.dialect &&
    before.endpointId === now.endpointId &&
    before.upstreamModelId === now.upstreamModelId
  )
}

function replayText(part: PartOf<'text'>, isOwn: boolean): ContentPart[] {
  const { text, signature, citations } = part
  const proof = isOwn && signature !== undefined ? { signature } : {}
  // Citations with the vendor's own fields are what it checks; the others are for reading.
  const cited = isOwn ? (citations ?? []).filter(({ raw }) => raw?.dialect === vendorCites) : []
  if (text === '' && signature === undefined) return []
  return [{ type: 'text', text, ...proof, ...(cited.length > 0 ? { citations: cited } : {}) }]
}

/** The one wire format whose replies go back with their citations. */
const vendorCites: DialectId = 'anthropic-messages'

/** Without a proof, reasoning goes only where the endpoint has a field for it. */
function isTakenBack(part: PartOf<'reasoning'>, { route, reasoningField }: ReplayGoal): boolean {
  if (route.dialect === 'openai-chat') return reasoningField !== undefined
  return (part.signature ?? part.redacted ?? part.encrypted) !== undefined
}

function replayReasoning(part: PartOf<'reasoning'>): ContentPart {
  const { text, signature, redacted, encrypted, id } = part
  return {
    type: 'reasoning',
    text,
    ...(signature === undefined ? {} : { signature }),
    ...(redacted === undefined ? {} : { redacted }),
    ...(encrypted === undefined ? {} : { encrypted }),
    ...(id === undefined ? {} : { id }),
  }
}

function replayCall(
  part: PartOf<'tool-call'>,
  isOwn: boolean,
  dialect: DialectId,
  sealed: boolean,
): ContentPart {
  const { id, name, arguments: text, providerRun, signature } = part
  const raw = isOwn ? withoutItemId(part.raw, dialect, sealed || providerRun === true) : undefined
  return {
    type: 'tool-call',
    id,
    name,
    arguments: text,
    ...(providerRun ? { providerRun } : {}),
    ...(isOwn && signature !== undefined ? { signature } : {}),
    ...(raw ? { raw } : {}),
  }
}

/**
 * The Responses API takes the id of a call as a promise that the reasoning before it comes too, and refuses
 * the call otherwise ("was provided without its required 'reasoning' item").
 */
function withoutItemId(raw: ChatPart['raw'], dialect: DialectId, keeps: boolean): ChatPart['raw'] {
  if (raw === undefined || dialect !== 'openai-responses' || keeps) return raw
  if (typeof raw.value !== 'object' || raw.value === null) return raw
  const { id: _id, ...value } = raw.value as Record<string, unknown>
  return Object.keys(value).length === 0 ? undefined : { ...raw, value }
}

function replayResult(part: PartOf<'tool-result'>): ContentPart {
  const { callId, name, text, isError, providerRun, raw } = part
  return {
    type: 'tool-result',
    callId,
    content: [{ type: 'text', text }],
    ...(name === undefined ? {} : { name }),
    ...(isError ? { isError } : {}),
    ...(providerRun ? { providerRun } : {}),
    ...(raw ? { raw } : {}),
  }
}

function replayImage(
  part: PartOf<'image'>,
  load: LoadMedia,
): Extract<ContentPart, { type: 'image' }> {
  const { media, signature, raw } = part
  return {
    type: 'image',
    source: toMediaSource(media, load),
    ...(signature === undefined ? {} : { signature }),
    ...(raw ? { raw } : {}),
  }
}

/** The vendor's own copy while it lasts, else its words. */
function replayAudio(part: PartOf<'audio'>, isOwn: boolean, now: Date): ContentPart[] {
  const { id, expiresAt, transcript } = part
  const lasts = expiresAt === undefined || expiresAt * 1000 > now.getTime()
  if (isOwn && id !== undefined && lasts) {
    return [{ type: 'audio', source: { kind: 'file-id', fileId: id }, id }]
  }
  return transcript ? [{ type: 'text', text: transcript }] : []
}

/** Gemini takes its pictures back as they came; the Responses API does as the item that they came in. */
function takesPictures(dialect: DialectId, part: PartOf<'image'>): boolean {
  return dialect === 'google-generate' || (dialect === 'openai-responses' && part.raw !== undefined)
}
