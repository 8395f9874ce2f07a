import fc from 'fast-check'
import { validateHeaderValue } from 'node:http'
import { expect, test } from 'vitest'
import { encodeHeaderText } from './answer-headers.ts'

test('plain names stay as they are', () => {
  expect(encodeHeaderText('Work proxy (EU)')).toBe('Work proxy (EU)')
  expect(encodeHeaderText('Zürich 100%')).toBe('Z%C3%BCrich 100%25')
})

test('any text makes a header value that reads back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const value = encodeHeaderText(text)
      validateHeaderValue('x-a', value)
      expect(value).toMatch(/^[\x20-\x7E]*$/)
      expect(decodeURIComponent(value)).toBe(text.toWellFormed())
    }),
  )
})
