import { describe, expect, test } from 'vitest'
import { getDialect } from '../dialects/registry.ts'
import type { DialectId } from '../model/spec.ts'
import {
  isWebPage,
  parseRetryAfter,
  readUpstreamError,
  refusesCredentials,
} from './upstream-error.ts'

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

describe('an error that AWS names in a header', () => {
  const refuse = (
    status: number,
    headers: Record<string, string>,
    body: string,
    dialect: DialectId = 'bedrock-converse',
  ) =>
    readUpstreamError(
      { status, headers, body: toBody(body) },
      { dialect: getDialect(dialect), url: new URL('https://aws.example/model/x/converse'), now },
    )
  const uri = 'http://internal.amazon.com/coral/com.amazon.coral.service/'

  test.each([
    ['ThrottlingException', 400, 'rate-limit'],
    [`ServiceQuotaExceededException:${uri}`, 400, 'rate-limit'],
    ['com.amazon.coral.service#ExpiredTokenException', 403, 'authentication'],
    ['UnrecognizedClientException', 403, 'authentication'],
    ['AccessDeniedException', 403, 'permission'],
    ['InternalServerException', 500, 'upstream'],
    ['ModelTimeoutException', 408, 'timeout'],
  ])('%s with %i is %s', async (name, status, code) => {
    const headers = { 'x-amzn-errortype': name }
    for (const dialect of ['bedrock-converse', 'anthropic-messages', 'openai-chat'] as const) {
      const error = await refuse(status, headers, '{"message":"No."}', dialect)
      expect(error).toMatchObject({ code, status })
      expect(error.message).toContain('No.')
    }
    expect(await refuse(status, headers, '')).toMatchObject({ code })
    expect(await refuse(status, headers, 'plain words')).toMatchObject({
      code,
      message: expect.stringContaining('plain words'),
    })
  })

  test('the type in the body goes before, and an error of the format is read as such', async () => {
    const headers = { 'x-amzn-errortype': 'ThrottlingException' }
    const typed = '{"__type":"ValidationException","message":"No."}'
    expect(await refuse(400, headers, typed)).toMatchObject({ code: 'invalid-request' })
    const own = '{"error":{"type":"invalid_request_error","message":"No."}}'
    expect(await refuse(400, headers, own, 'openai-chat')).toMatchObject({
      code: 'invalid-request',
    })
  })

  test('keys that have ended are given up by the name alone', async () => {
    const expired = await refuse(403, { 'x-amzn-errortype': 'ExpiredTokenException' }, '{}')
    expect(refusesCredentials(expired)).toBe(true)
    const denied = await refuse(403, { 'x-amzn-errortype': 'AccessDeniedException' }, '{}')
    expect(refusesCredentials(denied)).toBe(false)
  })
})

async function* toBody(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(text)
}
