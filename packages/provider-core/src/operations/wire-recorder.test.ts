import { expect, test } from 'vitest'
import { createRedactor } from '../errors/redact.ts'
import type { WireRecord } from '../model/wire-record.ts'
import { createWireRecorder } from './wire-recorder.ts'

function record(keepsWire?: () => boolean) {
  const records: WireRecord[] = []
  const recorder = createWireRecorder({
    request: {
      method: 'POST',
      url: new URL('http://127.0.0.1/v1/chat/completions'),
      headers: {},
      body: new TextEncoder().encode('{"ask":1}'),
      signal: new AbortController().signal,
      timeouts: {},
      allowPlainHttp: false,
    },
    redactor: createRedactor(['sk-secret']),
    engine: { now: () => new Date(0), clock: () => 0 },
    onWire: (wire) => records.push(wire),
    keepsWire,
  })
  return { records, recorder }
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

test('what was sent and what came back is told at the headers and at the end', () => {
  const { records, recorder } = record()
  recorder.begin({ status: 200, headers: {} })
  recorder.receive(bytes('{"answer":"sk-secret"}'), true)
  recorder.end()
  expect(records).toHaveLength(2)
  expect(records[1]).toMatchObject({
    requestBody: '{"ask":1}',
    responseBody: '{"answer":"••••"}',
    responseBytes: 22,
  })
})

test('a record that nobody keeps any more is let go and not told', () => {
  let keeps = true
  const { records, recorder } = record(() => keeps)
  recorder.begin({ status: 200, headers: {} })
  recorder.receive(bytes('one'), true)
  keeps = false
  recorder.receive(bytes('two'), true)
  keeps = true
  recorder.receive(bytes('three'), true)
  recorder.end()
  expect(records).toHaveLength(1)
})
