/** @file Media as bytes in a URL, and documents as text. */
import type { MediaSource } from '../model/content.ts'

/** A base64 `data:` URL as bytes with their type; every other source stays as it is. */
export function unpackDataUrl(source: MediaSource): MediaSource {
  if (source.kind !== 'url') return source
  const match = /^data:([^;,]*)((?:;[^;,]*)*);base64,/i.exec(source.url)
  if (match === null) return source
  const mediaType = match[1] || source.mediaType || 'application/octet-stream'
  return { kind: 'base64', mediaType, data: source.url.slice(match[0].length) }
}

/** Text in base64 (UTF-8); `undefined` where it is not base64 or not UTF-8. */
export function decodeBase64Text(data: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(data), (char) => char.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Text as base64 of its UTF-8 bytes. */
export function encodeBase64Text(text: string): string {
  let binary = ''
  for (const byte of new TextEncoder().encode(text)) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** Two pieces of base64, each complete in itself, as one. */
export function joinBase64(before = '', after = ''): string | undefined {
  if (!before.endsWith('=') || after === '') return before + after || undefined
  try {
    return btoa(atob(before) + atob(after))
  } catch {
    return before + after
  }
}
