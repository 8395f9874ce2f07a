import { expect, test } from 'vitest'
import { createGate } from './gate.ts'
import { startStrictUpstream, type StrictUpstream } from './strict-upstream.ts'

const spec = 'openai-chat-completions'

function post(upstream: StrictUpstream, model: string, signal?: AbortSignal): Promise<Response> {
  const { baseUrl, secrets } = upstream.expectations
  return fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    signal: signal ?? null,
    headers: {
      authorization: `Bearer ${secrets['apiKey'] ?? ''}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ model, stream: true, messages: [{ role: 'user', content: 'Hello' }] }),
  })
}

test.each(['fake-hang-before-headers', 'fake-hang-mid-stream', 'fake-slow'])(
  'records that a client gave up on %s',
  async (model) => {
    await using upstream = await startStrictUpstream({ spec })
    const abort = new AbortController()
    const reply = post(upstream, model, abort.signal).then((response) => response.text())
    const request = await upstream.waitForRequest((seen) => seen.model === model)
    expect(request.end).toBeUndefined()
    abort.abort()
    await expect(reply).rejects.toThrow(/abort/)
    expect((await request.ended).how).toBe('aborted')
    expect(request.end?.how).toBe('aborted')
  },
)

test('tells finished replies from those that it broke off itself', async () => {
  await using upstream = await startStrictUpstream({ spec })
  await (await post(upstream, 'any')).text()
  const cut = post(upstream, 'fake-break-mid-stream').then((response) => response.text())
  await expect(cut).rejects.toThrow(/terminated/)
  const [finished, broken] = upstream.requests
  expect((await finished?.ended)?.how).toBe('finished')
  expect((await broken?.ended)?.how).toBe('broken-off')
})

test('a gate lets events through one by one', async () => {
  const gate = createGate()
  await using upstream = await startStrictUpstream({ spec, behaviour: { kind: 'reply', gate } })
  const response = await post(upstream, 'any')
  const reader = (response.body ?? new ReadableStream()).getReader()
  const decode = ({ value }: { value?: unknown }) => Buffer.from(value as Uint8Array).toString()
  gate.release()
  expect(decode(await reader.read())).toContain('"role":"assistant"')
  gate.release()
  expect(decode(await reader.read())).toContain('reasoning_content')
  gate.open()
  const rest: string[] = []
  for (let part = await reader.read(); !part.done; part = await reader.read())
    rest.push(decode(part))
  expect(rest.join('')).toMatch(/\[DONE\]\n\n$/)
})

test('a headers gate holds the status line', async () => {
  const headersGate = createGate()
  await using upstream = await startStrictUpstream({
    spec,
    behaviour: { kind: 'reply', headersGate },
  })
  let hasAnswer = false
  const reply = post(upstream, 'any').then((response) => {
    hasAnswer = true
    return response.text()
  })
  await upstream.waitForRequest()
  expect(hasAnswer).toBe(false)
  headersGate.release()
  expect(await reply).toContain('[DONE]')
})

test('keeps what was sent: target, headers and parsed body', async () => {
  await using upstream = await startStrictUpstream({ spec, query: { 'a b': 'c/d' } })
  const { baseUrl } = upstream.expectations
  await fetch(`${baseUrl}/models?a%20b=c%2Fd`, { headers: { 'X-Custom': 'Yes' } })
  expect(upstream.requests[0]).toMatchObject({
    index: 0,
    method: 'GET',
    path: '/v1/models',
    query: 'a%20b=c%2Fd',
    headers: { 'x-custom': 'Yes' },
    body: undefined,
  })
  expect(upstream.refusals).toEqual([
    expect.objectContaining({ code: 'credentials', status: 401, request: upstream.requests[0] }),
  ])
})

test('refuses a path that cannot be decoded instead of failing itself', async () => {
  await using upstream = await startStrictUpstream({ spec: 'google' })
  const response = await fetch(`${upstream.url}/v1beta/models/%ZZ:generateContent`, {
    method: 'POST',
  })
  expect(response.status).toBe(400)
  expect(upstream.refusals[0]?.code).toBe('path')
})

test('closing ends replies that hang', async () => {
  const upstream = await startStrictUpstream({ spec })
  const reply = post(upstream, 'fake-hang-before-headers')
  const request = await upstream.waitForRequest()
  await upstream.close()
  await expect(reply).rejects.toThrow(/fetch failed/)
  expect((await request.ended).how).toBe('broken-off')
})
