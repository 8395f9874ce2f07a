/** @file From a chat's turns to the neutral request, and to a title. */
import type { ChatMessage, ChatRequest, ContentPart, Route } from '@patchbay/provider-core/model'
import { listOpenCalls, textOf, type ChatPart, type PartOf } from '#contract/chat-parts'
import type { ChatSettings, ChatTurn } from '#contract/shapes'
import { toMediaSource, type LoadMedia } from './media-source.ts'
import { replayReply, type ReplayGoal } from './replay-reply.ts'

export interface RequestContext {
  readonly turns: readonly ChatTurn[]
  readonly settings: ChatSettings
  readonly route: Route
  /** Field in which the endpoint takes reasoning back, where it has one. */
  readonly reasoningField?: string | undefined
  readonly load: LoadMedia
  readonly now: Date
  /** What a model that draws is asked for. */
  readonly outputModalities?: ChatRequest['outputModalities']
}

/**
 * Earlier replies go back with what their vendor needs to go on: signed or sealed reasoning and calls
 * with their proofs, to the model that wrote them. A call that nobody answered gets an answer that says so,
 * as every vendor refuses a conversation without one.
 */
export function toChatRequest(context: RequestContext): ChatRequest {
  const { turns, settings, route, load, now, reasoningField, outputModalities } = context
  const messages: ChatMessage[] = []
  const system = settings.system?.trim()
  if (system) messages.push({ role: 'system', content: [{ type: 'text', text: system }] })
  let pictures: ContentPart[] = []
  for (const [index, turn] of turns.entries()) {
    if (turn.role === 'user') {
      const content = [...pictures, ...turn.parts.flatMap((part) => toUserPart(part, context))]
      pictures = []
      if (content.length > 0) messages.push({ role: 'user', content })
      continue
    }
    const goal: ReplayGoal = { route, reasoningField, load, now }
    const replay = replayReply(turn, goal)
    pictures = replay.forUser
    if (replay.content.length > 0) messages.push({ role: 'assistant', content: replay.content })
    const results = answerCalls(replay.content, turns[index + 1])
    if (results.length > 0) messages.push({ role: 'tool', content: results })
  }
  return {
    messages,
    ...(settings.temperature === undefined ? {} : { temperature: settings.temperature }),
    ...(settings.maxOutputTokens === undefined
      ? {}
      : { maxOutputTokens: settings.maxOutputTokens }),
    ...(outputModalities ? { outputModalities } : {}),
  }
}

function toUserPart(part: ChatPart, { load, route }: RequestContext): ContentPart[] {
  if (part.type === 'text') return part.text === '' ? [] : [{ type: 'text', text: part.text }]
  if (part.type === 'image') return [{ type: 'image', source: toMediaSource(part.media, load) }]
  if (part.type !== 'file') return []
  const source = toMediaSource(part.media, load)
  // Gemini takes no names; a warning under every reply would help nobody.
  const isNamed = route.dialect !== 'google-generate'
  return [{ type: 'file', source, ...(isNamed ? { filename: part.name } : {}) }]
}

/** One result for each call of `reply`: what the next turn says, else that there is none. */
function answerCalls(reply: readonly ContentPart[], next: ChatTurn | undefined): ContentPart[] {
  const given = (next?.parts ?? []).filter((part) => part.type === 'tool-result')
  return reply
    .filter((part) => part.type === 'tool-call')
    .filter((call) => call.providerRun !== true)
    .map((call) => {
      const result = given.find((part) => part.callId === call.id) ?? unanswered
      return {
        type: 'tool-result',
        callId: call.id,
        name: call.name,
        content: [{ type: 'text', text: result.text }],
        ...(result.isError ? { isError: true } : {}),
      }
    })
}

const unanswered = { text: 'No result was given.', isError: true }

/** The turn that answers the calls of a reply, in their order. */
export function toResultParts(
  reply: ChatTurn,
  results: readonly { callId: string; text: string; isError?: boolean | undefined }[],
): PartOf<'tool-result'>[] {
  return listOpenCalls(reply).flatMap((call) => {
    const result = results.find(({ callId }) => callId === call.id)
    if (!result) return []
    const { text, isError } = result
    const name = call.name
    return [{ type: 'tool-result', callId: call.id, name, text, ...(isError ? { isError } : {}) }]
  })
}

/** First line of the first message, at most 80 characters; the name of its file when it has no words. */
export function titleOf(turn: ChatTurn | undefined): string {
  const file = turn?.parts.find((part) => part.type === 'image' || part.type === 'file')
  const text = (turn && textOf(turn).trim()) || file?.name || ''
  const line = text.split(/\r?\n/, 1)[0] ?? ''
  const characters = [...line]
  return characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : line || 'New chat'
}
