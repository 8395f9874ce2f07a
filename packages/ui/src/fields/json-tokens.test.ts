import { describe, expect, test } from 'vitest'
import { readJsonTokens, splitAtColumn } from './json-tokens.ts'

describe('colours of JSON', () => {
  test('keys, strings and numbers are told apart', () => {
    const kinds = readJsonTokens('  "a": ["b", 1.5e3, true]').map(({ kind, text }) => [kind, text])
    expect(kinds).toContainEqual(['key', '"a"'])
    expect(kinds).toContainEqual(['string', '"b"'])
    expect(kinds).toContainEqual(['number', '1.5e3'])
    expect(kinds).toContainEqual(['number', 'true'])
  })

  test.each(['', '{', '  "unended', '"a\\"b": "c"', '}} ,, "x" "y"', '-1-2'])(
    'nothing of %j is lost',
    (line) => {
      expect(
        readJsonTokens(line)
          .map((token) => token.text)
          .join(''),
      ).toBe(line)
    },
  )

  test('a column in the middle of a token splits it', () => {
    const parts = splitAtColumn(readJsonTokens('"abc": 1'), 3)
    expect(parts.mark).toEqual({ kind: 'key', text: 'b', at: 2 })
    expect([...parts.before, parts.mark, ...parts.after].map((token) => token.text).join('')).toBe(
      '"abc": 1',
    )
  })

  test('a column past the end marks a blank there', () => {
    const parts = splitAtColumn(readJsonTokens('"a": "b"'), 9)
    expect(parts.mark.text).toBe(' ')
    expect(parts.after).toEqual([])
  })
})
