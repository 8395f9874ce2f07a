/** @file Vertex's `labels` ↔ neutral metadata: what a request is filed under in the vendor's billing. */
import type { ChatRequest } from '../../model/chat-request.ts'
import type { JsonObject } from '../dialect.ts'
import { isObject } from '../read-json.ts'
import type { Warn } from '../warning-list.ts'

/** Source: Google Cloud, "Labels overview", requirements for labels. International letters are allowed, too. */
const labelKey = /^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u
const labelValue = /^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u
const maxLabels = 64

/** The entries that can be labels; the others, and all where the endpoint takes none, are warned about. */
export function encodeLabels(
  metadata: ChatRequest['metadata'],
  takesLabels: boolean,
  warn: Warn,
): Record<string, string> | undefined {
  const entries = Object.entries(metadata ?? {})
  if (entries.length === 0) return undefined
  if (!takesLabels) {
    warn('metadata-left-out', '"metadata" was left out: the Gemini API has no labels.')
    return undefined
  }
  const fitting = entries
    .filter(([key, value]) => labelKey.test(key) && labelValue.test(value))
    .slice(0, maxLabels)
  const left = entries.filter((entry) => !fitting.includes(entry)).map(([key]) => key)
  if (left.length > 0) {
    warn('metadata-left-out', `Metadata that cannot be labels was left out: ${left.join(', ')}.`)
  }
  return fitting.length > 0 ? Object.fromEntries(fitting) : undefined
}

/** Labels of a client; `undefined` where they are no texts. */
export function decodeLabels(value: unknown): Record<string, string> | undefined {
  if (!isObject(value) || !hasTexts(value) || Object.keys(value).length === 0) return undefined
  return value
}

function hasTexts(value: JsonObject): value is Record<string, string> {
  return Object.values(value).every((each) => typeof each === 'string')
}
