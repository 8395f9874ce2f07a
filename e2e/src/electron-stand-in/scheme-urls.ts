/**
 * @file Chromium loads no scheme that it does not know, so a page of `scheme://host/` is served under
 * `https://host.scheme.invalid/`. The app under test sees the first form only, the page the second.
 */
const ending = '.invalid'

/** `patchbay-app://window/x` → `https://window.patchbay-app.invalid/x`; other URLs stay. */
export function toPageUrl(url: string): string {
  const { protocol, host, pathname, search, hash } = new URL(url)
  if (/^(https?|about|data|blob|file):$/.test(protocol)) return url
  return `https://${host}.${protocol.slice(0, -1)}${ending}${pathname || '/'}${search}${hash}`
}

/** The other way round; `schemes` are those that a handler was registered for. */
export function toAppUrl(url: string, schemes: Iterable<string>): string {
  if (!URL.canParse(url)) return url
  const { protocol, host, pathname, search, hash } = new URL(url)
  if (protocol !== 'https:') return url
  for (const scheme of schemes) {
    const tail = `.${scheme}${ending}`
    if (host.endsWith(tail)) {
      return `${scheme}://${host.slice(0, -tail.length)}${pathname}${search}${hash}`
    }
  }
  return url
}
