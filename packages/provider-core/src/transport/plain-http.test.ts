import { expect, test } from 'vitest'
import { refusePlainHttp } from './plain-http.ts'

const refused = { code: 'plain-http' }

test('a credential over plain http to another machine is refused', () => {
  const url = new URL('http://gpu.example/v1')
  for (const name of [
    'authorization',
    'x-api-key',
    'api-key',
    'x-goog-api-key',
    'cookie',
    'X-Corp-Token',
  ]) {
    expect(() => refusePlainHttp({ url, headers: { [name]: 'v' } })).toThrow(
      expect.objectContaining(refused),
    )
  }
  const keyed = new URL('http://gpu.example/v1?key=abc')
  expect(() => refusePlainHttp({ url: keyed, headers: {} })).toThrow(
    expect.objectContaining(refused),
  )
  expect(() => refusePlainHttp({ url, headers: { 'x-odd': 'v' }, carriesSecret: true })).toThrow(
    expect.objectContaining(refused),
  )
})

test('consent, https, loopback and requests without credentials pass', () => {
  const headers = { authorization: 'Bearer k' }
  expect(() =>
    refusePlainHttp({ url: new URL('http://gpu.example'), headers, allowPlainHttp: true }),
  ).not.toThrow()
  expect(() => refusePlainHttp({ url: new URL('https://gpu.example'), headers })).not.toThrow()
  expect(() => refusePlainHttp({ url: new URL('http://127.0.0.1:1234'), headers })).not.toThrow()
  expect(() =>
    refusePlainHttp({ url: new URL('http://gpu.example'), headers: { accept: '*' } }),
  ).not.toThrow()
})
