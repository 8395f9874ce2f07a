import { describe, expect, test } from 'vitest'
import { fixSchema } from './check.ts'

describe('a fix', () => {
  test('changes what it names and nothing else', () => {
    const fix = { label: 'Add /v1', changes: { baseUrl: 'https://host.example/v1' } }
    expect(fixSchema.parse(fix)).toEqual(fix)
  })

  test('keeps a change to a field that has a default', () => {
    const fix = { label: 'Send no system message', changes: { supportsSystemMessage: false } }
    expect(fixSchema.parse(fix)).toEqual(fix)
  })

  test('is refused with a value that the field cannot have', () => {
    expect(fixSchema.safeParse({ label: 'x', changes: { spec: 'soap' } }).success).toBe(false)
  })
})
