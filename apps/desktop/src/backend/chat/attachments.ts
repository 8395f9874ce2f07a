/** @file Files for messages: what they are is read from their bytes, and what no model takes is refused. */
import { ProviderError } from '@patchbay/provider-core'
import {
  fileTooLargeWords,
  maxFileBytes,
  maxMessageBytes,
  messageTooLargeWords,
  refusedTypeWords,
} from '#contract/attachment-limits'
import type { Attachment, PartOf } from '#contract/chat-parts'
import type { ChatStore } from './chat-store.ts'

/**
 * Keeps a file until it is sent. Throws `ProviderError` when it is too large or of no use to a model.
 *
 * @param base64 the file's bytes
 */
export function keepAttachment(store: ChatStore, name: string, base64: string): Attachment {
  const data = new Uint8Array(Buffer.from(base64, 'base64'))
  if (data.byteLength > maxFileBytes) throw refuse(`${name} was not attached. ${fileTooLargeWords}`)
  if (data.byteLength === 0) throw refuse(`${name} was not attached. It is empty.`)
  const mediaType = readMediaType(data)
  if (!mediaType) throw refuse(`${name} was not attached. ${refusedTypeWords}`)
  const id = store.media.put({ name, mediaType, data })
  return { id, name, mediaType, bytes: data.byteLength }
}

/**
 * Files that wait, as parts of a message. Throws `ProviderError` when one is gone or all are too much.
 *
 * @param ids of files that were kept
 */
export function toFileParts(
  store: ChatStore,
  ids: readonly string[],
): (PartOf<'image'> | PartOf<'file'>)[] {
  let total = 0
  const parts = [...new Set(ids)].map((id) => {
    const found = store.media.describe(id)
    if (!found) throw refuse('A file is not there any more. Attach it again.')
    total += found.bytes
    const { name, mediaType, bytes } = found
    const media = { kind: 'kept', id, mediaType, bytes } as const
    return mediaType.startsWith('image/')
      ? ({ type: 'image', media, name } as const)
      : ({ type: 'file', media, name } as const)
  })
  if (total > maxMessageBytes) throw refuse(messageTooLargeWords)
  return parts
}

const beginnings: readonly (readonly [mediaType: string, bytes: string, at?: number])[] = [
  ['image/png', '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', '\xff\xd8\xff'],
  ['image/gif', 'GIF87a'],
  ['image/gif', 'GIF89a'],
  ['image/webp', 'WEBP', 8],
  ['application/pdf', '%PDF-'],
]

/** Media type by the first bytes; `text/plain` for any text, `undefined` for the rest. */
export function readMediaType(data: Uint8Array): string | undefined {
  const head = Buffer.from(data.subarray(0, 16)).toString('latin1')
  const known = beginnings.find(([, bytes, at = 0]) => head.startsWith(bytes, at))
  return known?.[0] ?? (isText(data) ? 'text/plain' : undefined)
}

function isText(data: Uint8Array): boolean {
  if (data.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data)
    return true
  } catch {
    return false
  }
}

function refuse(message: string): ProviderError {
  return new ProviderError({ code: 'invalid-request', message })
}
