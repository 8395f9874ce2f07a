/** @file What each provider type says about embeddings. */
import type { EmbedOperation } from '../addressing/address.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import type { Usage, Warning } from '../model/chat-event.ts'
import type { EmbeddingRequest } from '../model/embedding.ts'

export interface EncodedEmbedRequest {
  readonly operation: EmbedOperation
  readonly body: JsonObject
  /** How many texts are in it. */
  readonly texts: number
}

export interface EncodedEmbedding {
  /** Sent one after the other; their vectors follow each other. */
  readonly requests: readonly EncodedEmbedRequest[]
  readonly warnings: readonly Warning[]
}

/** What one answer holds. */
export interface EmbedPart {
  readonly vectors: readonly number[][]
  readonly model?: string | undefined
  readonly usage?: Usage | undefined
  readonly truncated?: boolean
}

export interface EmbedCodec {
  encode(request: EmbeddingRequest, modelId: string): EncodedEmbedding
  /** `undefined` when the answer is something else. */
  decode(body: JsonObject): EmbedPart | undefined
}

/** A list of numbers; `undefined` when anything else is in it. */
export function readVector(value: unknown): number[] | undefined {
  if (!Array.isArray(value)) return undefined
  return value.every((item): item is number => typeof item === 'number') ? value : undefined
}

/** Every vector, or `undefined` when one of them is none. */
export function readVectors(values: readonly unknown[]): number[][] | undefined {
  const vectors = values.map(readVector).filter((vector) => vector !== undefined)
  return vectors.length === values.length ? vectors : undefined
}

/** Texts in groups of at most `size`, in order. */
export function groupTexts(texts: readonly string[], size: number): string[][] {
  const groups: string[][] = []
  for (let at = 0; at < texts.length; at += size) groups.push(texts.slice(at, at + size))
  return groups
}

/** Warnings for fields that the provider type has no word for. */
export function warnLeftOut(
  request: EmbeddingRequest,
  fields: readonly (keyof EmbeddingRequest)[],
  who: string,
): Warning[] {
  return fields
    .filter((field) => request[field] !== undefined)
    .map((field) => ({
      code: 'setting-left-out',
      message: `${who} has no setting for ${field}; it was left out.`,
    }))
}
