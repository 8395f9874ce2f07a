import { expect, test } from 'vitest'
import { mergeBody } from './merge-body.ts'

test('objects are merged deeply, everything else is replaced', () => {
  const body = { a: { b: 1, c: [1, 2] }, d: 'x', e: { f: 1 } }
  expect(mergeBody(body, { a: { c: [3], g: null }, d: { h: 1 }, e: 5 })).toEqual({
    a: { b: 1, c: [3], g: null },
    d: { h: 1 },
    e: 5,
  })
  expect(body).toEqual({ a: { b: 1, c: [1, 2] }, d: 'x', e: { f: 1 } })
})

test('a field named __proto__ is a field', () => {
  const merged = mergeBody(
    {},
    JSON.parse('{"__proto__":{"polluted":true}}') as Record<string, unknown>,
  )
  expect(Object.hasOwn(merged, '__proto__')).toBe(true)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  expect(merged['polluted']).toBeUndefined()
})
