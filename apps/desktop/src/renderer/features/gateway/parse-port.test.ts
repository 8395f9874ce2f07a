import { expect, test } from 'vitest'
import { parsePort } from './parse-port.ts'

test('takes what a port can be and nothing else', () => {
  expect(parsePort(' 8460 ')).toBe(8460)
  for (const text of ['', '0', '65536', '84x', '-1', '1.5', '1e3']) {
    expect(parsePort(text)).toBeUndefined()
  }
})
