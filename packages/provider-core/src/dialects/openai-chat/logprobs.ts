/** @file Log probabilities of tokens: ours ↔ OpenAI's two formats, which write a token alike. */
import type { TokenLogprob } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { readObjects } from '../read-json.ts'

type Token = Pick<TokenLogprob, 'token' | 'logprob' | 'bytes'>

function readToken(value: JsonObject): Token[] {
  const { token, logprob, bytes } = value
  if (typeof token !== 'string' || typeof logprob !== 'number') return []
  const isBytes = Array.isArray(bytes) && bytes.every((byte) => typeof byte === 'number')
  return [{ token, logprob, ...((isBytes || bytes === null) && { bytes }) }]
}

/** Reads a list of tokens; what is none is left out. */
export function readLogprobs(value: unknown): TokenLogprob[] {
  return readObjects(value).flatMap((entry) => {
    const top = readObjects(entry['top_logprobs']).flatMap(readToken)
    return readToken(entry).map((token) => ({ ...token, ...(top.length > 0 && { top }) }))
  })
}

/** Writes tokens with the fields that the SDKs expect on each. */
export function writeLogprobs(tokens: readonly TokenLogprob[]): JsonObject[] {
  const write = ({ token, logprob, bytes = null }: Token) => ({ token, logprob, bytes })
  return tokens.map((token) => ({ ...write(token), top_logprobs: (token.top ?? []).map(write) }))
}
