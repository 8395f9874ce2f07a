import { describe, expect, test } from 'vitest'
import type { ChatSummary } from '#contract/shapes'
import { groupChats, wordChatDetail } from './group-chats.ts'

const now = new Date(2026, 10, 21, 9, 30).getTime()

function chat(id: string, at: Date, more: Partial<ChatSummary> = {}): ChatSummary {
  const time = at.toISOString()
  return { id, title: id, createdAt: time, updatedAt: time, lastFailed: false, ...more }
}

describe('the chat list', () => {
  test('stands under the calendar day, not under the last 24 hours', () => {
    const rows = groupChats(
      [
        chat('a', new Date(2026, 10, 21, 0, 5)),
        chat('b', new Date(2026, 10, 20, 23, 55)),
        chat('c', new Date(2026, 10, 16, 12)),
        chat('d', new Date(2026, 9, 30, 12)),
        chat('e', new Date(2025, 9, 30, 12)),
      ],
      now,
    )
    const headings = rows.filter((row) => row.kind === 'heading').map((row) => row.text)
    expect(headings.slice(0, 3)).toEqual(['Today', 'Yesterday', 'Last 7 days'])
    expect(headings).toHaveLength(5)
    expect(headings[4]).toContain('2025')
  })

  test('has one heading for several chats of a day', () => {
    const rows = groupChats(
      [chat('a', new Date(2026, 10, 21, 8)), chat('b', new Date(2026, 10, 21, 7))],
      now,
    )
    expect(rows.map((row) => row.key)).toEqual(['heading-Today', 'a', 'b'])
  })

  test('says where the last reply came from, when, and that it failed', () => {
    const today = new Date(2026, 10, 21, 8, 4)
    expect(wordChatDetail(chat('a', today, { endpointName: 'Proxy' }), now)).toBe('Proxy, 08:04')
    const old = chat('b', new Date(2026, 10, 2), { endpointName: 'vLLM', lastFailed: true })
    expect(wordChatDetail(old, now)).toBe('vLLM, failed')
    expect(wordChatDetail(chat('c', new Date(2026, 10, 2)), now)).toBe('No reply yet')
  })
})
