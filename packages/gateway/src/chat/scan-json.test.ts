import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readClientBody } from './client-body.ts'
import { readSpan, scanTopLevel } from './scan-json.ts'

const names = ['model', 'stream'] as const

function scan(text: string) {
  const bytes = Buffer.from(text)
  const spans = scanTopLevel(bytes, names)
  return spans && { model: readSpan(bytes, spans.model), stream: readSpan(bytes, spans.stream) }
}

/** JSON with blanks wherever the grammar allows them. */
const spaced = fc
  .tuple(
    fc.dictionary(fc.oneof(fc.constantFrom(...names, 'messages'), fc.string()), fc.jsonValue()),
    fc.constantFrom(undefined, 1, '\t', '\r\n '),
  )
  .map(([value, indent]) => JSON.stringify(value, null, indent))

describe('scanTopLevel', () => {
  test('finds what JSON.parse finds, or leaves the body to it', () => {
    fc.assert(
      fc.property(spaced, (text) => {
        const found = scan(text)
        if (found === undefined) {
          // Only an escape in a name is odd in what JSON.stringify writes.
          expect(Object.keys(JSON.parse(text)).some((name) => /["\\\p{Cc}]/u.test(name))).toBe(true)
          return
        }
        const value = JSON.parse(text) as Record<string, unknown>
        const own = (name: string) => (Object.hasOwn(value, name) ? value[name] : undefined)
        expect(found).toEqual({ model: own('model'), stream: own('stream') })
      }),
      { numRuns: 500 },
    )
  })

  test('never throws, and finds nothing that JSON.parse would read otherwise, in damaged text', () => {
    const damaged = fc
      .tuple(spaced, fc.nat(), fc.string({ maxLength: 3 }))
      .map(([text, at, piece]) => {
        const cut = at % (text.length + 1)
        return text.slice(0, cut) + piece + text.slice(cut + 1)
      })
    fc.assert(
      fc.property(damaged, (text) => {
        const found = scan(text)
        let value: unknown
        try {
          value = JSON.parse(text)
        } catch {
          return
        }
        if (found === undefined || typeof value !== 'object' || value === null) return
        const object = value as Record<string, unknown>
        const own = (name: string) => (Object.hasOwn(object, name) ? object[name] : undefined)
        expect(found).toEqual({ model: own('model'), stream: own('stream') })
      }),
      { numRuns: 1000 },
    )
  })

  test.each([
    '',
    '   ',
    '[]',
    '"model"',
    'null',
    '{"model":"a"',
    '{"model":"a",}',
    '{"model":"a"}}',
    '{"model":"a"} x',
    '{"model":"a","model":"b"}',
    '{"mod\\u0065l":"a"}',
    '\uFEFF{"model":"a"}',
    '{"a":[1,2}',
    '{"a":[1,2]],"model":"b"}',
    '{"a":tru}',
    '{"a":01}',
    '{"a":}',
    '{a:1}',
    "{'model':'a'}",
    '{"a":"unended}',
    '{"a":"ends in \\"}',
    '{"a":{"b":x}}',
  ])('leaves %j to JSON.parse', (text) => {
    expect(scan(text)).toBeUndefined()
  })

  test('takes names from the top level only', () => {
    expect(scan('{"tools":[{"model":"x","stream":true}],"model":"y"}')).toEqual({ model: 'y' })
  })

  test('goes through a body nested as deep as a body can be', () => {
    const deep = '['.repeat(200_000) + ']'.repeat(200_000)
    expect(scan(`{"a":${deep},"model":"m"}`)).toEqual({ model: 'm' })
  })
})

describe('a client body', () => {
  const withModel = (text: string, id: string) =>
    readClientBody(Buffer.from(text)).withModel(id).toString()

  test('changes its model and no other byte', () => {
    const text = '{ "messages": [ {"content":"\\u00e9 \\n"} ] , "model" : "a/b" , "n":1.0e0 }'
    expect(withModel(text, 'c "d"')).toBe(text.replace('"a/b"', '"c \\"d\\""'))
  })

  test('with another model says what it said before, whatever it holds', () => {
    fc.assert(
      fc.property(spaced, fc.string(), (text, id) => {
        const value = JSON.parse(text) as Record<string, unknown>
        if (typeof value['model'] !== 'string') delete value['model']
        const whole = JSON.stringify(value)
        expect(JSON.parse(withModel(whole, id))).toEqual({ ...value, model: id })
      }),
    )
  })

  test.each(['{}', '{ }', '{"stream":true}', ' {"a":1}'])(
    'gets a model where it has none: %j',
    (text) => {
      expect(JSON.parse(withModel(text, 'm'))).toEqual({ ...JSON.parse(text), model: 'm' })
    },
  )

  test.each([
    ['\uFEFF{"model":"a","x":1}', { model: 'm', x: 1 }],
    ['{"model":"a","model":"b"}', { model: 'm' }],
    ['{"mod\\u0065l":"a"}', { model: 'm' }],
  ])('that is odd is parsed, and says the same: %j', (text, expected) => {
    const body = readClientBody(Buffer.from(text))
    expect(body.model).toMatch(/^[ab]$/)
    expect(JSON.parse(body.withModel('m').toString())).toEqual(expected)
    // Both sides read the same of it: nobody asks for one model and gets another.
    expect(scanTopLevel(body.bytes, names)).toBeDefined()
  })

  test.each(['', 'x', '[]', '{"model":"a"', '{"model":7}', '{"model":{}}'])(
    'is refused: %j',
    (text) => {
      expect(() => readClientBody(Buffer.from(text))).toThrow(
        expect.objectContaining({ code: 'invalid-request' }),
      )
    },
  )
})
