import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mappingSchema } from './mapping.ts'
import { parseMapping, type MappingIssue } from './parse-mapping.ts'

function issueOf(text: string): MappingIssue {
  const parsed = parseMapping(text)
  if (parsed.ok) throw new Error(`parsed: ${JSON.stringify(parsed.mapping)}`)
  return parsed.issue
}

describe('parseMapping', () => {
  test('reads what it is given in JSON', () => {
    expect(parseMapping('{"claude-sonnet-4-6": "claude-v2"}')).toEqual({
      ok: true,
      mapping: { 'claude-sonnet-4-6': 'claude-v2' },
    })
    expect(parseMapping('')).toEqual({ ok: true, mapping: {} })
    expect(parseMapping(' \n{ }\n')).toEqual({ ok: true, mapping: {} })
    expect(parseMapping('{"a": "\\u00e9\\"\\\\"}')).toEqual({ ok: true, mapping: { a: 'é"\\' } })
  })

  test('every mapping survives writing and reading, pretty or not', () => {
    const mapping = fc
      .dictionary(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), {
        noNullPrototype: true,
      })
      .map((value) => mappingSchema.safeParse(value))
      .filter((parsed) => parsed.success)
      .map((parsed) => parsed.data ?? {})
    fc.assert(
      fc.property(mapping, fc.constantFrom(0, 2), (value, indent) => {
        expect(parseMapping(JSON.stringify(value, undefined, indent))).toEqual({
          ok: true,
          mapping: value,
        })
      }),
    )
  })

  test('what it accepts is what JSON.parse accepts, and it never throws', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '"a"',
      '"b"',
      ':',
      ',',
      '\n',
      "'c'",
      '1',
      'null',
      '[',
      ']',
      '"',
      '\\',
      'x',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join('')
        const parsed = parseMapping(text)
        expect(parsed.ok && text.trim() !== '' ? JSON.parse(text) : parsed).toEqual(
          parsed.ok && text.trim() !== '' ? parsed.mapping : parsed,
        )
      }),
      { numRuns: 2000 },
    )
  })

  test('a missing comma is named at the end of its line, with the mend', () => {
    const text =
      '{\n  "mistral-large-latest": "mistral-large"\n  "mistral-small-latest": "mistral-small"\n}'
    const issue = issueOf(text)
    expect(issue).toMatchObject({
      line: 2,
      column: 41,
      length: 1,
      message: 'Line 2 needs a comma at its end.',
      fix: { label: 'Add it' },
    })
    expect(parseMapping(issue.fix?.text ?? '').ok).toBe(true)
  })

  test.each<
    [text: string, line: number, column: number, message: string, mended: string | undefined]
  >([
    [
      '{\n\n "x": 3}',
      3,
      7,
      'Line 3: the value for "x" is a number; ids are text in double quotes.',
      '{\n\n "x": "3"}',
    ],
    [
      '{"x": true}',
      1,
      7,
      'Line 1: the value for "x" is true or false; ids are text in double quotes.',
      '{"x": "true"}',
    ],
    [
      '{"x": null}',
      1,
      7,
      'Line 1: the value for "x" is null; ids are text in double quotes.',
      '{"x": "null"}',
    ],
    [
      '{"x": ["y"]}',
      1,
      7,
      'Line 1: the value for "x" is a list; ids are text in double quotes.',
      undefined,
    ],
    [
      '{"x": {"y": "z"}}',
      1,
      7,
      'Line 1: the value for "x" is an object; ids are text in double quotes.',
      undefined,
    ],
    [
      '{"x": ""}',
      1,
      7,
      'Line 1: the value for "x" is empty. Name the id that the endpoint expects.',
      undefined,
    ],
    ['{"": "y"}', 1, 2, 'Line 1: name the model id before the colon.', undefined],
    ['{"x": }', 1, 7, 'Line 1: the value for "x" is missing.', undefined],
    ['{"x": "y",}', 1, 10, 'Line 1 has a comma after the last entry.', '{"x": "y"}'],
    ['{"x": "y",, "z": "a"}', 1, 11, 'Line 1 has a comma too many.', '{"x": "y", "z": "a"}'],
    ['{\'x\': "y"}', 1, 2, 'Line 1: use double quotes, not single ones.', '{"x": "y"}'],
    [
      '{x: "y"}',
      1,
      2,
      'Line 1: the model id before the colon needs double quotes around it.',
      '{"x": "y"}',
    ],
    [
      '{"x": y-1}',
      1,
      7,
      'Line 1: the value for "x" needs double quotes around it.',
      '{"x": "y-1"}',
    ],
    ['{"x" "y"}', 1, 4, 'Line 1 needs a colon after "x".', '{"x": "y"}'],
    ['{\n"x": "y"', 2, 8, 'Line 2 needs a } after it to close the mapping.', '{\n"x": "y"\n}'],
    ['{\n"x": "y,\n}', 2, 8, 'Line 2 needs a closing quote.', '{\n"x": "y",\n}'],
    ['["x"]', 1, 1, 'Line 1: a mapping is an object in { }, not a list.', undefined],
    [
      '"x": "y"',
      1,
      1,
      'Line 1: a mapping is an object: put { before it and } after it.',
      undefined,
    ],
    ['{"x": "y"} z', 1, 12, 'Line 1: nothing may follow the closing }. Take it out.', undefined],
    ['{"x": "a",\r\n"x": "b"}', 2, 1, 'Line 2: "x" is mapped twice. Keep one of them.', undefined],
    [
      '{"x": "a\\q"}',
      1,
      7,
      'Line 1: the value for "x" has a \\ that stands for nothing. Write \\\\ for a backslash.',
      undefined,
    ],
    ['{ // note\n"x": "y"}', 1, 3, 'Line 1: JSON has no comments. Take it out.', undefined],
    [
      '{',
      1,
      2,
      'Line 1: the model id before the colon is missing, and so is the closing }.',
      undefined,
    ],
  ])('%j', (text, line, column, message, mended) => {
    const issue = issueOf(text)
    expect(issue).toMatchObject({ line, column, message })
    expect(issue.length).toBeGreaterThan(0)
    expect(issue.fix?.text).toBe(mended)
  })
})
