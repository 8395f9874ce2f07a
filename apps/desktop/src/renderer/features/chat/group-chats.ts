import type { ChatSummary } from '#contract/shapes'

export type ChatListRow =
  | { readonly kind: 'heading'; readonly key: string; readonly text: string }
  | { readonly kind: 'chat'; readonly key: string; readonly chat: ChatSummary }

/**
 * The rows of the chat list: chats under the day, week or month of their last change.
 *
 * @param chats the newest first
 * @param now milliseconds since the epoch
 */
export function groupChats(chats: readonly ChatSummary[], now: number): ChatListRow[] {
  const rows: ChatListRow[] = []
  let heading: string | undefined
  for (const chat of chats) {
    const text = wordSpan(Date.parse(chat.updatedAt), now)
    if (text !== heading) rows.push({ kind: 'heading', key: `heading-${text}`, text })
    heading = text
    rows.push({ kind: 'chat', key: chat.id, chat })
  }
  return rows
}

/**
 * The grey line of a chat: where its last reply came from, and the time if that was today.
 *
 * @param now milliseconds since the epoch
 */
export function wordChatDetail(chat: ChatSummary, now: number): string {
  const at = new Date(chat.updatedAt)
  const time = at.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = [
    chat.endpointName,
    chat.lastFailed ? 'failed' : undefined,
    daysBefore(at.getTime(), now) === 0 ? time : undefined,
  ]
  return parts.filter((part) => part !== undefined).join(', ') || 'No reply yet'
}

function wordSpan(then: number, now: number): string {
  const days = daysBefore(then, now)
  if (days <= 0) return 'Today'
  if (days === 1) return 'Yesterday'
  if (days < 7) return 'Last 7 days'
  const date = new Date(then)
  const sameYear = date.getFullYear() === new Date(now).getFullYear()
  return date.toLocaleDateString(undefined, {
    month: 'long',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

/** Whole days of the calendar between two times. */
function daysBefore(then: number, now: number): number {
  const midnight = (time: number) => {
    const date = new Date(time)
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate())
  }
  return Math.round((midnight(now) - midnight(then)) / 86_400_000)
}
