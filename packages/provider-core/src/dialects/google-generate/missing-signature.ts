/**
 * @file Gemini 3 refuses a conversation in which a call of the model has no thought signature. Calls of other
 * models, and calls that came through a client whose format has no place for it, have none; Google documents
 * one value that switches the check off for a call ("Thought signatures", ai.google.dev).
 */
import type { ContentBody } from './wire.ts'

const skipCheck = 'skip_thought_signature_validator'
const checkingModels = /gemini-(?:[3-9]|\d\d)/

/** Puts the value on the first call of each turn where it is needed: of parallel calls only the first is signed. */
export function fillSignatures(contents: readonly ContentBody[], modelId: string): ContentBody[] {
  if (!checkingModels.test(modelId)) return [...contents]
  return contents.map((content) => {
    const first = content.parts.findIndex((part) => 'functionCall' in part)
    const part = content.parts[first]
    if (part === undefined || part['thoughtSignature'] !== undefined) return content
    const parts = content.parts.with(first, { ...part, thoughtSignature: skipCheck })
    return { ...content, parts }
  })
}
