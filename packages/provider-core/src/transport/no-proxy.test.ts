import { expect, test } from 'vitest'
import { skipsProxy } from './no-proxy.ts'

test.each([
  ['https://api.example.com/', 'example.com', true],
  ['https://api.example.com/', '.example.com', true],
  ['https://api.example.com/', '*.EXAMPLE.com', true],
  ['https://badexample.com/', 'example.com', false],
  ['https://api.example.com/', 'api.example.com:8443', false],
  ['https://api.example.com:8443/', 'api.example.com:8443', true],
  ['https://api.example.com/', '*', true],
  ['https://api.example.com/', '', false],
  ['http://10.1.2.3/', '10.0.0.0/8', true],
  ['http://11.1.2.3/', '10.0.0.0/8', false],
  ['http://10.1.2.3/', '10.1.2.3', true],
  ['http://10.1.2.3/', '2.3', false],
  ['http://[fd00::1]/', 'fd00::/8', true],
  ['http://[::1]:8080/', '[::1]:8080', true],
  ['http://10.1.2.3/', '10.0.0.0/99', false],
])('%s under the rule "%s": %s', (url, rule, skipped) => {
  expect(skipsProxy(new URL(url), [rule])).toBe(skipped)
})
