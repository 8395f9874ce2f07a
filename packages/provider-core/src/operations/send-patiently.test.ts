import { describe, expect, test } from 'vitest'
import { ProviderError } from '../errors/provider-error.ts'
import type { SendRequest, SendResponse } from '../transport/send.ts'
import { sendPatiently } from './send-patiently.ts'

const request = { signal: new AbortController().signal } as SendRequest

function answer(status: number, headers: Record<string, string> = {}): SendResponse {
  return { status, headers, body: (async function* () {})() }
}

/** An engine that answers by the script and waits no time. */
function script(...outcomes: (SendResponse | ProviderError)[]) {
  const waits: number[] = []
  let sent = 0
  return {
    waits,
    sent: () => sent,
    now: () => new Date('2026-01-01T00:00:00Z'),
    send: async () => {
      const outcome = outcomes[sent] ?? answer(200)
      sent += 1
      if (outcome instanceof ProviderError) throw outcome
      return outcome
    },
    patience: {
      random: () => 1,
      wait: async (ms: number) => void waits.push(ms),
    },
  }
}

const failure = (code: ProviderError['code'], cause?: string) =>
  new ProviderError({
    code,
    message: 'No.',
    cause: cause === undefined ? undefined : Object.assign(new Error(cause), { code: cause }),
  })

const twice = { attempts: 2 }

describe('what is sent again', () => {
  test.each([408, 409, 429, 500, 502, 503, 529])('an answer of %i', async (status) => {
    const engine = script(answer(status))
    const { response, retried } = await sendPatiently(request, engine, twice)
    expect(response.status).toBe(200)
    expect(retried).toEqual([{ reason: `The server answered ${status}`, delayMs: 500 }])
  })

  test.each([200, 204, 304, 400, 401, 403, 404, 413, 422])(
    'not an answer of %i',
    async (status) => {
      const engine = script(answer(status))
      expect((await sendPatiently(request, engine, twice)).response.status).toBe(status)
      expect(engine.sent()).toBe(1)
    },
  )

  test('a connection that failed, not a request that was taken, nor a bad certificate', async () => {
    const again = [
      failure('connection'),
      failure('connection-refused'),
      failure('timeout', 'UND_ERR_CONNECT_TIMEOUT'),
    ]
    for (const error of again) {
      const engine = script(error)
      expect((await sendPatiently(request, engine, twice)).response.status).toBe(200)
    }
    const once = [
      failure('timeout', 'UND_ERR_HEADERS_TIMEOUT'),
      failure('tls'),
      failure('host-not-found'),
      failure('aborted'),
      failure('plain-http'),
    ]
    for (const error of once) {
      const engine = script(error)
      await expect(sendPatiently(request, engine, twice)).rejects.toBe(error)
      expect(engine.sent()).toBe(1)
    }
  })
})

describe('how often and when', () => {
  const many = Array.from({ length: 9 }, () => answer(503))

  test('once unless set otherwise; the last answer is given on', async () => {
    const engine = script(...many)
    expect((await sendPatiently(request, engine, twice)).response.status).toBe(503)
    expect(engine.sent()).toBe(2)
    const once = script(...many)
    expect((await sendPatiently(request, once)).response.status).toBe(503)
    expect(once.sent()).toBe(1)
  })

  test('waits double up to the limit, half of each by chance', async () => {
    const engine = script(...many)
    await sendPatiently(request, engine, { attempts: 5, maxDelayMs: 1500 })
    expect(engine.waits).toEqual([500, 1000, 1500, 1500])
    const lucky = script(...many)
    lucky.patience.random = () => 0
    await sendPatiently(request, lucky, { attempts: 3 })
    expect(lucky.waits).toEqual([250, 500])
  })

  test('the wait that the server asks for is kept, and one that is too long ends the tries', async () => {
    const date = new Date('2026-01-01T00:00:03Z').toUTCString()
    const engine = script(
      answer(429, { 'retry-after': '7' }),
      answer(429, { 'retry-after-ms': '20' }),
      answer(503, { 'retry-after': date }),
    )
    await sendPatiently(request, engine, { attempts: 5 })
    expect(engine.waits).toEqual([7000, 20, 3000])
    const patient = script(answer(429, { 'retry-after': '11' }))
    expect((await sendPatiently(request, patient)).response.status).toBe(429)
    expect(patient.sent()).toBe(1)
  })

  test('a server that says no other try gets none', async () => {
    const engine = script(answer(500, { 'x-should-retry': 'false' }))
    await sendPatiently(request, engine, twice)
    expect(engine.sent()).toBe(1)
  })

  test('an abort ends the wait', async () => {
    const engine = script(...many)
    engine.patience.wait = async () => Promise.reject(new Error('aborted'))
    await expect(sendPatiently(request, engine, twice)).rejects.toMatchObject({ code: 'aborted' })
    expect(engine.sent()).toBe(1)
  })

  test('without patience nothing is sent twice', async () => {
    const engine = { ...script(...many), patience: undefined }
    await sendPatiently(request, engine, { attempts: 5 })
    expect(engine.sent()).toBe(1)
  })
})
