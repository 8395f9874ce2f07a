import { describe, expect, test } from 'vitest'
import { isLoopback } from './is-loopback.ts'
import { maskQuery } from './mask-query.ts'
import { parseBaseUrl } from './parse-base-url.ts'
import { takeCredentials } from './take-credentials.ts'

function refusal(text: string): { message: string; suggestion: string | undefined } {
  const parsed = parseBaseUrl(text)
  if (parsed.ok) throw new Error('parsed')
  expect(parsed.issue.field).toBe('baseUrl')
  return { message: parsed.issue.message, suggestion: parsed.suggestion }
}

describe('parseBaseUrl', () => {
  test('takes path and query as typed', () => {
    expect(parseBaseUrl('  https://h.example:8443/a/b/?x=1&y=%2F  ')).toEqual({
      ok: true,
      base: {
        origin: 'https://h.example:8443',
        path: '/a/b',
        query: 'x=1&y=%2F',
        exactPath: '/a/b/',
      },
    })
  })

  test.each([
    ['llm.example.com/v1', 'https://llm.example.com/v1'],
    ['localhost:8000/v1', 'http://localhost:8000/v1'],
    ['127.0.0.1:11434', 'http://127.0.0.1:11434'],
    ['[::1]:80/v1', 'http://[::1]:80/v1'],
    ['https:/llm.example.com/v1', 'https://llm.example.com/v1'],
  ])('no scheme: %s', (typed, suggestion) => {
    expect(refusal(typed)).toEqual({
      message: `The URL needs its scheme: ${suggestion}`,
      suggestion,
    })
  })

  test('spaces, other schemes, fragments and nothing at all are named', () => {
    expect(refusal('https://llm.example.com /v1')).toEqual({
      message: 'Take the space out of the URL.',
      suggestion: 'https://llm.example.com/v1',
    })
    expect(refusal('ftp://llm.example.com').message).toMatch(/ftp:\/\/ cannot be called/)
    expect(refusal('https://h.example/v1#').suggestion).toBe('https://h.example/v1')
    expect(refusal('').message).toMatch(/Type the base URL/)
    expect(refusal('https://').message).toMatch(/not a URL/)
    expect(refusal('https://h:99999').message).toMatch(/host and the port/)
  })

  test('a password in the URL is refused and never repeated', () => {
    for (const typed of [
      'https://me:hunter2@h.example/v1',
      'me:hunter2@h.example',
      'https://me:hunter2@h.example/ v1',
    ]) {
      const { message, suggestion } = refusal(typed)
      expect(message + (suggestion ?? '')).not.toContain('hunter2')
    }
    expect(refusal('https://me:hunter2@h.example/v1').message).toMatch(/user name and password/)
  })
})

test.each([
  'localhost',
  'a.localhost',
  '127.0.0.1',
  '127.9.9.9',
  '[::1]',
  '::ffff:127.0.0.1',
  '[::ffff:7f00:1]',
  '0.0.0.0',
])('%s is loopback', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each(['localhost.example.com', '128.0.0.1', '10.0.0.1', '127.0.0.1.nip.io', '[fe80::1]', ''])(
  '%s is not loopback',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)

test('maskQuery hides credentials only', () => {
  expect(maskQuery('https://h.example/v1?key=abc&alt=sse&subscription-key=x%26y&code=')).toBe(
    'https://h.example/v1?key=••••&alt=sse&subscription-key=••••&code=',
  )
})

test('takeCredentials moves them to secrets and keeps the rest letter for letter', () => {
  expect(takeCredentials('https://h.example/v1/?a=%20&key=s%2Bcret&b=2')).toEqual({
    baseUrl: 'https://h.example/v1/?a=%20&b=2',
    secrets: { 'query:key': 's+cret' },
  })
  expect(takeCredentials('https://h.example/v1?a=1')).toBeUndefined()
})
