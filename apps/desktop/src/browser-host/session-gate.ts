/**
 * @file Who may talk to the browser host: one browser that was opened with the one-time token, from this
 * machine, on our own origin. Defends against other local pages, DNS rebinding and cross-site requests.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

export interface SessionGate {
  /** Path (with the token) that starts the session. */
  readonly startPath: string
  /** True when Host and Origin are ours. Everything else is refused before anything is looked at. */
  isOwnOrigin(headers: IncomingHttpHeaders): boolean
  hasSession(headers: IncomingHttpHeaders): boolean
  /** Exchanges the token for a `Set-Cookie` value, once. */
  exchange(path: string): string | undefined
}

/** @param port known once the server listens */
export function createSessionGate(port: () => number): SessionGate {
  const token = randomBytes(32).toString('base64url')
  const session = randomBytes(32).toString('base64url')
  let used = false
  // Cookies of 127.0.0.1 are shared by all ports, so the name carries ours.
  const cookieName = (): string => `patchbay_${port()}`
  const hosts = (): string[] => [`127.0.0.1:${port()}`, `localhost:${port()}`]

  return {
    startPath: `/start/${token}`,
    isOwnOrigin(headers) {
      if (!hosts().includes(headers.host ?? '')) return false
      const { origin } = headers
      if (origin !== undefined && origin !== `http://${headers.host}`) return false
      const site = headers['sec-fetch-site']
      return site === undefined || site === 'same-origin' || site === 'none'
    },
    hasSession(headers) {
      const cookies = (headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='))
      return cookies.some(
        ([name, value]) => name === cookieName() && value !== undefined && isSame(value, session),
      )
    },
    exchange(path) {
      const given = path.startsWith('/start/') ? path.slice('/start/'.length) : ''
      if (used || !isSame(given, token)) return undefined
      used = true
      return `${cookieName()}=${session}; HttpOnly; SameSite=Strict; Path=/`
    },
  }
}

function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(expected)
  return a.length === b.length && timingSafeEqual(a, b)
}
