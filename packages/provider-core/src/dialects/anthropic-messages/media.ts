/** @file Sources of images and documents ↔ ours. */
import type { MediaSource } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readText } from '../read-json.ts'

/** Decodes a `source`; `undefined` for kinds that have no neutral word (`content`). */
export function decodeMediaSource(source: JsonObject): MediaSource | undefined {
  const mediaType = readText(source['media_type'])
  const { data, url, file_id: fileId, type } = source
  if (type === 'base64' && typeof data === 'string' && mediaType !== undefined) {
    return { kind: 'base64', mediaType, data }
  }
  if (type === 'url' && typeof url === 'string') {
    return { kind: 'url', url, ...(mediaType !== undefined && { mediaType }) }
  }
  if (type === 'file' && typeof fileId === 'string') {
    return { kind: 'file-id', fileId, ...(mediaType !== undefined && { mediaType }) }
  }
  if (type === 'text' && typeof data === 'string') {
    return { kind: 'text', text: data, ...(mediaType !== undefined && { mediaType }) }
  }
  return undefined
}

/** Encodes a source word for word; whether the API takes it there is the caller's to know. */
export function encodeMediaSource(source: MediaSource): JsonObject {
  switch (source.kind) {
    case 'base64':
      return { type: 'base64', media_type: source.mediaType, data: source.data }
    case 'url':
      return { type: 'url', url: source.url }
    case 'file-id':
      return { type: 'file', file_id: source.fileId }
    case 'text':
      return { type: 'text', media_type: 'text/plain', data: source.text }
  }
}
