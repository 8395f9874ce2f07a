/** @file Citations: ours ↔ `annotations`, which Chat nests in `url_citation` and Responses writes flat. */
import type { Citation } from '../../model/content.ts'
import type { DialectId } from '../../model/spec.ts'
import type { JsonObject } from '../dialect.ts'
import { dropEmpty } from '../encode-fields.ts'
import { readRawFields } from '../raw-fields.ts'
import { isObject, readCount, readText } from '../read-json.ts'

/** Reads one annotation; one that is no web page keeps its own fields in `raw`. */
export function readAnnotation(annotation: JsonObject, dialect: DialectId): Citation {
  const nested = annotation['url_citation']
  const fields = isObject(nested) ? nested : annotation
  const url = readText(fields['url'])
  const title = readText(fields['title']) ?? readText(fields['filename'])
  const quote = readText(fields['content'])
  const start = readCount(fields['start_index'])
  const end = readCount(fields['end_index'])
  return {
    ...(url && { url }),
    ...(title && { title }),
    ...(quote && { quote }),
    ...(start !== undefined && Number.isSafeInteger(start) && { start }),
    ...(end !== undefined && Number.isSafeInteger(end) && { end }),
    ...(url === undefined && { raw: { dialect, value: annotation } }),
  }
}

/** The fields of a citation of a web page, with what the SDKs expect; `undefined` where there is no page. */
export function writeUrlCitation(citation: Citation): JsonObject | undefined {
  if (citation.url === undefined) return undefined
  return {
    url: citation.url,
    title: citation.title ?? citation.url,
    start_index: citation.start ?? 0,
    end_index: citation.end ?? citation.start ?? 0,
    ...dropEmpty({ content: citation.quote }),
  }
}

/** An annotation of a chat message. */
export function writeAnnotation(citation: Citation): JsonObject | undefined {
  const own = readRawFields(citation.raw, 'openai-chat')
  if (Object.keys(own).length > 0) return own
  const page = writeUrlCitation(citation)
  return page && { type: 'url_citation', url_citation: page }
}
