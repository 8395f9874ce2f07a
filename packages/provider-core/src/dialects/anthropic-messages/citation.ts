/** @file Citations of a text block ↔ ours. */
import type { Citation } from '../../model/content.ts'
import type { JsonObject } from '../dialect.ts'
import { readText } from '../read-json.ts'
import { keepRaw, readRaw } from './wire.ts'

/**
 * Decodes one citation; its whole value stays in `raw`, since only that can be sent back. One without the
 * vendor's index was another vendor's, which Anthropic would refuse.
 */
export function decodeCitation(value: JsonObject): Citation {
  const url = readText(value['url']) ?? readText(value['source'])
  const title = readText(value['title']) ?? readText(value['document_title'])
  const quote = readText(value['cited_text'])
  return {
    ...(url !== undefined && { url }),
    ...(title !== undefined && { title }),
    ...(quote !== undefined && { quote }),
    ...(value['encrypted_index'] !== '' && { raw: keepRaw(value) }),
  }
}

/** Encodes a citation for a client: the vendor's own as it came, another's as a result of a web search. */
export function encodeCitation(citation: Citation): JsonObject {
  return (
    readRaw(citation.raw) ?? {
      type: 'web_search_result_location',
      url: citation.url ?? '',
      title: citation.title ?? null,
      cited_text: citation.quote ?? '',
      encrypted_index: '',
    }
  )
}
