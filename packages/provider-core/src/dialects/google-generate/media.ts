/** @file `inlineData` and `fileData` ↔ neutral media: by type an image, audio, or any other file (PDF, video). */
import type { MediaSource } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { encodeBase64Text, unpackDataUrl } from '../media-source.ts'
import { readText } from '../read-json.ts'

export type MediaKind = 'image' | 'audio' | 'file'

/** What `inlineData` or `fileData` holds; `undefined` where it is neither. */
export function readMedia(
  part: JsonObject,
): { readonly kind: MediaKind; readonly source: MediaSource } | undefined {
  const inline = part['inlineData'] as JsonObject | undefined
  const data = readText(inline?.['data'])
  if (data !== undefined) {
    const mediaType = readText(inline?.['mimeType']) ?? 'application/octet-stream'
    return { kind: kindOf(mediaType), source: { kind: 'base64', mediaType, data } }
  }
  const file = part['fileData'] as JsonObject | undefined
  const uri = readText(file?.['fileUri'])
  if (uri === undefined) return undefined
  const mediaType = readText(file?.['mimeType'])
  const kind = kindOf(mediaType ?? guessMediaType(uri) ?? '')
  return { kind, source: { ...readUri(uri), ...(mediaType && { mediaType }) } }
}

function kindOf(mediaType: string): MediaKind {
  if (mediaType.startsWith('image/')) return 'image'
  return mediaType.startsWith('audio/') ? 'audio' : 'file'
}

/** Files that Google keeps have an address at Google; anything else is a place that anyone can fetch from. */
function readUri(uri: string): { kind: 'url'; url: string } | { kind: 'file-id'; fileId: string } {
  const isKept = /^gs:\/\/|^files\/|^https:\/\/generativelanguage\.googleapis\.com\//.test(uri)
  return isKept ? { kind: 'file-id', fileId: uri } : { kind: 'url', url: uri }
}

/**
 * Writes a source as a part; `undefined` when Google cannot fetch it (another vendor's file id).
 * @param part what it is, where neither the source nor its address says so
 */
export function encodeMedia(given: MediaSource, part: MediaKind): JsonObject | undefined {
  const source = unpackDataUrl(given)
  switch (source.kind) {
    case 'base64':
      return { inlineData: { mimeType: source.mediaType, data: source.data } }
    case 'text':
      return {
        inlineData: {
          mimeType: source.mediaType ?? 'text/plain',
          data: encodeBase64Text(source.text),
        },
      }
    case 'url':
      return encodeUri(
        source.url,
        source.mediaType ?? guessMediaType(source.url) ?? commonTypes[part],
      )
    case 'file-id': {
      const isOwn = /^(gs:\/\/|files\/|https:\/\/)/.test(source.fileId)
      return isOwn ? encodeUri(source.fileId, source.mediaType) : undefined
    }
  }
}

function encodeUri(fileUri: string, mimeType: string | undefined): JsonObject {
  return { fileData: { fileUri, ...(mimeType && { mimeType }) } }
}

/** Vertex refuses an address without a type, and looks at the bytes anyway. */
const commonTypes: Readonly<Record<MediaKind, string | undefined>> = {
  image: 'image/jpeg',
  audio: 'audio/mpeg',
  file: undefined,
}

const typeByEnding: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['heic', 'image/heic'],
  ['pdf', 'application/pdf'],
  ['txt', 'text/plain'],
  ['mp3', 'audio/mpeg'],
  ['wav', 'audio/wav'],
  ['mp4', 'video/mp4'],
  ['mov', 'video/quicktime'],
  ['webm', 'video/webm'],
])

/** The type that a URL's ending names: Vertex refuses `fileData` without one. */
function guessMediaType(url: string): string | undefined {
  const ending = /\.([a-z0-9]+)(?:[?#]|$)/i.exec(url)?.[1]
  return ending === undefined ? undefined : typeByEnding.get(ending.toLowerCase())
}
