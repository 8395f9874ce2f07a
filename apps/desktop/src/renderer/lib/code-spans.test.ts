import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCodeSpans } from './code-spans.ts'

test('colours strings, keywords, comments and numbers', () => {
  const spans = readCodeSpans('const a = "x // y" // note\nreturn 42', 'js')
  expect(spans.filter((span) => span.hue !== 'plain')).toEqual([
    { hue: 'k', text: 'const' },
    { hue: 's', text: '"x // y"' },
    { hue: 'c', text: '// note' },
    { hue: 'k', text: 'return' },
    { hue: 'n1', text: '42' },
  ])
})

test('takes # as a comment only where the language has it and a word begins', () => {
  expect(readCodeSpans('echo a#b # c', 'bash').at(-1)).toEqual({ hue: 'c', text: '# c' })
  expect(readCodeSpans('a # b', 'js').every((span) => span.hue === 'plain')).toBe(true)
})

test('an unfinished string of a stream ends with the text', () => {
  expect(readCodeSpans('curl -d \'{"a":', 'sh').at(-1)).toEqual({ hue: 's', text: '\'{"a":' })
})

test('the parts joined are always the code', () => {
  const piece = fc.constantFrom(
    '"',
    "'",
    '`',
    '#',
    '//',
    '/*',
    '*/',
    '--',
    '\\',
    '\n',
    ' ',
    'if',
    '9',
    'é',
  )
  fc.assert(
    fc.property(
      fc.array(piece),
      fc.constantFrom('js', 'sh', 'sql', undefined),
      (parts, language) => {
        const code = parts.join('')
        expect(
          readCodeSpans(code, language)
            .map((span) => span.text)
            .join(''),
        ).toBe(code)
      },
    ),
  )
})
