/** @file A request with its large files left out, for a command that a shell still takes. */
import type { ChatRequest, ContentPart } from '@patchbay/provider-core/model'

/** Characters of base64; a shell refuses arguments over 128 kB. */
const longest = 20_000

/** Puts `BASE64_OF_…` where a large picture, sound or file would stand. */
export function shortenMedia(request: ChatRequest): ChatRequest {
  const messages = request.messages.map((message) => ({
    ...message,
    content: message.content.map(shortenPart),
  }))
  return { ...request, messages }
}

function shortenPart(part: ContentPart): ContentPart {
  if (part.type !== 'image' && part.type !== 'file' && part.type !== 'audio') return part
  const { source } = part
  if (source.kind !== 'base64' || source.data.length <= longest) return part
  const name = (part.type === 'file' && part.filename) || part.type
  const data = `BASE64_OF_${name.replaceAll(/[^A-Za-z0-9]+/g, '_').toUpperCase()}`
  return { ...part, source: { ...source, data } }
}
