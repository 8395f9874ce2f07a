/** @file What a chat request asks of its model. */
import type { CatalogueModel } from '../model/catalogue.ts'
import type { ChatRequest } from '../model/chat-request.ts'
import type { ContentPart } from '../model/content.ts'

export interface Need {
  /** True also when nobody knows. */
  isMet(model: CatalogueModel): boolean
  /** Ends the sentence "<Model> …". */
  readonly words: string
}

/**
 * Models that see can be given PDFs by their vendors, whose pages become images; catalogues often list
 * images only.
 */
const readsPdf: Need = {
  isMet: ({ input }) => input === undefined || input.includes('pdf') || input.includes('image'),
  words: 'takes no PDFs',
}
const seesImages: Need = {
  isMet: ({ input }) => input === undefined || input.includes('image'),
  words: 'takes no images',
}
const hears: Need = {
  isMet: ({ input }) => input === undefined || input.includes('audio'),
  words: 'takes no audio',
}
const usesTools: Need = { isMet: ({ tools }) => tools !== false, words: 'cannot use tools' }
const draws: Need = {
  isMet: ({ output }) => output === undefined || output.includes('image'),
  words: 'makes no images',
}
const speaks: Need = {
  isMet: ({ output }) => output === undefined || output.includes('audio'),
  words: 'makes no audio',
}

/** The needs of one request, each once; documents given as text need nothing. */
export function needsOfChat(request: ChatRequest): Need[] {
  const needs = new Set<Need>()
  if ((request.tools?.length ?? 0) > 0 && request.toolChoice?.type !== 'none') needs.add(usesTools)
  for (const { content } of request.messages) {
    for (const part of content) {
      const inner = part.type === 'tool-result' ? part.content : [part]
      for (const each of inner) {
        const need = needOfPart(each)
        if (need !== undefined) needs.add(need)
      }
    }
  }
  if (request.outputModalities?.includes('image')) needs.add(draws)
  if (request.outputModalities?.includes('audio')) needs.add(speaks)
  return [...needs]
}

function needOfPart(part: ContentPart): Need | undefined {
  if (part.type === 'image') return seesImages
  if (part.type === 'audio') return hears
  if (part.type !== 'file' || part.source.kind === 'text') return undefined
  const { mediaType } = part.source
  if (mediaType?.startsWith('image/')) return seesImages
  if (mediaType?.startsWith('audio/')) return hears
  return mediaType === 'application/pdf' ? readsPdf : undefined
}
