/**
 * @file Reasoning that another vendor hides or encrypts, for Google clients. They replay a `thoughtSignature`
 * unchanged and look into nothing, so it travels as one: base64 of JSON that names itself. Some clients decode
 * and encode the base64 again, also with the URL alphabet, so both are read.
 */
import type { ContentPart } from '../../model/content.ts'
import { decodeBase64Text, encodeBase64Text } from '../media-source.ts'
import { isObject, parseJson, readText } from '../read-json.ts'

export interface OpaqueReasoning {
  readonly redacted?: string
  readonly encrypted?: string
  readonly id?: string
}

/** Base64 of the first letters of every wrapped value. */
const wrappedStart = 'eyJwYXRjaGJheSI6'

/** Wraps it as a `thoughtSignature`. */
export function wrapReasoning(opaque: OpaqueReasoning): string {
  return encodeBase64Text(JSON.stringify({ patchbay: opaque }))
}

/** What a `thoughtSignature` of ours holds; `undefined` for a real one. */
export function unwrapReasoning(
  signature: string,
): Extract<ContentPart, { type: 'reasoning' }> | undefined {
  if (!signature.startsWith(wrappedStart)) return undefined
  const base64 = signature.replaceAll('-', '+').replaceAll('_', '/')
  const value = parseJson(decodeBase64Text(base64) ?? '')
  if (!isObject(value) || !isObject(value['patchbay'])) return undefined
  const redacted = readText(value['patchbay']['redacted'])
  const encrypted = readText(value['patchbay']['encrypted'])
  const id = readText(value['patchbay']['id'])
  return {
    type: 'reasoning',
    text: '',
    ...(redacted && { redacted }),
    ...(encrypted && { encrypted }),
    ...(id && { id }),
  }
}
