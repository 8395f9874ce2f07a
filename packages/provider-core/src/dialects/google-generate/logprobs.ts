/** @file Google's `logprobsResult` ↔ neutral log probabilities. */
import type { TokenLogprob } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { readObject, readObjects } from '../read-json.ts'

/** The chosen tokens, each with its alternatives; an empty list when there are none. */
export function readLogprobs(candidate: JsonObject): TokenLogprob[] {
  const result = readObject(candidate['logprobsResult'])
  const top = readObjects(result['topCandidates'])
  return readObjects(result['chosenCandidates']).flatMap((chosen, index) => {
    const token = readToken(chosen)
    if (token === undefined) return []
    const alternatives = readObjects(top[index]?.['candidates']).flatMap(
      (other) => readToken(other) ?? [],
    )
    return [{ ...token, ...(alternatives.length > 0 && { top: alternatives }) }]
  })
}

function readToken(value: JsonObject): { token: string; logprob: number } | undefined {
  const { token, logProbability: logprob } = value
  // A probability of 1 is 0 here, which this JSON leaves out.
  if (typeof token !== 'string') return undefined
  return { token, logprob: typeof logprob === 'number' ? logprob : 0 }
}

/** Writes a `logprobsResult`. */
export function encodeLogprobs(tokens: readonly TokenLogprob[]): JsonObject {
  const encode = ({ token, logprob }: { token: string; logprob: number }) => ({
    token,
    logProbability: logprob,
  })
  const hasTop = tokens.some(({ top }) => top !== undefined)
  return {
    chosenCandidates: tokens.map(encode),
    ...(hasTop && {
      topCandidates: tokens.map(({ top = [] }) => ({ candidates: top.map(encode) })),
    }),
  }
}

/** Two `logprobsResult`s of one candidate as one, each token beside its own alternatives. */
export function joinLogprobs(before: JsonObject, after: JsonObject): JsonObject {
  const chosen = readObjects(before['chosenCandidates'])
  const top = readObjects(before['topCandidates'])
  const laterTop = readObjects(after['topCandidates'])
  const padding = chosen.slice(top.length).map(() => ({ candidates: [] }))
  return {
    ...before,
    ...after,
    chosenCandidates: [...chosen, ...readObjects(after['chosenCandidates'])],
    ...(top.length + laterTop.length > 0 && { topCandidates: [...top, ...padding, ...laterTop] }),
  }
}
