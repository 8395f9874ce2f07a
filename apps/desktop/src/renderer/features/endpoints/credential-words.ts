/** @file Where credentials come from and when they end, as the window says it. */
import type { CredentialInfo } from '@patchbay/provider-core/model'
import { wordUntil } from '../../lib/time-words.ts'

const nearMs = 15 * 60_000

export interface CredentialWords {
  /** One sentence, times in the clock of this machine. */
  readonly text: string
  /** `warn`: nearly over. `error`: over. What is fetched anew by itself is neither. */
  readonly tone: 'normal' | 'warn' | 'error'
}

/** @param now milliseconds since the epoch */
export function wordCredentials(found: CredentialInfo, now: number): CredentialWords {
  const { detail, expiresAt } = found
  if (expiresAt === undefined) return { text: detail, tone: 'normal' }
  const moment = `${wordMoment(expiresAt, now)}, ${wordUntil(expiresAt, now)}`
  const text = detail.replace(expiresAt, moment)
  if (isRenewed(found)) return { text: `${text} It is renewed by itself.`, tone: 'normal' }
  const left = Date.parse(expiresAt) - now
  return { text, tone: left <= 0 ? 'error' : left < nearMs ? 'warn' : 'normal' }
}

/** A program or a token host gives another token when this one ends; keys that end need a person. */
function isRenewed({ source, tokenHost }: CredentialInfo): boolean {
  return source === 'command' || source === 'google-adc' || tokenHost !== undefined
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
