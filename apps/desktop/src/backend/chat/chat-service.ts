/** @file Chats: send, regenerate and edit as a stream that is kept as it goes; wire view and curl of a reply. */
import { randomUUID } from 'node:crypto'
import { ProviderError, toErrorInfo } from '@patchbay/provider-core'
import type {
  ErrorInfo,
  ModelAddress,
  RouteRefusal,
  WireRecord,
} from '@patchbay/provider-core/model'
import type { z } from 'zod'
import type {
  ChatDetail,
  ChatSettings,
  ChatStreamPart,
  ChatSummary,
  ChatTurn,
  sendMessageInputSchema,
} from '#contract/shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import type { ChatCall, Engine } from '../engine.ts'
import type { ModelService } from '../models/model-service.ts'
import { titleOf, toChatRequest } from './chat-request.ts'
import type { ChatStore } from './chat-store.ts'
import { foldReply } from '#contract/fold-reply'

type SendInput = z.output<typeof sendMessageInputSchema>

export interface ChatServiceOptions {
  readonly store: () => Promise<ChatStore>
  readonly models: ModelService
  readonly engine: Engine
  readonly changes: ChangeHub
  readonly now: () => Date
  /** Milliseconds of a clock that never goes back. */
  readonly clock: () => number
}

export interface ChatService {
  list(search: string): Promise<ChatSummary[]>
  get(id: string): Promise<ChatDetail>
  rename(id: string, title: string): Promise<void>
  remove(id: string): Promise<void>
  /** Keeps a chat that was made elsewhere; gives its id. */
  add(chat: {
    target: ModelAddress | undefined
    settings: ChatSettings
    turns: readonly ChatTurn[]
  }): Promise<string>
  /** Ends when the reply ended; aborting `signal` stops the reply and keeps what arrived. */
  send(input: SendInput, signal: AbortSignal): AsyncGenerator<ChatStreamPart, void, void>
  wire(replyId: string): Promise<WireRecord>
  curl(replyId: string): Promise<{ command: string }>
}

export function createChatService(options: ChatServiceOptions): ChatService {
  const { store, models, engine, changes, now, clock } = options

  const getChat = async (id: string): Promise<ChatDetail> => {
    const chat = (await store()).get(id)
    if (!chat)
      throw new ProviderError({ code: 'not-found', message: 'This chat is not there any more.' })
    return chat
  }

  const keptWire = async (replyId: string): Promise<{ wire: WireRecord; curl: string }> => {
    const kept = (await store()).getWire(replyId)
    if (!kept)
      throw new ProviderError({
        code: 'not-found',
        message: 'The request of this reply is not kept any more.',
      })
    return kept
  }

  /** Applies the action to the turns and appends an empty reply; everything is kept before the request is sent. */
  const begin = async (
    input: SendInput,
  ): Promise<{ chat: ChatDetail; reply: ChatTurn; position: number }> => {
    const db = await store()
    const at = now().toISOString()
    const before = input.chatId === undefined ? undefined : await getChat(input.chatId)
    const { turns, from } = applyAction(before?.turns ?? [], input.action, () =>
      newTurn('user', at),
    )
    const reply = newTurn('assistant', at)
    const first = turns.find((turn) => turn.role === 'user')
    const chat: ChatDetail = {
      id: before?.id ?? randomUUID(),
      title: before && from > 0 ? before.title : titleOf(first?.text ?? ''),
      createdAt: before?.createdAt ?? at,
      updatedAt: at,
      target: input.target,
      settings: input.settings,
      lastFailed: false,
      turns: [...turns, reply],
    }
    db.putChat(chat)
    db.putTurns(chat.id, from, chat.turns.slice(from))
    return { chat, reply, position: turns.length }
  }

  async function* run(
    input: SendInput,
    turns: readonly ChatTurn[],
    onCall: (call: ChatCall) => void,
    onWire: (wire: WireRecord) => void,
    signal: AbortSignal,
  ): AsyncGenerator<ChatStreamPart & { type: 'event' }, void, void> {
    try {
      const result = await models.route(input.target, input.assumeModelExists)
      if (!result.ok) {
        yield { type: 'event', event: { type: 'error', error: toRefusalInfo(result.refusal) } }
        return
      }
      const resolved = await models.resolve(result.route)
      const call: ChatCall = {
        route: result.route,
        resolved,
        request: toChatRequest(turns, input.settings),
      }
      onCall(call)
      for await (const event of engine.chat(call, { signal, onWire }))
        yield { type: 'event', event }
    } catch (error) {
      yield { type: 'event', event: { type: 'error', error: toErrorInfo(error) } }
    }
  }

  return {
    list: async (search) => (await store()).list(search),
    get: getChat,
    async rename(id, title) {
      const chat = await getChat(id)
      ;(await store()).putChat({ ...chat, title })
      changes.emit('chats')
    },
    async remove(id) {
      ;(await store()).remove(id)
      changes.emit('chats')
    },
    async add({ target, settings, turns }) {
      const db = await store()
      const id = randomUUID()
      const at = now().toISOString()
      const title = titleOf(turns.find((turn) => turn.role === 'user')?.text ?? '')
      db.putChat({ id, title, createdAt: at, updatedAt: at, target, settings })
      db.putTurns(id, 0, turns)
      changes.emit('chats')
      return id
    },

    async *send(input, signal) {
      const db = await store()
      const { chat, reply: empty, position } = await begin(input)
      let reply = empty
      let call: ChatCall | undefined
      let wire: WireRecord | undefined
      const startedAt = clock()
      try {
        yield { type: 'begin', chat, replyId: reply.id }
        const events = run(
          input,
          chat.turns.slice(0, position),
          (made) => {
            call = made
            reply = { ...reply, route: made.route }
          },
          (record) => {
            wire = record
          },
          signal,
        )
        for await (const part of events) {
          reply = foldReply(reply, part.event, clock() - startedAt)
          yield part
        }
      } finally {
        // Reached too when the window goes away in the middle: what arrived is kept.
        if (reply.status === 'streaming') reply = { ...reply, status: 'stopped' }
        db.putTurn(reply)
        if (call && wire) db.putWire(reply.id, wire, await engine.curl(call))
        changes.emit('chats')
      }
      yield { type: 'end', reply: { ...reply, hasWire: wire !== undefined } }
    },

    wire: async (replyId) => (await keptWire(replyId)).wire,
    curl: async (replyId) => ({ command: (await keptWire(replyId)).curl }),
  }
}

function newTurn(role: ChatTurn['role'], createdAt: string): ChatTurn {
  return {
    id: randomUUID(),
    role,
    text: '',
    status: role === 'user' ? 'complete' : 'streaming',
    createdAt,
  }
}

/** The turns that the request will carry, and from which position on they differ from what is kept. */
function applyAction(
  turns: readonly ChatTurn[],
  action: SendInput['action'],
  newUserTurn: () => ChatTurn,
): { turns: ChatTurn[]; from: number } {
  if (action.type === 'send')
    return { turns: [...turns, { ...newUserTurn(), text: action.text }], from: turns.length }
  const id = action.type === 'regenerate' ? action.replyId : action.turnId
  const index = turns.findIndex((turn) => turn.id === id)
  if (index === -1)
    throw new ProviderError({ code: 'not-found', message: 'This message is not there any more.' })
  const kept = turns.slice(0, index)
  if (action.type === 'regenerate') return { turns: kept, from: index }
  return { turns: [...kept, { ...newUserTurn(), text: action.text }], from: index }
}

function toRefusalInfo(refusal: RouteRefusal): ErrorInfo {
  return { code: refusal.code, message: refusal.message, retryable: false }
}
