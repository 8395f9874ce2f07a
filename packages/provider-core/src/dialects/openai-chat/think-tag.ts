/** @file Reasoning that a model writes into its text as `<think>…</think>`, because its server does not take it out. */

export interface TextPiece {
  readonly kind: 'text' | 'reasoning'
  readonly text: string
}

const openTag = '<think>'
const closeTag = '</think>'

/**
 * Splits one choice's text as it arrives. Only a tag at the very start of the reply counts (white space
 * before it is dropped, as is white space right after either tag); a tag that comes in pieces is held back until it is whole.
 * Without a closing tag everything to the end is reasoning.
 */
export function createThinkSplitter(): {
  push(text: string): TextPiece[]
  /** The reply ended: what was held back. */
  end(): TextPiece[]
} {
  let state: 'start' | 'inside' | 'after' = 'start'
  let held = ''
  let skipSpace = false

  const trim = (text: string): string => {
    if (!skipSpace) return text
    const trimmed = text.trimStart()
    if (trimmed !== '') skipSpace = false
    return trimmed
  }
  const piece = (kind: TextPiece['kind'], text: string): TextPiece[] => {
    const trimmed = trim(text)
    return trimmed === '' ? [] : [{ kind, text: trimmed }]
  }

  const readInside = (text: string): TextPiece[] => {
    const close = text.indexOf(closeTag)
    if (close === -1) {
      const kept = countPartialTag(text, closeTag)
      held = text.slice(text.length - kept)
      return piece('reasoning', text.slice(0, text.length - kept))
    }
    const reasoning = piece('reasoning', text.slice(0, close))
    state = 'after'
    skipSpace = true
    return [...reasoning, ...piece('text', text.slice(close + closeTag.length))]
  }

  return {
    push(text) {
      if (text === '') return []
      if (state === 'after') return piece('text', text)
      const all = held + text
      held = ''
      if (state === 'inside') return readInside(all)
      const trimmed = all.trimStart()
      if (trimmed.startsWith(openTag)) {
        state = 'inside'
        skipSpace = true
        return readInside(trimmed.slice(openTag.length))
      }
      if (openTag.startsWith(trimmed)) {
        held = all
        return []
      }
      state = 'after'
      return piece('text', all)
    },
    end() {
      const rest = held
      held = ''
      return piece(state === 'inside' ? 'reasoning' : 'text', rest)
    },
  }
}

/** How many characters at the end of `text` may be the beginning of `tag`. */
function countPartialTag(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(tag.slice(0, length))) return length
  }
  return 0
}
