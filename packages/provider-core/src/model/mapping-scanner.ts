/** @file Reads mapping text token by token and knows where each token stands. Browser-safe. */

export type TokenKind =
  | '{'
  | '}'
  | '['
  | ']'
  | ':'
  | ','
  | 'string'
  | 'single-quoted'
  | 'word'
  | 'unended'
  | 'end'

export interface MappingToken {
  readonly kind: TokenKind
  /** As written. */
  readonly text: string
  /** Offset of its first character. */
  readonly at: number
}

/** A string token as JSON has it: no raw control characters, known escapes only. */
const jsonString = /"(?:[^"\\\n\r]|\\.)*"/y
const singleQuoted = /'(?:[^'\\\n\r]|\\.)*'/y
/** A string that its line ends. */
const unended = /["'][^\n\r]*/y
const word = /[^\s{}[\]:,"']+/y
const space = /\s+/y

/** Splits a text into tokens; the last one is always `end`. Never throws. */
export function scanMapping(text: string): MappingToken[] {
  const tokens: MappingToken[] = []
  let at = 0
  while (at < text.length) {
    const blank = match(space, text, at)
    if (blank !== undefined) {
      at += blank.length
      continue
    }
    const token = readToken(text, at)
    tokens.push(token)
    at += token.text.length
  }
  return [...tokens, { kind: 'end', text: '', at: text.trimEnd().length }]
}

function readToken(text: string, at: number): MappingToken {
  const character = text.charAt(at)
  if (isPunctuation(character)) return { kind: character, text: character, at }
  const string = match(jsonString, text, at)
  if (string !== undefined) return { kind: 'string', text: string, at }
  const quoted = match(singleQuoted, text, at)
  if (quoted !== undefined) return { kind: 'single-quoted', text: quoted, at }
  const open = match(unended, text, at)
  if (open !== undefined) return { kind: 'unended', text: open.trimEnd(), at }
  return { kind: 'word', text: match(word, text, at) ?? character, at }
}

function isPunctuation(character: string): character is '{' | '}' | '[' | ']' | ':' | ',' {
  return character !== '' && '{}[]:,'.includes(character)
}

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
