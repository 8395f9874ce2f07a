import { expect, test } from 'vitest'
import { someRequest } from './testing.ts'
import { listWireParts } from './wire-text.ts'

const wire = {
  method: 'POST',
  url: 'https://llm.corp.example/v1/messages',
  requestHeaders: [['x-api-key', '••••'] as [string, string]],
  requestBody: '{"model":"corp/claude-sonnet"}',
  status: 200,
  responseHeaders: [['content-type', 'text/event-stream'] as [string, string]],
  responseBody: 'event: message_start\ndata: {}\n\n',
  startedAt: '2026-11-21T12:00:00.000Z',
}

test('lays JSON out and leaves streams as they came; a copy has the body alone', () => {
  const parts = listWireParts({ request: someRequest(), wire, clientBody: '{"model":"claude"}' })
  expect(parts.map((part) => part.id)).toEqual(['request', 'response', 'asked'])
  expect(parts[0]?.text).toBe(
    'POST https://llm.corp.example/v1/messages\nx-api-key: ••••\n\n{\n  "model": "corp/claude-sonnet"\n}',
  )
  expect(parts[0]?.copy).toBe(wire.requestBody)
  expect(parts[1]?.text).toContain('HTTP 200\ncontent-type: text/event-stream\n\nevent:')
  expect(parts[2]?.text).toBe('{\n  "model": "claude"\n}')
})

test('a request that was never sent has no response', () => {
  const parts = listWireParts({ request: someRequest() })
  expect(parts.map((part) => part.text)).toEqual(['', ''])
})
