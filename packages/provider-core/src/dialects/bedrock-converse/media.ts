/** @file Media of a message ↔ Converse's blocks, which hold bytes, or an object in S3. */
import type { MediaSource } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { decodeBase64Text, unpackDataUrl } from '../media-source.ts'
import { isObject, readText } from '../read-json.ts'

/** A kind of block and its media types. The formats are the enums of the service model. */
type MediaKind = 'image' | 'document' | 'video' | 'audio'

const formats: Readonly<Record<MediaKind, ReadonlyMap<string, string>>> = {
  image: new Map([
    ['image/png', 'png'],
    ['image/jpeg', 'jpeg'],
    ['image/jpg', 'jpeg'],
    ['image/gif', 'gif'],
    ['image/webp', 'webp'],
  ]),
  document: new Map([
    ['application/pdf', 'pdf'],
    ['text/csv', 'csv'],
    ['application/msword', 'doc'],
    ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'docx'],
    ['application/vnd.ms-excel', 'xls'],
    ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'xlsx'],
    ['text/html', 'html'],
    ['text/plain', 'txt'],
    ['text/markdown', 'md'],
  ]),
  video: new Map([
    ['video/mp4', 'mp4'],
    ['video/quicktime', 'mov'],
    ['video/webm', 'webm'],
    ['video/x-matroska', 'mkv'],
    ['video/x-flv', 'flv'],
    ['video/mpeg', 'mpeg'],
    ['video/x-ms-wmv', 'wmv'],
    ['video/3gpp', 'three_gp'],
  ]),
  audio: new Map([
    ['audio/mpeg', 'mp3'],
    ['audio/mp3', 'mp3'],
    ['audio/wav', 'wav'],
    ['audio/x-wav', 'wav'],
    ['audio/aac', 'aac'],
    ['audio/flac', 'flac'],
    ['audio/ogg', 'ogg'],
    ['audio/opus', 'opus'],
    ['audio/mp4', 'm4a'],
    ['audio/webm', 'webm'],
    ['audio/pcm', 'pcm'],
  ]),
}

/** Format and source of a block; `undefined` where the format cannot say it: other types, URLs, files of a vendor. */
export function encodeMedia(
  kind: MediaKind,
  asked: MediaSource,
): { readonly format: string; readonly source: JsonObject } | undefined {
  const source = unpackDataUrl(asked)
  const format = formats[kind].get(source.mediaType?.split(';')[0]?.trim().toLowerCase() ?? '')
  if (source.kind === 'base64' && format !== undefined) {
    return { format, source: { bytes: source.data } }
  }
  if (source.kind === 'url' && source.url.startsWith('s3://')) {
    const named = format ?? formatOfName(kind, source.url)
    return named === undefined
      ? undefined
      : { format: named, source: { s3Location: { uri: source.url } } }
  }
  if (kind !== 'document') return undefined
  if (source.kind === 'text') return { format: 'txt', source: { text: source.text } }
  // Other kinds of text (JSON, source code) are read as plain text.
  const isText =
    source.kind === 'base64' && /^(text\/|application\/(json|xml))/.test(source.mediaType)
  return isText && decodeBase64Text(source.data) !== undefined
    ? { format: 'txt', source: { bytes: source.data } }
    : undefined
}

function formatOfName(kind: MediaKind, url: string): string | undefined {
  const ending = url.slice(url.lastIndexOf('.') + 1).toLowerCase()
  const known = new Set(formats[kind].values())
  if (known.has(ending)) return ending
  return ending === 'jpg' && kind === 'image' ? 'jpeg' : undefined
}

/** Decodes the source of an image or audio block of a reply; `undefined` where it holds neither bytes nor a place. */
export function decodeMedia(
  kind: 'image' | 'audio',
  format: string | undefined,
  source: unknown,
): MediaSource | undefined {
  if (!isObject(source)) return undefined
  const mediaType = typeOfFormat(kind, format)
  const bytes = readText(source['bytes'])
  if (bytes !== undefined) return { kind: 'base64', mediaType, data: bytes }
  const place = source['s3Location']
  const uri = isObject(place) ? readText(place['uri']) : undefined
  return uri === undefined ? undefined : { kind: 'url', url: uri, mediaType }
}

function typeOfFormat(kind: 'image' | 'audio', format: string | undefined): string {
  for (const [mediaType, known] of formats[kind]) if (known === format) return mediaType
  return format === undefined ? 'application/octet-stream' : `${kind}/${format}`
}

/** A document's name with the characters that the service takes; `count` tells equal ones apart. */
export function mapDocumentName(filename: string | undefined, count: number): string {
  const name = (filename ?? '')
    .replace(/[^a-zA-Z0-9\s\-()[\]]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const base = name === '' ? 'document' : name
  return count === 1 ? base : `${base} (${count})`
}
