/** @file A reply in progress as plain data: the parts of its stream fold into it through pure functions. */
import type { ErrorInfo } from '@patchbay/provider-core/model'
import { foldReply } from '#contract/fold-reply'
import type { ChatDetail, ChatStreamPart, ChatTurn, SendMessageInput } from '#contract/shapes'

export interface ReplyRun {
  /** `starting` until the host has kept the message; `refused` when it never took it. */
  readonly state: 'starting' | 'streaming' | 'ended' | 'refused'
  readonly input: SendMessageInput
  /** Milliseconds of a clock that never goes back. */
  readonly startedAt: number
  /** The chat as it was when the reply began; its last turn is the empty reply. */
  readonly chat?: ChatDetail | undefined
  readonly reply?: ChatTurn | undefined
  /** From the start to the first text or reasoning, as seen from here. */
  readonly firstTokenMs?: number | undefined
  /** Why the host did not take the message. */
  readonly error?: ErrorInfo | undefined
}

/** A message that was just handed to the host. */
export function beganReply(input: SendMessageInput, startedAt: number): ReplyRun {
  return { state: 'starting', input, startedAt }
}

/**
 * Adds what the host told. A reply that has ended does not change any more.
 *
 * @param at milliseconds of the clock of `startedAt`
 */
export function applyReplyPart(run: ReplyRun, part: ChatStreamPart, at: number): ReplyRun {
  if (run.state === 'ended' || run.state === 'refused') return run
  switch (part.type) {
    case 'begin':
      return {
        ...run,
        state: 'streaming',
        chat: part.chat,
        reply: part.chat.turns.find((turn) => turn.id === part.replyId),
      }
    case 'event': {
      if (!run.reply) return run
      const isFirst =
        run.firstTokenMs === undefined &&
        (part.event.type === 'text-delta' ||
          part.event.type === 'reasoning-delta' ||
          part.event.type === 'tool-call-start')
      return {
        ...run,
        reply: foldReply(run.reply, part.event, at - run.startedAt),
        ...(isFirst ? { firstTokenMs: at - run.startedAt } : {}),
      }
    }
    case 'end':
      return { ...run, state: 'ended', reply: part.reply }
  }
}

/** Ends a reply without the host's word for it: stopped here, or broken off with an error. */
export function endReply(run: ReplyRun, error?: ErrorInfo): ReplyRun {
  if (run.state === 'ended' || run.state === 'refused') return run
  if (!run.reply) return { ...run, state: 'refused', error }
  if (run.reply.status !== 'streaming') return { ...run, state: 'ended' }
  const reply: ChatTurn = error
    ? { ...run.reply, status: 'failed', error }
    : { ...run.reply, status: 'stopped' }
  return { ...run, state: 'ended', reply }
}

/** The chat with the reply as far as it is; undefined before the host has begun. */
export function chatOfRun(run: ReplyRun | undefined): ChatDetail | undefined {
  const { chat, reply } = run ?? {}
  if (!chat || !reply) return undefined
  const last = chat.turns.at(-1)
  const turns = last?.id === reply.id ? [...chat.turns.slice(0, -1), reply] : chat.turns
  return { ...chat, turns }
}
