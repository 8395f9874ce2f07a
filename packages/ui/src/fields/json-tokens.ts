/** One run of a line: what it means for its colour, and its text. */
export interface CodeToken {
  kind: 'key' | 'string' | 'number' | 'plain'
  text: string
  /** Where in its line it begins, from 0. */
  at: number
}

const PATTERN = /"(?:[^"\\]|\\.)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b/g

/**
 * Colours one line of JSON, valid or not; joined, the tokens give the line again.
 *
 * @param line text without a line break
 */
export function readJsonTokens(line: string): CodeToken[] {
  const tokens: CodeToken[] = []
  let at = 0
  for (const match of line.matchAll(PATTERN)) {
    if (match.index > at) tokens.push({ kind: 'plain', text: line.slice(at, match.index), at })
    at = match.index + match[0].length
    tokens.push({ kind: kindOf(match[0], line.slice(at)), text: match[0], at: match.index })
  }
  if (at < line.length) tokens.push({ kind: 'plain', text: line.slice(at), at })
  return tokens
}

function kindOf(text: string, rest: string): CodeToken['kind'] {
  if (!text.startsWith('"')) return 'number'
  return /^\s*:/.test(rest) ? 'key' : 'string'
}

/**
 * The same tokens, cut so that the character of one column stands in a token of its own.
 *
 * @param tokens of one line
 * @param column of the character, from 1; past the end it stands for the end of the line
 * @returns tokens before, the character (a blank at the end of the line), tokens after
 */
export function splitAtColumn(
  tokens: readonly CodeToken[],
  column: number,
): { before: CodeToken[]; mark: CodeToken; after: CodeToken[] } {
  const before: CodeToken[] = []
  const after: CodeToken[] = []
  let mark: CodeToken | undefined
  let left = Math.max(0, column - 1)
  for (const token of tokens) {
    if (mark) {
      after.push(token)
    } else if (left >= token.text.length) {
      before.push(token)
      left -= token.text.length
    } else {
      if (left > 0) before.push({ ...token, text: token.text.slice(0, left) })
      mark = { ...token, text: token.text.slice(left, left + 1), at: token.at + left }
      const rest = token.text.slice(left + 1)
      if (rest) after.push({ ...token, text: rest, at: token.at + left + 1 })
    }
  }
  return { before, mark: mark ?? { kind: 'plain', text: ' ', at: column - 1 }, after }
}
