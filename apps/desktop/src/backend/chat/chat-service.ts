/** @file Chats: send, regenerate and edit as a stream that is kept as it goes; wire view and curl of a reply. */
import { randomUUID } from 'node:crypto'
import { ProviderError } from '@patchbay/provider-core'
import type { ModelAddress, WireRecord } from '@patchbay/provider-core/model'
import type { Attachment } from '#contract/chat-parts'
import { foldReply } from '#contract/fold-reply'
import type {
  ChatDetail,
  ChatSettings,
  ChatStreamPart,
  ChatSummary,
  ChatTurn,
} from '#contract/shapes'
import type { ChangeHub } from '../app/change-hub.ts'
import type { Engine } from '../engine.ts'
import type { ModelService } from '../models/model-service.ts'
import { applyAction, newTurn } from './apply-action.ts'
import { keepAttachment, toFileParts } from './attachments.ts'
import { titleOf } from './chat-request.ts'
import type { ChatStore } from './chat-store.ts'
import { keepReplyMedia } from './reply-media.ts'
import { createReplyRequests, type SendInput, type SentCall } from './reply-requests.ts'

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
  /** Keeps a file, its bytes as base64, until a message is sent with it. Throws `ProviderError`. */
  attach(name: string, data: string): Promise<Attachment>
  /** Forgets a file that was not sent. */
  detach(id: string): Promise<void>
  /** Bytes of a file, picture or sound of a message, as base64. */
  media(id: string): Promise<{ mediaType: string; data: string }>
  /** What the model is known to refuse throws `ProviderError` before anything is kept. Ends when the reply ended; aborting `signal` stops the reply and keeps what arrived. */
  send(input: SendInput, signal: AbortSignal): AsyncGenerator<ChatStreamPart, void, void>
  wire(replyId: string): Promise<WireRecord>
  curl(replyId: string): Promise<{ command: string }>
}

export function createChatService(options: ChatServiceOptions): ChatService {
  const { store, models, engine, changes, now, clock } = options
  const requests = createReplyRequests({ store, models, engine, now, clock })

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

  /** The chat as the action leaves it, with an empty reply at its end. */
  const plan = async (input: SendInput): Promise<Plan> => {
    const db = await store()
    const at = now().toISOString()
    const before = input.chatId === undefined ? undefined : await getChat(input.chatId)
    const { turns, from } = applyAction(before?.turns ?? [], input.action, {
      at,
      toFiles: (ids) => toFileParts(db, ids),
    })
    const reply = newTurn('assistant', at)
    const first = turns.find((turn) => turn.role === 'user')
    const chat: ChatDetail = {
      id: before?.id ?? randomUUID(),
      title: before && from > 0 ? before.title : titleOf(first),
      createdAt: before?.createdAt ?? at,
      updatedAt: at,
      target: input.target,
      settings: input.settings,
      lastFailed: false,
      turns: [...turns, reply],
    }
    return { chat, reply, position: turns.length, from }
  }

  /** Everything is kept before the request is sent. */
  const keep = async ({ chat, from }: Plan, action: SendInput['action']): Promise<void> => {
    const db = await store()
    db.putChat(chat)
    const files = action.type === 'send' ? [...new Set(action.attachments)] : []
    if (!db.media.claim(chat.id, files)) {
      throw new ProviderError({
        code: 'not-found',
        message: 'A file is not there any more. Attach it again.',
      })
    }
    db.putTurns(chat.id, from, chat.turns.slice(from))
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
      const title = titleOf(turns.find((turn) => turn.role === 'user'))
      db.putChat({ id, title, createdAt: at, updatedAt: at, target, settings })
      db.putTurns(id, 0, turns)
      changes.emit('chats')
      return id
    },

    attach: async (name, data) => keepAttachment(await store(), name, data),
    detach: async (id) => (await store()).media.removeWaiting(id),
    async media(id) {
      const found = (await store()).media.get(id)
      if (!found)
        throw new ProviderError({ code: 'not-found', message: 'This file is not kept any more.' })
      return { mediaType: found.mediaType, data: Buffer.from(found.data).toString('base64') }
    },

    async *send(input, signal) {
      const db = await store()
      const planned = await plan(input)
      const { chat, position } = planned
      const turns = chat.turns.slice(0, position)
      await requests.refuseUnable(input, turns)
      await keep(planned, input.action)
      let { reply } = planned
      let call: SentCall | undefined
      let wire: WireRecord | undefined
      const startedAt = clock()
      try {
        yield { type: 'begin', chat, replyId: reply.id }
        const events = requests.run(input, turns, {
          signal,
          onCall: (made) => {
            call = made
            reply = { ...reply, route: made.route }
          },
          onWire: (record) => {
            wire = record
          },
        })
        const { media } = db
        for await (const event of keepReplyMedia(events, {
          media,
          engine,
          chatId: chat.id,
          signal,
          resolved: () => call?.resolved,
        })) {
          reply = foldReply(reply, event, clock() - startedAt)
          // Bytes that no message names may be removed at any time.
          if (event.type === 'media') db.putTurn(reply)
          yield { type: 'event', event }
        }
      } finally {
        // Reached too when the window goes away in the middle: what arrived is kept.
        if (reply.status === 'streaming') reply = { ...reply, status: 'stopped' }
        db.putTurn(reply)
        if (call && wire) db.putWire(reply.id, wire, await requests.curl(call))
        changes.emit('chats')
      }
      yield { type: 'end', reply: { ...reply, hasWire: wire !== undefined } }
    },

    wire: async (replyId) => (await keptWire(replyId)).wire,
    async curl(replyId) {
      const { curl } = await keptWire(replyId)
      if (curl !== '') return { command: curl }
      throw new ProviderError({
        code: 'not-found',
        message: 'There is no curl command for a picture, nor for a custom handler.',
      })
    },
  }
}

interface Plan {
  readonly chat: ChatDetail
  readonly reply: ChatTurn
  /** Of the reply. */
  readonly position: number
  /** From where on the turns differ from what is kept. */
  readonly from: number
}
