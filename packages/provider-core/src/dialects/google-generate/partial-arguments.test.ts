import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { JsonObject } from '../dialect.ts'
import { createArgumentsWriter } from './partial-arguments.ts'

/** Values at JSON paths, as Vertex streams them; strings in two pieces and a closing one. */
function* toPartials(value: unknown, jsonPath: string): Iterable<JsonObject> {
  if (typeof value === 'string') {
    yield { jsonPath, stringValue: value.slice(0, 2), willContinue: true }
    yield { jsonPath, stringValue: value.slice(2), willContinue: true }
    yield { jsonPath, stringValue: '' }
  } else if (typeof value === 'number') yield { jsonPath, numberValue: value }
  else if (typeof value === 'boolean') yield { jsonPath, boolValue: value }
  else if (value === null) yield { jsonPath, nullValue: 'NULL_VALUE' }
  else if (Array.isArray(value)) {
    for (const [at, entry] of value.entries()) yield* toPartials(entry, `${jsonPath}[${at}]`)
  } else {
    for (const [name, entry] of Object.entries(value as object)) {
      const isPlain = /^[A-Za-z]\w*$/.test(name)
      const quoted = name.replaceAll(/[\\']/g, String.raw`\$&`)
      yield* toPartials(entry, isPlain ? `${jsonPath}.${name}` : `${jsonPath}['${quoted}']`)
    }
  }
}

const leaf = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('"quoted" \\ \n', '🙂 漢字'),
)
const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom('a b', "it's", 'x.y', '[0]'))
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    leaf,
    // Empty containers have no path of their own, so Vertex cannot say them.
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }),
    fc.dictionary(name, tie('tree'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  ),
})).tree

test('any object streamed at its paths becomes the same JSON', () => {
  fc.assert(
    fc.property(fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true }), (args) => {
      const writer = createArgumentsWriter()
      const text = [...toPartials(args, '$')].map((partial) => writer.push(partial)).join('')
      expect(JSON.parse(text + writer.end())).toEqual(args)
    }),
  )
})

test('every piece is handed on at once', () => {
  const writer = createArgumentsWriter()
  const path = '$.list[0].city'
  expect(writer.push({ jsonPath: path, stringValue: 'Bos', willContinue: true })).toBe(
    '{"list":[{"city":"Bos',
  )
  expect(writer.push({ jsonPath: path, stringValue: 'ton', willContinue: true })).toBe('ton')
  expect(writer.push({ jsonPath: path, stringValue: '' })).toBe('"')
  expect(writer.push({ jsonPath: path, stringValue: '' })).toBe('')
  expect(writer.push({ jsonPath: '$.list[2]', numberValue: 1 })).toBe('},null,1')
  expect(writer.end()).toBe(']}')
})

test('a call without arguments has an empty object, and whole members go before pieces', () => {
  expect(createArgumentsWriter().end()).toBe('{}')
  const writer = createArgumentsWriter()
  const text = writer.pushWhole({ a: [1] }) + writer.push({ jsonPath: '$.b', boolValue: true })
  expect(JSON.parse(text + writer.end())).toEqual({ a: [1], b: true })
})

test('a value that belongs before text already written is refused, never written wrongly', () => {
  const writer = createArgumentsWriter()
  writer.push({ jsonPath: '$.a.x', numberValue: 1 })
  writer.push({ jsonPath: '$.b', numberValue: 2 })
  expect(() => writer.push({ jsonPath: '$.a.y', numberValue: 3 })).toThrow(RangeError)
  expect(() => writer.push({ jsonPath: 'a', numberValue: 3 })).toThrow(RangeError)
})
