import { expect, test } from 'vitest'
import { isWebPage, parseRetryAfter } from './upstream-error.ts'

const now = new Date('2026-11-21T00:00:00Z')

test.each([
  [{ 'retry-after': '7' }, 7000],
  [{ 'retry-after': '0.5' }, 500],
  [{ 'retry-after-ms': '250', 'retry-after': '7' }, 250],
  [{ 'retry-after': 'Sat, 21 Nov 2026 00:00:30 GMT' }, 30_000],
  [{ 'retry-after': 'Sat, 21 Nov 2020 00:00:30 GMT' }, 0],
  [{ 'retry-after': 'soon' }, undefined],
  [{}, undefined],
])('%o asks for a wait of %s ms', (headers, expected) => {
  expect(parseRetryAfter(headers as Record<string, string>, now)).toBe(expected)
})

test('a web page is known by its type or by its first tag', () => {
  expect(isWebPage('text/html; charset=utf-8', 'x')).toBe(true)
  expect(isWebPage(undefined, ' \n<!DOCTYPE html><p>')).toBe(true)
  expect(isWebPage('application/json', '{"html":"<html>"}')).toBe(false)
})
