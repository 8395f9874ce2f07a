/**
 * @file Proofs of other vendors inside a thinking block. This format has a signature on thinking only, and
 * clients send it back unread: it carries what OpenAI encrypts and what Gemini signs (text and tool calls).
 */
import { isObject, parseJson, readText } from '../read-json.ts'

export type CarriedProof =
  | { readonly kind: 'encrypted'; readonly data: string; readonly id?: string }
  /** A signature of the text before it. */
  | { readonly kind: 'text'; readonly signature: string }
  /** A signature of the tool call `callId`. */
  | { readonly kind: 'call'; readonly signature: string; readonly callId: string }

const mark = 'patchbay:'

/** Packs a proof into the text of a signature. */
export function packProof(proof: CarriedProof): string {
  return mark + JSON.stringify(proof)
}

/** Unpacks a signature that `packProof` made; `undefined` for a vendor's own. */
export function unpackProof(signature: string): CarriedProof | undefined {
  if (!signature.startsWith(mark)) return undefined
  const value = parseJson(signature.slice(mark.length))
  if (!isObject(value)) return undefined
  const data = readText(value['data'])
  const proof = readText(value['signature'])
  const callId = readText(value['callId'])
  const id = readText(value['id'])
  if (value['kind'] === 'encrypted' && data !== undefined) {
    return { kind: 'encrypted', data, ...(id !== undefined && { id }) }
  }
  if (proof === undefined) return undefined
  if (value['kind'] === 'text') return { kind: 'text', signature: proof }
  if (value['kind'] === 'call' && callId !== undefined) {
    return { kind: 'call', signature: proof, callId }
  }
  return undefined
}
