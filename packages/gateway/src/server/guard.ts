/**
 * @file Who may talk to the gateway at all: programs of this machine that called it by its own address.
 * Pages in a browser are refused, and so is a name that was made to point here (DNS rebinding). Looked at
 * before anything else, whether or not keys are required.
 */
import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

/** Why a request is refused; `undefined` lets it in. */
export type Guard = (request: IncomingMessage) => Refusal | undefined

/** @param port The one that the gateway listens on. */
export function createGuard(port: number, maxHeaders: number): Guard {
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`])
  if (port === 80) for (const name of ['127.0.0.1', 'localhost']) hosts.add(name)
  const origins = new Set([...hosts].map((host) => `http://${host}`))

  return (request) => {
    if (!isLoopbackPeer(request.socket.remoteAddress))
      return refuse('It came from another machine.')
    const { headers, rawHeaders, url = '' } = request
    if (rawHeaders.length > maxHeaders * 2) {
      const message = `The request has more than ${maxHeaders} headers.`
      return new Refusal(431, { code: 'invalid-request', message })
    }
    if (request.httpVersionMajor !== 1) {
      const message = 'The request is not HTTP/1.1.'
      return new Refusal(400, { code: 'invalid-request', message })
    }
    if (!url.startsWith('/') && url !== '*') {
      const message = 'The request names a whole URL in its first line; only proxies are asked so.'
      return new Refusal(400, { code: 'invalid-request', message })
    }
    if (countHosts(rawHeaders) !== 1 || !hosts.has(headers.host?.toLowerCase() ?? '')) {
      return refuse(`It was not sent to 127.0.0.1:${port} or localhost:${port} (see its Host).`)
    }
    const { origin } = headers
    if (origin !== undefined && !origins.has(origin)) return refuse('It came from a web page.')
    const site = headers['sec-fetch-site']
    if (site === undefined || site === 'none' || site === 'same-origin') return undefined
    return refuse('It came from a web page.')
  }
}

/** An address of 127.0.0.0/8 or ::1, as `socket.remoteAddress` writes it. */
export function isLoopbackPeer(address: string | undefined): boolean {
  if (address === undefined) return false
  const bare = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  return bare.startsWith('127.') || bare === '::1'
}

/** Node keeps the first of several `Host` headers and drops the others without a word. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1
  }
  return count
}

function refuse(why: string): Refusal {
  const message = `Patchbay answers programs on this machine only. ${why}`
  return new Refusal(403, { code: 'permission', message })
}
