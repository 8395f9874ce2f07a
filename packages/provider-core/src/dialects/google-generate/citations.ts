/** @file Google's grounding and recitation metadata ↔ neutral citations. */
import type { Citation } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readCount, readObject, readObjects, readText } from '../read-json.ts'
import type { ReplyText } from './reply-text.ts'
import { toByteOffset, toUtf16Offset } from './text-offsets.ts'
import { dialectId, toRaw } from './wire.ts'

/** A citation and the block into which its range points. */
export interface PlacedCitation {
  readonly citation: Citation
  readonly block: number | undefined
}

/**
 * Reads the citations of a candidate: one for each chunk that a grounding support names, one for each chunk that
 * none does, and the sources that the model recited. Each carries its origin in `raw`, because
 * the metadata as a whole rides along, too.
 */
export function readCitations(candidate: JsonObject, text: ReplyText): PlacedCitation[] {
  const grounding = readObject(candidate['groundingMetadata'])
  const chunks = readObjects(grounding['groundingChunks'])
  const supports = readObjects(grounding['groundingSupports'])
  const found: PlacedCitation[] = []
  const named = new Set<number>()
  for (const support of supports) {
    const { block, ...range } = readRange(readObject(support['segment']), text)
    const indices = Array.isArray(support['groundingChunkIndices'])
      ? support['groundingChunkIndices']
      : []
    for (const index of indices) {
      named.add(Number(index))
      const source = readSource(chunks[Number(index)] ?? {})
      found.push({ block, citation: { ...source, ...range, raw: toRaw({ support }) } })
    }
  }
  for (const [index, chunk] of chunks.entries()) {
    if (named.has(index)) continue
    found.push({ block: undefined, citation: { ...readSource(chunk), raw: toRaw({ chunk }) } })
  }
  for (const cited of readObjects(readObject(candidate['citationMetadata'])['citations'])) {
    const { block, ...range } = readRange(cited, text)
    const citation = { ...readSource({ web: cited }), ...range, raw: toRaw({ citation: cited }) }
    found.push({ block, citation })
  }
  return found
}

function readSource(chunk: JsonObject): Citation {
  const source = readObject(
    chunk['web'] ?? chunk['retrievedContext'] ?? chunk['maps'] ?? chunk['image'],
  )
  const url = readText(source['uri']) ?? readText(source['sourceUri'])
  const title = readText(source['title'])
  const quote = readText(source['text'])
  return { ...(url && { url }), ...(title && { title }), ...(quote && { quote }) }
}

/** A range in bytes of the text → UTF-16 units of the block in which it begins. */
function readRange(
  segment: JsonObject,
  text: ReplyText,
): { block: number | undefined; start?: number; end?: number } {
  const endByte = readCount(segment['endIndex'])
  const { whole } = text
  if (endByte === undefined || whole === undefined) return { block: undefined }
  const start = toUtf16Offset(whole, readCount(segment['startIndex']) ?? 0)
  const end = toUtf16Offset(whole, endByte)
  const place = text.locate(start)
  if (place === undefined) return { block: undefined }
  return { block: place.block, start: start - place.begin, end: end - place.begin }
}

/** Writes citations of other vendors as `groundingMetadata`; `undefined` when there are none. */
export function encodeCitations(
  citations: readonly PlacedCitation[],
  text: ReplyText,
): JsonObject | undefined {
  const foreign = citations.filter(({ citation }) => citation.raw?.dialect !== dialectId)
  if (foreign.length === 0) return undefined
  const chunks: JsonObject[] = []
  const numbers = new Map<string, number>()
  const supports: JsonObject[] = []
  for (const { citation, block } of foreign) {
    const key = JSON.stringify([citation.url, citation.title])
    const number = numbers.get(key) ?? chunks.length
    if (!numbers.has(key)) {
      numbers.set(key, number)
      const { url: uri, title } = citation
      chunks.push({ web: { ...(uri && { uri }), ...(title && { title }) } })
    }
    const segment = encodeSegment(citation, block, text)
    if (segment !== undefined) supports.push({ segment, groundingChunkIndices: [number] })
  }
  return { groundingChunks: chunks, ...(supports.length > 0 && { groundingSupports: supports }) }
}

function encodeSegment(
  citation: Citation,
  block: number | undefined,
  text: ReplyText,
): JsonObject | undefined {
  const { whole } = text
  if (citation.start === undefined || citation.end === undefined || whole === undefined)
    return undefined
  const begin = text.beginOf(block)
  return {
    startIndex: toByteOffset(whole, begin + citation.start),
    endIndex: toByteOffset(whole, begin + citation.end),
    text: whole.slice(begin + citation.start, begin + citation.end),
  }
}
