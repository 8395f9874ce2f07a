import { expect, test } from 'vitest'
import { ProviderError } from '../errors/provider-error.ts'
import type { CheckReport } from '../model/check.ts'
import { endpointSchema } from '../model/endpoint.ts'
import { toCurl } from '../operations/curl.ts'
import type { Engine } from '../operations/engine.ts'
import type { HandlerHost } from '../platforms/handler.ts'
import { createPlatforms } from '../platforms/registry.ts'
import { codesOf, statesOf } from '../testing/run-check.ts'
import { checkEndpoint } from './check-endpoint.ts'

const resolved = {
  endpoint: endpointSchema.parse({
    id: 'one',
    name: 'My handler',
    spec: 'custom-handler',
    handler: { file: '/handlers/one/handler.mjs' },
    models: ['my-model'],
    createdAt: '2026-11-21T00:00:00Z',
    updatedAt: '2026-11-21T00:00:00Z',
  }),
  secrets: {},
}

const chunk = (delta: object, reason: string | null) =>
  `data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: reason }] })}\n\n`
const message = { role: 'assistant', content: 'ok' }
const whole = JSON.stringify({ choices: [{ index: 0, message, finish_reason: 'stop' }] })
const streamed = `${chunk({ content: 'ok' }, null)}${chunk({}, 'stop')}data: [DONE]\n\n`

const working: HandlerHost = {
  prepare: () => Promise.resolve('handler.mjs: completion, streaming'),
  answer: (_, { body }) => {
    const { stream } = JSON.parse(new TextDecoder().decode(body)) as { stream?: boolean }
    const type = stream === true ? 'text/event-stream' : 'application/json'
    return Promise.resolve({
      status: 200,
      headers: { 'content-type': type },
      body: once(stream === true ? streamed : whole),
    })
  },
}

async function* once(text: string) {
  yield new TextEncoder().encode(text)
}

function engineWith(handlers: HandlerHost): Engine {
  const now = () => new Date()
  const platforms = createPlatforms({ now, handlers })
  return {
    send: () => Promise.reject(new Error('The network was used.')),
    getPlatform: (id) => platforms[id],
    now,
    clock: () => performance.now(),
  }
}

async function check(handlers: HandlerHost): Promise<CheckReport> {
  const { signal } = new AbortController()
  for await (const event of checkEndpoint(resolved, engineWith(handlers), { signal })) {
    if (event.type === 'report') return event.report
  }
  throw new Error('There was no report.')
}

test('a handler is loaded in place of reaching a host, and has no list of models', async () => {
  const report = await check(working)
  expect(report.ok).toBe(true)
  expect(statesOf(report)).toEqual({
    address: 'passed',
    connection: 'passed',
    tls: 'passed',
    auth: 'passed',
    models: 'note',
    reply: 'passed',
    stream: 'passed',
  })
  const details = Object.fromEntries(report.stages.map(({ id, detail }) => [id, detail]))
  expect(details).toMatchObject({
    address: 'handler.mjs: completion, streaming',
    connection: 'not used',
    tls: 'not used',
  })
})

test.each([
  ['handler-unconfirmed', 'Not allowed to run'],
  ['handler', 'Handler failed'],
] as const)('%s is a finding in its own words', async (code, summary) => {
  const refuse = () => Promise.reject(new ProviderError({ code, message: 'Say what to do.' }))
  const report = await check({ ...working, prepare: refuse })
  expect(report).toMatchObject({ ok: false, summary })
  expect(codesOf(report)).toEqual([code])
  expect(report.findings[0]?.message).toBe('Say what to do.')
  expect(statesOf(report)).toMatchObject({ address: 'failed', connection: 'skipped' })
})

test('a status of 500 is put down to the code and not to a server', async () => {
  const body = JSON.stringify({ error: { message: 'Not implemented yet!' } })
  const answer: HandlerHost['answer'] = () =>
    Promise.resolve({ status: 500, headers: {}, body: once(body) })
  const report = await check({ ...working, answer })
  expect(report.findings.at(-1)).toMatchObject({
    code: 'server-error',
    message: expect.stringMatching(/Not implemented yet!.*in the code of the handler/),
  })
})

test('there is no curl command for a handler, and the error says what to use', async () => {
  const call = {
    route: { dialect: 'openai-chat', upstreamModelId: 'my-model' },
    resolved,
    request: { messages: [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }] },
    stream: false,
  } as const
  await expect(toCurl(call as never, engineWith(working))).rejects.toThrow(/Use the gateway/)
})
