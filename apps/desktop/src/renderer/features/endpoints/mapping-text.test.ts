import { describe, expect, test } from 'vitest'
import { addToMapping, findRowFaults, rowsOf, textOf } from './mapping-text.ts'

describe('the mapping as text and rows', () => {
  test('text becomes rows and rows become the same text', () => {
    const text = '{\n  "a": "b",\n  "c": "d"\n}'
    const rows = rowsOf(text)
    expect(rows).toEqual([
      { name: 'a', value: 'b' },
      { name: 'c', value: 'd' },
    ])
    expect(textOf(rows ?? [])).toBe(text)
  })

  test('no rows are no text', () => {
    expect(textOf([{ name: ' ', value: '' }])).toBe('')
    expect(rowsOf('')).toEqual([])
  })

  test('a text with a mistake has no rows', () => {
    expect(rowsOf('{"a": "b"')).toBeUndefined()
  })

  test('ids with quotes and backslashes survive the way there and back', () => {
    const rows = [{ name: 'a"\\b', value: 'arn:aws:x/y' }]
    expect(rowsOf(textOf(rows))).toEqual(rows)
  })

  test('a row is wrong when its name is missing or stands above already', () => {
    const rows = [
      { name: 'a', value: '1' },
      { name: '', value: '2' },
      { name: 'a', value: '3' },
      { name: '', value: '' },
    ]
    const faults = findRowFaults(rows, false)
    expect(faults.map((fault) => fault?.name !== undefined)).toEqual([false, true, true, false])
  })

  test('a value may be missing only while the row is being typed', () => {
    const rows = [{ name: 'a', value: '' }]
    expect(findRowFaults(rows, false)).toEqual([undefined])
    expect(findRowFaults(rows, true)[0]?.value).toBeDefined()
  })

  test('entries are added to what is there', () => {
    expect(addToMapping('{"a": "b"}', { c: 'd' })).toBe('{\n  "a": "b",\n  "c": "d"\n}')
    expect(addToMapping('{"a"', { c: 'd' })).toBeUndefined()
  })
})
