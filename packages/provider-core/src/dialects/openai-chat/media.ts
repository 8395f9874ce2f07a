/** @file Images, files and audio as OpenAI's two formats write them: data URLs, ids, and base64 beside a format name. */
import type { ContentPart, MediaSource } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { encodeBase64Text, unpackDataUrl } from '../media-source.ts'
import { readText } from '../read-json.ts'

type ImagePart = Extract<ContentPart, { type: 'image' }>
type FilePart = Extract<ContentPart, { type: 'file' }>
type AudioPart = Extract<ContentPart, { type: 'audio' }>

/** The source as a URL, bytes as a data URL; `undefined` for a file id. */
export function toUrl(source: MediaSource): string | undefined {
  switch (source.kind) {
    case 'url':
      return source.url
    case 'base64':
      return `data:${source.mediaType};base64,${source.data}`
    case 'text':
      return `data:${source.mediaType ?? 'text/plain'};base64,${encodeBase64Text(source.text)}`
    case 'file-id':
      return undefined
  }
}

/** A URL as a source; data URLs become bytes. */
export function fromUrl(url: string): MediaSource {
  return unpackDataUrl({ kind: 'url', url })
}

const details: ReadonlySet<string> = new Set(['auto', 'low', 'high', 'original'])

/** The `detail` of an image where it is one of the known words. */
export function readDetail(value: unknown): Pick<ImagePart, 'detail'> {
  return typeof value === 'string' && details.has(value)
    ? { detail: value as NonNullable<ImagePart['detail']> }
    : {}
}

/** File fields of both formats (`file_data`, `file_id`, Responses' `file_url`) as a source. */
export function readFileSource(file: JsonObject): MediaSource | undefined {
  const id = readText(file['file_id'])
  if (id !== undefined) return { kind: 'file-id', fileId: id }
  const url = readText(file['file_url'])
  if (url !== undefined) return fromUrl(url)
  const data = readText(file['file_data'])
  if (data === undefined) return undefined
  // Some clients send bare base64.
  return data.startsWith('data:')
    ? fromUrl(data)
    : { kind: 'base64', mediaType: 'application/pdf', data }
}

/** `file_id`, or `file_data` with the name that the format asks for; `undefined` for a URL. */
export function encodeFileData(part: FilePart): JsonObject | undefined {
  const { source } = part
  if (source.kind === 'file-id') return { file_id: source.fileId }
  if (source.kind === 'url') return undefined
  const mediaType = source.mediaType ?? 'text/plain'
  const name =
    part.filename ?? `document.${mediaType.split('/')[1]?.replace('plain', 'txt') ?? 'bin'}`
  return { filename: name, file_data: toUrl(source) }
}

const formatByMediaType: ReadonlyMap<string, string> = new Map([
  ['audio/wav', 'wav'],
  ['audio/x-wav', 'wav'],
  ['audio/wave', 'wav'],
  ['audio/mpeg', 'mp3'],
  ['audio/mp3', 'mp3'],
])

/** `input_audio`; `undefined` where the sound has no bytes. */
export function encodeInputAudio({ source }: AudioPart): JsonObject | undefined {
  if (source.kind !== 'base64') return undefined
  const format = formatByMediaType.get(source.mediaType) ?? source.mediaType.replace('audio/', '')
  return { type: 'input_audio', input_audio: { data: source.data, format } }
}

/** The source of an `input_audio` part. */
export function readInputAudio(audio: JsonObject): MediaSource | undefined {
  const data = readText(audio['data'])
  if (data === undefined) return undefined
  const format = readText(audio['format']) ?? 'wav'
  return { kind: 'base64', mediaType: `audio/${format === 'mp3' ? 'mpeg' : format}`, data }
}
