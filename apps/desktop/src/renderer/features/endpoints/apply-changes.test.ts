import { describe, expect, test } from 'vitest'
import { applyFieldChanges, applySecrets } from './apply-changes.ts'
import { createFormValues } from './form-values.ts'

describe('changes put into the form', () => {
  test('a fix of one field touches no other', () => {
    expect(applyFieldChanges(createFormValues(), { baseUrl: 'https://x.example/v1' })).toEqual({
      baseUrl: 'https://x.example/v1',
    })
  })

  test('structured fields arrive in the form’s own shape', () => {
    const values = {
      ...createFormValues(),
      headers: [
        { name: 'old', value: '1' },
        { name: 'x-api-key', value: '', saved: true },
      ],
    }
    const changes = applyFieldChanges(values, {
      modelMapping: { a: 'b' },
      headers: { 'x-team': 'a' },
      extraBody: {},
      timeouts: { connectMs: 2500 },
      dialect: undefined,
    })
    expect(changes).toEqual({
      mappingText: '{\n  "a": "b"\n}',
      headers: [
        { name: 'x-team', value: 'a' },
        { name: 'x-api-key', value: '', saved: true },
      ],
      extraBodyText: '',
      timeouts: { connectMs: '2.5', firstByteMs: '', idleMs: '' },
      dialect: '',
    })
  })

  test('credentials of a pasted URL go to their field or to a row', () => {
    const changes = applySecrets(createFormValues(), { apiKey: 'k', 'query:sig': 's' })
    expect(changes.secrets?.apiKey).toEqual({ state: 'set', value: 'k' })
    expect(changes.query).toEqual([{ name: 'sig', value: 's' }])
  })
})
