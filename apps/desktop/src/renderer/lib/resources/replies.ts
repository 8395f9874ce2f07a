/** @file Running replies by chat, so that a reply goes on while its chat is left and can be stopped anywhere. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { create } from 'zustand'
import type { ChatStreamPart, SendMessageInput } from '#contract/shapes'
import { readErrorInfo } from '../error-words.ts'
import { createFrameBatch, nextFrame } from '../frame-batch.ts'
import { useHost } from '../host.tsx'
import { applyReplyPart, beganReply, chatOfRun, endReply, type ReplyRun } from '../reply-run.ts'

/** Key of a chat that the host has not begun yet. */
export const newChatKey = 'new'

interface Kept {
  readonly run: ReplyRun
  readonly stop: AbortController
}

interface Runs {
  readonly byKey: Readonly<Record<string, Kept>>
  /** When replies ended in this window: reply id → milliseconds since the epoch. */
  readonly endedAt: Readonly<Record<string, number>>
}

const useRuns = create<Runs>(() => ({ byKey: {}, endedAt: {} }))

function keep(key: string, kept: Kept): void {
  useRuns.setState(({ byKey }) => ({ byKey: { ...byKey, [key]: kept } }))
}

function drop(key: string): void {
  useRuns.setState(({ byKey }) => {
    const { [key]: _gone, ...rest } = byKey
    return { byKey: rest }
  })
}

/** The running reply of a chat, or one that the host refused to begin. */
export function useReplyRun(key: string): ReplyRun | undefined {
  return useRuns((state) => state.byKey[key]?.run)
}

/** When a reply ended, in milliseconds since the epoch; undefined when that was not in this window. */
export function useReplyEnd(replyId: string): number | undefined {
  return useRuns((state) => state.endedAt[replyId])
}

export interface ReplyListener {
  /** The host has kept the message, in this chat. */
  onBegin?: ((chatId: string) => void) | undefined
  /** The host did not take the message. */
  onRefused?: (() => void) | undefined
}

export interface ReplyActions {
  /** Sends, regenerates or edits. One reply at a time runs in a chat. */
  send: (input: SendMessageInput, tell?: ReplyListener) => void
  /** Stops the reply of a chat; what arrived is kept. */
  stop: (key: string) => void
  /** Forgets a message that the host refused. */
  clear: (key: string) => void
}

/** Starts and stops replies. */
export function useReplyActions(): ReplyActions {
  const { client, calls } = useHost()
  const queries = useQueryClient()

  const finish = useCallback(
    (key: string, kept: Kept) => {
      const chat = chatOfRun(kept.run)
      if (kept.run.state !== 'ended' || !chat) return keep(key, kept)
      const reply = kept.run.reply
      queries.setQueryData(calls.chat.get.queryKey({ input: { id: chat.id } }), {
        ...chat,
        lastFailed: reply?.status === 'failed',
      })
      if (reply) {
        useRuns.setState(({ endedAt }) => ({ endedAt: { ...endedAt, [reply.id]: Date.now() } }))
      }
      drop(key)
      void queries.invalidateQueries({ queryKey: calls.chat.list.key() })
    },
    [calls, queries],
  )

  const send = useCallback<ReplyActions['send']>(
    (input, tell) => {
      let key = input.chatId ?? newChatKey
      const before = useRuns.getState().byKey[key]
      if (before && before.run.state !== 'refused') return
      const stop = new AbortController()
      keep(key, { run: beganReply(input, performance.now()), stop })

      const change = (next: (run: ReplyRun) => ReplyRun) => {
        const kept = useRuns.getState().byKey[key]
        if (kept?.stop !== stop) return
        const run = next(kept.run)
        finish(key, { run, stop })
        if (run.state === 'refused') tell?.onRefused?.()
      }
      const batch = createFrameBatch<{ part: ChatStreamPart; at: number }>((parts) => {
        change((run) => parts.reduce((sum, { part, at }) => applyReplyPart(sum, part, at), run))
      }, nextFrame)

      const begin = (part: ChatStreamPart & { type: 'begin' }) => {
        const kept = useRuns.getState().byKey[key]
        if (kept?.stop !== stop) return
        if (key === newChatKey) drop(key)
        key = part.chat.id
        keep(key, { run: applyReplyPart(kept.run, part, performance.now()), stop })
        queries.setQueryData(calls.chat.get.queryKey({ input: { id: key } }), part.chat)
        void queries.invalidateQueries({ queryKey: calls.chat.list.key() })
        tell?.onBegin?.(key)
      }

      // A call that is aborted before its first answer goes on in the host, so a stop waits for `begin`.
      const call = new AbortController()
      let begun = false
      const abortCall = () => {
        if (begun) call.abort()
      }
      stop.signal.addEventListener('abort', abortCall)

      const listen = async () => {
        try {
          for await (const part of await client.chat.send(input, { signal: call.signal })) {
            begun = true
            if (stop.signal.aborted) abortCall()
            if (part.type === 'begin') begin(part)
            else batch.add({ part, at: performance.now() })
          }
          batch.flush()
          change((run) => endReply(run, readErrorInfo(undefined)))
        } catch (error) {
          batch.flush()
          change((run) => endReply(run, stop.signal.aborted ? undefined : readErrorInfo(error)))
        }
      }
      void listen()
    },
    [calls, client, finish, queries],
  )

  const stop = useCallback<ReplyActions['stop']>(
    (key) => {
      const kept = useRuns.getState().byKey[key]
      if (!kept) return
      kept.stop.abort()
      finish(key, { ...kept, run: endReply(kept.run) })
    },
    [finish],
  )

  return useMemo(() => ({ send, stop, clear: drop }), [send, stop])
}
