import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, test } from 'vitest'
import {
  reserveRefusingPort,
  startGarbageServer,
  startHangingServer,
  startStrictUpstream,
} from '../testing/index.ts'
import { codesOf, runCheck as check, statesOf, type CheckDraft } from '../testing/run-check.ts'

describe('what answers wrongly', () => {
  test.each([
    [401, 'key-refused', 'auth'],
    [403, 'not-allowed', 'reply'],
    [429, 'rate-limited', 'reply'],
    [500, 'server-error', 'reply'],
  ] as const)('%s is %s', async (status, code, failed) => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: { kind: 'http-error', status, ...(status === 429 ? { retryAfter: '7' } : {}) },
    })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(codesOf(report)).toEqual([code])
    expect(statesOf(report)).toMatchObject({
      [failed]: 'failed',
      reply: 'failed',
      stream: 'skipped',
    })
    expect(report.summary).toContain(String(status))
    if (status === 429) expect(report.findings[0]?.message).toContain('7 s')
  })

  test('a wrong key is found even when the list is what refuses it', async () => {
    for (const spec of ['openai-chat-completions', 'google', 'anthropic'] as const) {
      await using upstream = await startStrictUpstream({ spec })
      const { report, events } = await check(upstream, { secrets: { apiKey: 'sk-wrong-1234567' } })
      expect(codesOf(report), spec).toEqual(['key-refused'])
      expect(statesOf(report), spec).toMatchObject({ auth: 'failed' })
      expect(JSON.stringify(events)).not.toContain('sk-wrong-1234567')
    }
  })

  test('a missing secret is named before anything is sent', async () => {
    await using upstream = await startStrictUpstream({ spec: 'amazon-bedrock' })
    const { report } = await check(upstream, { secrets: {} })
    expect(codesOf(report)).toEqual(['missing-secret'])
    expect(statesOf(report)).toMatchObject({ auth: 'failed', reply: 'skipped' })
    expect(upstream.requests).toEqual([])
  })

  test.each([
    ['error-in-200', 'error-in-200'],
    ['invalid-json', 'invalid-answer'],
    ['no-body', 'invalid-answer'],
  ] as const)('%s is %s', async (kind, code) => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: { kind },
    })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(codesOf(report)).toEqual([code])
  })

  test('a stream that breaks off fails the stream stage only', async () => {
    await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
    upstream.queueBehaviours({ kind: 'reply' }, { kind: 'break-mid-stream' })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(codesOf(report)).toEqual(['stream-broken'])
    expect(statesOf(report)).toMatchObject({ reply: 'passed', stream: 'failed' })
  })

  test('a server that hangs runs into the limit of the stage', async () => {
    await using upstream = await startStrictUpstream({
      spec: 'openai-chat-completions',
      behaviour: { kind: 'hang-before-headers' },
    })
    const { report } = await check(upstream, {
      fields: { models: ['m'] },
      options: { stageLimitMs: 150 },
    })
    expect(codesOf(report)).toEqual(['timeout'])
    expect(statesOf(report)).toMatchObject({ reply: 'failed' })
  })
})

describe('what cannot be reached', () => {
  const at = async (baseUrl: string, draft: CheckDraft = {}) => {
    await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
    const { report } = await check(upstream, {
      ...draft,
      fields: { baseUrl, models: ['m'], ...draft.fields },
    })
    return report
  }

  test('a host that does not resolve', async () => {
    const report = await at('https://no-such-host.invalid/v1')
    expect(statesOf(report)).toMatchObject({ address: 'failed', connection: 'skipped' })
    expect(report.findings).toMatchObject([{ code: 'host-not-found', fix: { focus: 'baseUrl' } }])
    expect(report.summary).toBe('Host not found')
  })

  test('a port that refuses', async () => {
    await using refusing = await reserveRefusingPort()
    const report = await at(refusing.url('http'))
    expect(statesOf(report)).toMatchObject({ address: 'passed', connection: 'failed' })
    expect(codesOf(report)).toEqual(['connection-refused'])
  })

  test('a TLS handshake that hangs', async () => {
    await using hanging = await startHangingServer()
    const report = await at(hanging.url('https'), { options: { stageLimitMs: 150 } })
    expect(statesOf(report)).toMatchObject({ connection: 'passed', tls: 'failed' })
    expect(codesOf(report)).toEqual(['timeout'])
  })

  test('https on a port that speaks no TLS offers http on this machine', async () => {
    await using garbage = await startGarbageServer()
    const report = await at(garbage.url('https'))
    expect(statesOf(report)).toMatchObject({ tls: 'failed' })
    expect(report.findings).toMatchObject([
      { code: 'no-tls', fix: { label: 'Use http', changes: { baseUrl: garbage.url('http') } } },
    ])
  })

  test('http on a TLS port offers https', async () => {
    await using secure = await startStrictUpstream({
      spec: 'openai-chat-completions',
      tls: 'valid',
    })
    const report = await at(secure.expectations.baseUrl.replace('https:', 'http:'))
    expect(report.findings).toMatchObject([
      { code: 'use-https', fix: { changes: { baseUrl: secure.expectations.baseUrl } } },
    ])
  })

  test('a TLS port is found out also when no model is known, and with a certificate that is not trusted', async () => {
    await using secure = await startStrictUpstream({
      spec: 'openai-chat-completions',
      tls: 'self-signed',
    })
    const report = await at(secure.expectations.baseUrl.replace('https:', 'http:'), {
      fields: { models: [] },
    })
    expect(codesOf(report)).toEqual(['use-https'])
  })

  test.each([
    ['self-signed', 'certificate-untrusted'],
    ['wrong-host', 'certificate-untrusted'],
    ['expired', 'certificate-untrusted'],
  ] as const)('a %s certificate is refused, and shown', async (kind, code) => {
    await using upstream = await startStrictUpstream({ spec: 'openai-chat-completions', tls: kind })
    const { report } = await check(upstream, { fields: { models: ['m'] } })
    expect(statesOf(report)).toMatchObject({ tls: 'failed', auth: 'skipped' })
    expect([code, `certificate-${kind}`]).toContain(codesOf(report)[0])
    expect(report.certificate).toMatchObject({
      subject: expect.any(String),
      daysLeft: expect.any(Number),
    })
    expect(upstream.requests).toEqual([])
  })

  test('a key over plain http to another machine asks for consent, and sends nothing', async () => {
    const server = createServer((_request, response) => response.end())
    server.listen(0, '0.0.0.0')
    await new Promise((resolve) => server.once('listening', resolve))
    let requests = 0
    server.on('request', () => (requests += 1))
    const { port } = server.address() as AddressInfo
    const own = Object.values(networkInterfaces())
      .flat()
      .find((entry) => entry?.family === 'IPv4' && !entry.internal)
    const report = own && (await at(`http://${own.address}:${port}/v1`))
    await new Promise((resolve) => server.close(resolve))
    expect(report?.findings ?? [{ code: 'plain-http' }]).toMatchObject([{ code: 'plain-http' }])
    if (report !== undefined) {
      expect(report.findings[0]?.fix).toMatchObject({ changes: { allowPlainHttp: true } })
    }
    expect(requests).toBe(0)
  })
})

test('a check that is stopped still reports, and closes its socket', async () => {
  await using upstream = await startStrictUpstream({
    spec: 'openai-chat-completions',
    behaviour: { kind: 'hang-before-headers' },
  })
  const controller = new AbortController()
  const running = check(upstream, {
    fields: { models: ['m'] },
    options: { signal: controller.signal },
  })
  const seen = await upstream.waitForRequest((request) => request.model === 'm')
  controller.abort()
  const { report } = await running
  expect(report).toMatchObject({ ok: false, summary: 'Stopped' })
  expect((await seen.ended).how).toBe('aborted')
})
