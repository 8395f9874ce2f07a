/** @file Where credentials come from and when they end, as the window says it. */
import type { CredentialInfo } from '@patchbay/provider-core/model'
import { wordUntil } from '../../lib/time-words.ts'

const nearMs = 15 * 60_000

export interface CredentialWords {
  /** One sentence, times in the clock of this machine. */
  readonly text: string
  /** "ends in 42 min"; left out where nothing ends or nothing says when. */
  readonly end: string | undefined
  /** `warn`: nearly over. `error`: over. */
  readonly tone: 'normal' | 'warn' | 'error'
}

/** @param now milliseconds since the epoch */
export function wordCredentials(found: CredentialInfo, now: number): CredentialWords {
  const { detail, expiresAt } = found
  if (expiresAt === undefined) return { text: detail, end: undefined, tone: 'normal' }
  const until = wordUntil(expiresAt, now)
  const left = Date.parse(expiresAt) - now
  const over = left <= 0
  return {
    text: detail.replace(expiresAt, `${wordMoment(expiresAt, now)}, ${until}`),
    end: `${over ? 'ended' : 'ends'} ${until}`,
    tone: over ? 'error' : left < nearMs ? 'warn' : 'normal',
  }
}

/** The time, and the day where it is not today. */
function wordMoment(iso: string, now: number): string {
  const at = new Date(iso)
  const time = at.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const isToday = at.toDateString() === new Date(now).toDateString()
  const day = at.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
  return isToday ? time : `${day}, ${time}`
}
