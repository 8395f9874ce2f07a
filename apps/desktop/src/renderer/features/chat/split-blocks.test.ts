import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { splitBlocks } from './split-blocks.ts'

describe('splitting markdown', () => {
  test('cuts between paragraphs', () => {
    expect(splitBlocks('One\ntwo\n\nThree')).toEqual(['One\ntwo\n\n', 'Three'])
  })

  test('keeps a code fence whole, blank lines and shorter fences in it too', () => {
    const code = '````sh\na\n\n```\nb\n\n````\n'
    expect(splitBlocks(`Before\n\n${code}\nAfter`)).toEqual(['Before\n\n', `${code}\n`, 'After'])
  })

  test('leaves an unfinished fence open', () => {
    expect(splitBlocks('Text\n\n```js\na\n\nb')).toEqual(['Text\n\n', '```js\na\n\nb'])
  })

  test('keeps a loose list with its indented paragraphs together', () => {
    const list = '1. a\n\n   more\n\n2. b\n\n'
    expect(splitBlocks(`${list}Then`)).toEqual([list, 'Then'])
  })

  test('does not cut at all once a link is defined', () => {
    const text = 'See [a]\n\nText\n\n[a]: https://example.com'
    expect(splitBlocks(text)).toEqual([text])
  })

  test('blocks joined are the text, and all but the last stay when the text grows', () => {
    const piece = fc.constantFrom(
      'a',
      '\n',
      '\n\n',
      '```',
      '~~~',
      '- x',
      '1. y',
      '    ',
      '# h',
      '| a |',
      '>',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), fc.array(piece, { maxLength: 6 }), (a, b) => {
        const text = a.join('')
        const blocks = splitBlocks(text)
        expect(blocks.join('')).toBe(text)
        const finished = blocks.slice(0, -1)
        const grown = splitBlocks(text + b.join(''))
        expect(grown.slice(0, finished.length)).toEqual(finished)
      }),
    )
  })
})
