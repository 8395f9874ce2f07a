/** @file Kept bytes as the source that a request carries. */
import type { ContentPart } from '@patchbay/provider-core/model'
import type { Media } from '#contract/chat-parts'
import type { KeptMedia } from './media-store.ts'

/** Bytes by id; `undefined` when they are gone. */
export type LoadMedia = (id: string) => Pick<KeptMedia, 'mediaType' | 'data'> | undefined

type MediaSource = Extract<ContentPart, { type: 'file' }>['source']

/** Text files go as text, everything else as base64. */
export function toMediaSource(media: Media, load: LoadMedia): MediaSource {
  if (media.kind === 'link') {
    const { url, mediaType } = media
    return { kind: 'url', url, ...(mediaType === undefined ? {} : { mediaType }) }
  }
  const { mediaType } = media
  const data = load(media.id)?.data ?? new Uint8Array()
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return mediaType.startsWith('text/')
    ? { kind: 'text', text: bytes.toString('utf8'), mediaType }
    : { kind: 'base64', mediaType, data: bytes.toString('base64') }
}
