import { describe, expect, test } from 'vitest'
import { textOf } from '#contract/chat-parts'
import type { ChatDetail, ChatTurn, SendMessageInput } from '#contract/shapes'
import { applyReplyPart, beganReply, chatOfRun, endReply, type ReplyRun } from './reply-run.ts'

const input: SendMessageInput = {
  target: { endpointId: 'e1', modelId: 'm1' },
  action: { type: 'send', text: 'Hello' },
}
const user: ChatTurn = {
  id: 'u1',
  role: 'user',
  parts: [{ type: 'text', text: 'Hello' }],
  status: 'complete',
  createdAt: '2026-11-01T10:00:00Z',
}
const empty: ChatTurn = { ...user, id: 'r1', role: 'assistant', parts: [], status: 'streaming' }
const chat: ChatDetail = {
  id: 'c1',
  title: 'Hello',
  createdAt: user.createdAt,
  updatedAt: user.createdAt,
  lastFailed: false,
  settings: {},
  turns: [user, empty],
}

const half = [{ type: 'text', text: 'Half' }]

function streaming(): ReplyRun {
  return applyReplyPart(beganReply(input, 1000), { type: 'begin', chat, replyId: 'r1' }, 1001)
}

function text(run: ReplyRun, part: string, at: number): ReplyRun {
  return applyReplyPart(run, { type: 'event', event: { type: 'text-delta', text: part } }, at)
}

describe('a reply in progress', () => {
  test('collects its text and remembers when the first of it came', () => {
    const run = text(text(streaming(), 'One', 1400), ' two', 1900)
    expect(run.reply && textOf(run.reply)).toBe('One two')
    expect(run.firstTokenMs).toBe(400)
    expect(chatOfRun(run)?.turns.map(textOf)).toEqual(['Hello', 'One two'])
  })

  test('keeps the turns before it as they are, so that they need not be drawn again', () => {
    expect(chatOfRun(text(streaming(), 'x', 1400))?.turns[0]).toBe(user)
  })

  test('takes the reply as the host kept it at the end, and nothing afterwards', () => {
    const kept: ChatTurn = {
      ...empty,
      parts: [{ type: 'text', text: 'Whole' }],
      status: 'complete',
      hasWire: true,
    }
    const ended = applyReplyPart(streaming(), { type: 'end', reply: kept }, 2000)
    expect(ended.state).toBe('ended')
    expect(text(ended, 'late', 2100).reply).toEqual(kept)
  })

  test('keeps what arrived when it is stopped', () => {
    const run = endReply(text(streaming(), 'Half', 1400))
    expect(run.reply).toMatchObject({ parts: half, status: 'stopped' })
  })

  test('is failed, with what arrived, when the host goes away', () => {
    const error = { code: 'internal' as const, message: 'Gone.', retryable: true }
    const run = endReply(text(streaming(), 'Half', 1400), error)
    expect(run.reply).toMatchObject({ parts: half, status: 'failed', error })
  })

  test('is refused when the host never began', () => {
    const error = { code: 'not-found' as const, message: 'No such chat.', retryable: false }
    const run = endReply(beganReply(input, 1000), error)
    expect(run).toMatchObject({ state: 'refused', error })
    expect(chatOfRun(run)).toBeUndefined()
  })

  test('keeps the upstream error when the stream ends after it', () => {
    const error = { code: 'rate-limit' as const, message: 'Wait.', retryable: true, status: 429 }
    const failed = applyReplyPart(
      streaming(),
      { type: 'event', event: { type: 'error', error } },
      1500,
    )
    expect(endReply(failed).reply).toMatchObject({ status: 'failed', error })
  })
})
