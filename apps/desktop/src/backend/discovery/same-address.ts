import { isLoopback } from '@patchbay/provider-core/specs'

/** True where two base URLs reach the same server: every name of this machine is one, and a slash at the end is none. */
export function isSameAddress(one: string, other: string): boolean {
  const first = readAddress(one)
  return first !== undefined && first === readAddress(other)
}

function readAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  const host = isLoopback(url.hostname) ? 'this machine' : url.hostname
  return `${url.protocol} ${host} ${url.port} ${url.pathname.replace(/\/+$/, '')}${url.search}`
}
