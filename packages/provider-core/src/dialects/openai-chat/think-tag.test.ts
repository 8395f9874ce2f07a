import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createThinkSplitter, type TextPiece } from './think-tag.ts'

function split(parts: readonly string[]): { text: string; reasoning: string } {
  const splitter = createThinkSplitter()
  const pieces = [...parts.flatMap((part) => splitter.push(part)), ...splitter.end()]
  const join = (kind: TextPiece['kind']) =>
    pieces.map((piece) => (piece.kind === kind ? piece.text : '')).join('')
  return { text: join('text'), reasoning: join('reasoning') }
}

test.each([
  ['<think>a</think>b', 'b', 'a'],
  ['\n <think>\n\na\n</think>\n\nb\n', 'b\n', 'a\n'],
  ['<think>a', '', 'a'],
  ['<think>a</thin', '', 'a</thin'],
  ['<think></think>b', 'b', ''],
  ['b <think>a</think>', 'b <think>a</think>', ''],
  ['<thinker>a', '<thinker>a', ''],
  ['<thi', '<thi', ''],
  ['<think>a < b </think>c', 'c', 'a < b '],
  ['<think>a</think>b</think>c', 'b</think>c', 'a'],
])('%j is split', (whole, text, reasoning) => {
  expect(split([whole])).toEqual({ text, reasoning })
})

test('however the text is cut, the split is the same', () => {
  const token = fc.constantFrom('<think>', '</think>', '<', '</thi', '\n', ' ', 'a', 'b')
  fc.assert(
    fc.property(fc.array(token), fc.array(fc.nat(60)), (tokens, cuts) => {
      const whole = tokens.join('')
      const places = [0, ...cuts.map((cut) => cut % (whole.length + 1)), whole.length].toSorted(
        (a, b) => a - b,
      )
      const parts = places.slice(1).map((place, index) => whole.slice(places[index], place))
      expect(split(parts)).toEqual(split([whole]))
    }),
  )
})
