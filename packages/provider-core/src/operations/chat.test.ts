import { describe, expect, test } from 'vitest'
import type { ChatEvent } from '../model/chat-event.ts'
import type { ChatRequest } from '../model/chat-request.ts'
import type { EndpointFields } from '../model/endpoint.ts'
import type { WireRecord } from '../model/wire-record.ts'
import { getSpec } from '../specs/registry.ts'
import {
  createGate,
  defaultReasoning,
  defaultReplyText,
  fakeUsage,
  startGarbageServer,
  startStrictUpstream,
  reserveRefusingPort,
  type StrictUpstream,
  type StrictUpstreamOptions,
} from '../testing/index.ts'
import { resolveExpectations } from '../testing/resolve-expectations.ts'
import { openEngine } from '../testing/open-engine.ts'
import { chat } from './chat.ts'
import type { ChatCall } from './engine.ts'

const request: ChatRequest = {
  messages: [
    { role: 'system', content: [{ type: 'text', text: 'Be brief.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Hi' }] },
    { role: 'assistant', content: [{ type: 'text', text: 'Hello.' }] },
    { role: 'user', content: [{ type: 'text', text: 'grün 漢 🙂?' }] },
  ],
  maxOutputTokens: 200,
}

interface Setting {
  readonly name: string
  readonly options: StrictUpstreamOptions
  readonly model: string
  readonly overrides?: Partial<EndpointFields>
}

const settings: readonly Setting[] = [
  { name: 'OpenAI chat', options: { spec: 'openai-chat-completions' }, model: 'm1' },
  { name: 'OpenAI responses', options: { spec: 'openai-responses' }, model: 'm1' },
  { name: 'Anthropic', options: { spec: 'anthropic' }, model: 'claude-v2' },
  { name: 'Google', options: { spec: 'google' }, model: 'gemini-x' },
  { name: 'Azure, dated', options: { spec: 'azure', forms: ['dated'] }, model: 'dep-1' },
  {
    name: 'Azure, v1',
    options: { spec: 'azure', forms: ['v1'] },
    model: 'dep-1',
    overrides: { apiVersion: undefined },
  },
  {
    name: 'Azure, Claude',
    options: { spec: 'azure', forms: ['claude'] },
    model: 'claude-dep',
    overrides: { dialect: 'anthropic-messages' },
  },
  {
    name: 'Bedrock, Claude',
    options: { spec: 'amazon-bedrock' },
    model: 'eu.anthropic.claude-x-v1:0',
  },
  { name: 'Bedrock, Converse', options: { spec: 'amazon-bedrock' }, model: 'amazon.nova-x-v1:0' },
  {
    name: 'Bedrock, Bearer key',
    options: { spec: 'amazon-bedrock', credentials: { apiKey: 'bedrock-api-key-123' } },
    model: 'amazon.nova-x-v1:0',
  },
  {
    name: 'Bedrock, session token',
    options: {
      spec: 'amazon-bedrock',
      credentials: { accessKeyId: 'ASIAX', secretAccessKey: 'shhhh/+x', sessionToken: 'tok+en/=' },
    },
    model: 'amazon.nova-x-v1:0',
  },
  { name: 'Vertex, Gemini', options: { spec: 'google-vertex' }, model: 'gemini-x' },
  { name: 'Vertex, Claude', options: { spec: 'google-vertex' }, model: 'claude-x@20260101' },
]

function callOf(
  upstream: StrictUpstream,
  model: string,
  overrides: Partial<EndpointFields> = {},
  stream = true,
): ChatCall {
  const resolved = resolveExpectations(upstream.expectations, overrides)
  const dialect = getSpec(resolved.endpoint.spec).resolveDialect(resolved.endpoint, model)
  return { route: { dialect, upstreamModelId: model }, resolved, request, stream }
}

async function run(call: ChatCall, signal = new AbortController().signal) {
  const events: ChatEvent[] = []
  const wires: WireRecord[] = []
  await using engine = openEngine()
  for await (const event of chat(call, engine, { signal, onWire: (wire) => wires.push(wire) })) {
    events.push(event)
  }
  return { events, wires, last: events.at(-1) }
}

const textOf = (events: readonly ChatEvent[], type: 'text-delta' | 'reasoning-delta'): string =>
  events.map((event) => (event.type === type ? event.text : '')).join('')

describe.each(settings)('$name', ({ options, model, overrides }) => {
  for (const stream of [true, false]) {
    test(`${stream ? 'a streamed' : 'a whole'} reply arrives with reasoning, usage and timing`, async () => {
      await using upstream = await startStrictUpstream(options)
      const { events, wires, last } = await run(callOf(upstream, model, overrides, stream))
      expect(upstream.refusals).toEqual([])
      expect(last).toMatchObject({
        type: 'finish',
        reason: 'stop',
        usage: { inputTokens: fakeUsage.inputTokens, outputTokens: fakeUsage.outputTokens },
        timing: { firstTokenMs: expect.any(Number), totalMs: expect.any(Number) },
      })
      expect(textOf(events, 'text-delta')).toBe(defaultReplyText(model, 'grün 漢 🙂?'))
      expect(textOf(events, 'reasoning-delta')).toBe(defaultReasoning('grün 漢 🙂?'))
      expect(events.filter((event) => event.type === 'start')).toHaveLength(1)
      expect(wires).toHaveLength(2)
      expect(wires[1]).toMatchObject({ status: 200, responseBytes: expect.any(Number) })
      const shown = JSON.stringify(wires)
      for (const secret of Object.values(upstream.expectations.secrets)) {
        expect(shown).not.toContain(JSON.stringify(secret).slice(1, -1))
      }
    })
  }

  test('a stream cut at every byte, with CRLF and comments, reads the same', async () => {
    await using upstream = await startStrictUpstream({
      ...options,
      behaviour: {
        kind: 'reply',
        text: 'grün 🙂',
        writeBytes: 1,
        lineEnding: 'crlf',
        comments: true,
      },
    })
    const { events, last } = await run(callOf(upstream, model, overrides))
    expect(textOf(events, 'text-delta')).toBe('grün 🙂')
    expect(last).toMatchObject({ type: 'finish' })
  })

  test('a stream that breaks off, ends early or fails inside ends with an error and keeps its text', async () => {
    await using upstream = await startStrictUpstream(options)
    for (const kind of ['break-mid-stream', 'end-without-close', 'error-mid-stream'] as const) {
      // The pace lets the text leave the server before it destroys the socket.
      upstream.queueBehaviours({ kind, chunkDelayMs: 1 })
      const { events, last } = await run(callOf(upstream, model, overrides))
      expect(last, kind).toMatchObject({ type: 'error' })
      if (kind !== 'error-mid-stream') {
        expect(last, kind).toMatchObject({ error: { code: 'stream-broken', retryable: true } })
      }
      expect(
        events.some((event) => event.type.endsWith('-delta')),
        kind,
      ).toBe(true)
      expect(events.filter((event) => event.type === 'error')).toHaveLength(1)
    }
  })

  test('errors keep status, words and the wait', async () => {
    await using upstream = await startStrictUpstream(options)
    for (const [status, code] of [
      [401, 'authentication'],
      [403, 'permission'],
      [429, 'rate-limit'],
      [500, 'upstream'],
    ] as const) {
      upstream.queueBehaviours({
        kind: 'http-error',
        status,
        message: 'the words of the server',
        ...(status === 429 ? { retryAfter: '7' } : {}),
      })
      const { last } = await run(callOf(upstream, model, overrides))
      expect(last).toMatchObject({ type: 'error', error: { code, status } })
      expect(JSON.stringify(last)).toContain('the words of the server')
      if (status === 429)
        expect(last).toMatchObject({ error: { retryAfterMs: 7000, retryable: true } })
    }
  })

  test('an error, a web page, broken JSON or nothing under a 200 is an error', async () => {
    await using upstream = await startStrictUpstream(options)
    for (const kind of ['error-in-200', 'html', 'invalid-json', 'no-body'] as const) {
      for (const stream of [true, false]) {
        upstream.queueBehaviours({ kind })
        const { last } = await run(callOf(upstream, model, overrides, stream))
        expect(last, `${kind} ${stream}`).toMatchObject({ type: 'error' })
        if (kind === 'html') expect(JSON.stringify(last)).toContain('web page')
      }
    }
  })

  test('stopping closes the upstream socket, before and after the first byte', async () => {
    await using upstream = await startStrictUpstream(options)
    await using engine = openEngine()
    for (const kind of ['hang-before-headers', 'hang-mid-stream'] as const) {
      upstream.queueBehaviours({ kind })
      const before = upstream.requests.length
      const controller = new AbortController()
      const call = callOf(upstream, model, overrides)
      let last: ChatEvent | undefined
      const reading = (async () => {
        for await (const event of chat(call, engine, { signal: controller.signal })) {
          last = event
          if (event.type.endsWith('-delta')) setImmediate(() => controller.abort())
        }
      })()
      const seen = await upstream.waitForRequest(
        (candidate) => candidate.index >= before && candidate.operation !== 'token',
      )
      if (kind === 'hang-before-headers') controller.abort()
      expect((await seen.ended).how).toBe('aborted')
      await reading
      expect(last).toMatchObject({ type: 'error', error: { code: 'aborted', retryable: false } })
    }
  })
})

describe('the request', () => {
  test('custom headers, query, base URL query and extra body reach the upstream', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      basePath: '/team-a/v1',
      baseUrlQuery: { tenant: 'a b' },
      query: { trace: '1', code: 'sig+nature/=' },
      headers: { 'x-team': 'blue', 'x-corp-token': 'corp-secret-9' },
      extraBody: { reasoning: { effort: 'low' }, seed: 7 },
    })
    const resolved = resolveExpectations(
      upstream.expectations,
      {
        headers: { 'X-Team': 'blue' },
        query: { trace: '1' },
        extraBody: { reasoning: { effort: 'low' }, seed: 7 },
      },
      {
        ...upstream.expectations.secrets,
        'header:X-Corp-Token': 'corp-secret-9',
        'query:code': 'sig+nature/=',
      },
    )
    const { last, wires } = await run({
      route: { dialect: 'openai-chat', upstreamModelId: 'm1' },
      resolved,
      request,
      stream: true,
    })
    expect(upstream.refusals).toEqual([])
    expect(last).toMatchObject({ type: 'finish' })
    const shown = JSON.stringify(wires)
    expect(shown).not.toContain('corp-secret-9')
    expect(shown).not.toContain('sig%2Bnature')
    expect(shown).toContain('tenant=a')
  })

  test('a base URL over plain http to another machine is refused before a byte is sent', async () => {
    await using upstream = await startStrictUpstream({ spec: 'anthropic' })
    const call = callOf(upstream, 'm', { baseUrl: 'http://gpu.example.invalid/v1' })
    const { last, wires } = await run(call)
    expect(last).toMatchObject({ type: 'error', error: { code: 'plain-http' } })
    expect(wires.at(-1)).not.toHaveProperty('status')
  })

  test('fields that make no address are a settings error', async () => {
    await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
    const { last } = await run(callOf(upstream, 'm', { baseUrl: 'no scheme' }))
    expect(last).toMatchObject({ type: 'error', error: { code: 'settings' } })
  })

  test('a redirect is an error that names its target', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: { kind: 'redirect', location: 'https://elsewhere.example/v1/chat/completions' },
    })
    const { last, wires } = await run(callOf(upstream, 'm'))
    expect(last).toMatchObject({
      type: 'error',
      error: { code: 'redirected', url: 'https://elsewhere.example/v1/chat/completions' },
    })
    expect(wires.at(-1)?.responseHeaders).toEqual([
      ['location', 'https://elsewhere.example/v1/chat/completions'],
    ])
  })

  test('a refused port and a server that speaks no HTTP are named', async () => {
    await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
    await using refusing = await reserveRefusingPort()
    await using garbage = await startGarbageServer()
    const codes: unknown[] = []
    for (const baseUrl of [refusing.url('http'), garbage.url('http'), garbage.url('https')]) {
      const { last } = await run(callOf(upstream, 'm', { baseUrl }))
      codes.push(last?.type === 'error' && last.error.code)
    }
    expect(codes).toEqual(['connection-refused', 'invalid-answer', 'tls'])
  })

  test('an answer that came whole to a stream request is read all the same', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: {
        kind: 'raw',
        headers: { 'content-type': 'text/plain' },
        body: JSON.stringify({
          id: 'c',
          object: 'chat.completion',
          choices: [
            { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'all' } },
          ],
        }),
      },
    })
    const { events, last } = await run(callOf(upstream, 'm'))
    expect(textOf(events, 'text-delta')).toBe('all')
    expect(last).toMatchObject({ type: 'finish', reason: 'stop' })
  })

  test('the key is in no wire record and no error, even when the upstream echoes it', async () => {
    await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
    const key = upstream.expectations.secrets['apiKey'] ?? ''
    upstream.queueBehaviours({ kind: 'http-error', status: 401, message: `Incorrect key: ${key}.` })
    const { events, wires } = await run(callOf(upstream, 'm'))
    expect(key.length).toBeGreaterThan(3)
    expect(JSON.stringify({ events, wires })).not.toContain(key)
    expect(JSON.stringify(events)).toContain('Incorrect key: ••••')
  })

  test('events are handed over as they come, not when the stream ends', async () => {
    const gate = createGate()
    await using upstream = await startStrictUpstream({
      spec: 'anthropic',
      behaviour: { kind: 'reply', gate },
    })
    await using engine = openEngine()
    const { signal } = new AbortController()
    const events = chat(callOf(upstream, 'claude-v2'), engine, { signal })
    gate.release(3)
    let event = await events.next()
    while (event.done !== true && !event.value.type.endsWith('-delta')) {
      gate.release(1)
      event = await events.next()
    }
    expect(event.value).toMatchObject({ type: 'reasoning-delta' })
    expect(upstream.requests.at(-1)?.end).toBeUndefined()
    await events.return(undefined)
    expect((await upstream.requests.at(-1)?.ended)?.how).toBe('aborted')
  })
})
