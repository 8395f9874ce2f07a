/**
 * @file Proofs of other vendors inside `encrypted_content`, the one field of this format that clients send back
 * unread: signatures and hidden thoughts of Claude, and the id of an item whose own id differs.
 */
import type { ContentPart } from '../../model/content.ts'
import { decodeBase64Text, encodeBase64Text } from '../media-source.ts'
import { isObject, parseJson, readText } from '../read-json.ts'

export type ReasoningProof = Pick<
  Extract<ContentPart, { type: 'reasoning' }>,
  'signature' | 'redacted' | 'encrypted' | 'id'
>

const mark = 'patchbay:'

/** Packs a proof as `encrypted_content`; OpenAI's own goes as it is, when its id is the item's. */
export function sealReasoning(proof: ReasoningProof, itemId: string): string | undefined {
  const { encrypted, id, signature, redacted } = proof
  if (encrypted !== undefined && signature === undefined && redacted === undefined) {
    if (id === undefined || id === itemId) return encrypted
  }
  if (encrypted === undefined && signature === undefined && redacted === undefined) return undefined
  return mark + encodeBase64Text(JSON.stringify(proof))
}

/** Unpacks `encrypted_content`; what is not ours is the vendor's and belongs to the item `itemId`. */
export function openReasoning(content: string, itemId: string | undefined): ReasoningProof {
  const text = content.startsWith(mark) ? decodeBase64Text(content.slice(mark.length)) : undefined
  const value = text === undefined ? undefined : parseJson(text)
  if (!isObject(value)) return { encrypted: content, ...(itemId && { id: itemId }) }
  const proof: ReasoningProof = {}
  for (const name of ['signature', 'redacted', 'encrypted', 'id'] as const) {
    const field = readText(value[name])
    if (field !== undefined) proof[name] = field
  }
  return proof
}
