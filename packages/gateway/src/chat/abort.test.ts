import { once } from 'node:events'
import { createGate, startStrictUpstream, type Behaviour } from '@patchbay/provider-core/testing'
import { describe, expect, test } from 'vitest'
import { open, type Question } from '../testing/ask.ts'
import { endpointOf, openGateway } from '../testing/open-gateway.ts'

/** What user report 10 asks for: the upstream stops within this time of the client's going. */
const limitMs = 100

const ways = [
  { way: 'passed', options: { spec: 'openai-chat-completions' }, model: 'm1' },
  { way: 'translated', options: { spec: 'anthropic' }, model: 'claude-x' },
  { way: 'translated from Converse', options: { spec: 'amazon-bedrock' }, model: 'amazon.nova-x' },
] as const

async function started(options: (typeof ways)[number]['options'], behaviour: Behaviour) {
  const upstream = await startStrictUpstream({ ...options, behaviour })
  const gateway = await openGateway({ endpoints: [endpointOf(upstream, { id: 'e1', name: 'e1' })] })
  return { upstream, gateway }
}

describe.each(ways)('a $way request of a client that goes (report 10)', ({ options, model }) => {
  test.each([true, false])('ends before the first byte, stream: %s', async (stream) => {
    const { upstream, gateway } = await started(options, { kind: 'hang-before-headers' })
    await using _upstream = upstream
    await using _gateway = gateway
    const question: Question = { client: 'openai-chat', model: `e1/${model}`, stream }
    const stop = new AbortController()
    const opening = open(gateway.url, question, stop.signal).catch(() => undefined)
    const request = await upstream.waitForRequest()
    const at = performance.now()
    stop.abort()
    const end = await request.ended
    expect(end.how).toBe('aborted')
    expect(end.at - at).toBeLessThan(limitMs)
    await opening
    expect(await gateway.ended(0)).toMatchObject({ state: 'stopped', error: { code: 'aborted' } })
  })

  test('ends in the middle of a stream', async () => {
    const { upstream, gateway } = await started(options, {
      kind: 'hang-mid-stream',
      afterChunks: 2,
    })
    await using _upstream = upstream
    await using _gateway = gateway
    const question: Question = { client: 'openai-chat', model: `e1/${model}`, stream: true }
    const incoming = await open(gateway.url, question)
    await once(incoming, 'data')
    const request = await upstream.waitForRequest()
    const at = performance.now()
    incoming.destroy()
    const end = await request.ended
    expect(end.how).toBe('aborted')
    expect(end.at - at).toBeLessThan(limitMs)
    expect(await gateway.ended(0)).toMatchObject({ state: 'stopped' })
  })

  test('ends in the middle of a whole reply', async () => {
    const gate = createGate()
    const { upstream, gateway } = await started(options, { kind: 'reply', headersGate: gate })
    await using _upstream = upstream
    await using _gateway = gateway
    const question: Question = { client: 'openai-chat', model: `e1/${model}`, stream: false }
    const stop = new AbortController()
    const opening = open(gateway.url, question, stop.signal).catch(() => undefined)
    const request = await upstream.waitForRequest()
    const at = performance.now()
    stop.abort()
    const end = await request.ended
    expect(end.at - at).toBeLessThan(limitMs)
    await opening
  })
})
