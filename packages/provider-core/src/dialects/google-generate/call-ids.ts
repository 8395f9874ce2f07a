/**
 * @file Ids for tool calls of models that send none (Gemini before 3, Vertex). A made id is told by its
 * beginning and is left out again on the way to Google, so that nothing arrives there that it did not send.
 */

const madeIdPrefix = 'gcall_'

/** An id for the call with number `number` of a reply or a turn; `scope` tells replies apart. */
export function makeCallId(scope: string, number: number): string {
  // Anthropic takes letters, digits, `_` and `-`; OpenAI takes 64 characters.
  const safe = scope.replaceAll(/[^A-Za-z0-9_-]/g, '_').slice(0, 40)
  return `${madeIdPrefix}${safe}_${number}`
}

/** The id as Google knows it; `undefined` when it never sent one. */
export function toWireCallId(id: string): string | undefined {
  return id.startsWith(madeIdPrefix) ? undefined : id
}
