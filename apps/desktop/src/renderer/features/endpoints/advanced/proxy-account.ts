/** @file User name and password that stand in a proxy's URL, taken out of it. */

export interface ProxyAccount {
  readonly url: string
  readonly username: string
  readonly password: string
}

export function takeProxyAccount(typed: string): ProxyAccount | undefined {
  const text = typed.trim()
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if (url.username === '') return undefined
  const account = { username: decode(url.username), password: decode(url.password) }
  url.username = ''
  url.password = ''
  return { ...account, url: url.pathname === '/' ? url.href.replace(/\/$/, '') : url.href }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
