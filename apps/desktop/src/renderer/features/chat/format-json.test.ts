import { expect, test } from 'vitest'
import { formatJson } from './format-json.ts'

test('arguments get line breaks; none are an empty object; half ones stay as they are', () => {
  expect(formatJson('{"a":[1]}')).toBe('{\n  "a": [\n    1\n  ]\n}')
  expect(formatJson(' ')).toBe('{}')
  expect(formatJson('{"a"')).toBeUndefined()
})
