/** @file Headers that belong to the connection or to the body, and so cannot be set by hand. Browser-safe. */

const reserved: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** True for a header (any case) that the transport sets itself (RFC 9110, sections 7.2, 7.6.1 and 8.6). */
export function isReservedHeader(name: string): boolean {
  return reserved.has(name.trim().toLowerCase())
}
