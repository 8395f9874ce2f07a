import { describe, expect, test } from 'vitest'
import { readJsonObject } from './json-object.ts'

describe('a JSON object as it is typed', () => {
  test('blank is empty', () => {
    expect(readJsonObject(' \n')).toEqual({ ok: true, value: {} })
  })

  test('an object is read', () => {
    expect(readJsonObject('{"a": {"b": [1]}}')).toEqual({ ok: true, value: { a: { b: [1] } } })
  })

  test.each(['[1]', '"text"', '4', 'null'])('%s is not an object', (text) => {
    expect(readJsonObject(text)).toMatchObject({ ok: false })
  })

  test.each([
    ['{"a": }', 1],
    ['{\n  "a": 1\n  "b": 2\n}', 3],
    ['{\n  "a": 1,\n}', 3],
    ['{\n  // why\n  "a": 1\n}', 2],
  ])('%j is blamed on line %d', (text, line) => {
    const read = readJsonObject(text)
    expect(read).toMatchObject({ ok: false, line })
    expect(read.ok ? '' : read.message).toContain(`Line ${line}`)
  })
})
