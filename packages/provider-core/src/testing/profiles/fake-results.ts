/** @file What the fake answers to requests that are not chats: vectors, a picture, a count. */

/** A vector that tells texts apart: every number is exact as a 32-bit float. */
export function fakeVector(text: string, dimensions = 3): number[] {
  const code = [...text].reduce((sum, character) => sum + (character.codePointAt(0) ?? 0), 0)
  return Array.from({ length: dimensions }, (_, index) => (code + index) / 4)
}

/** Tokens that the fake counts for a text. */
export function fakeTokens(text: string): number {
  return text.length
}

/** A PNG of one pixel. */
export const fakePng =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

/** What every count answers. */
export const fakeCount = 42
