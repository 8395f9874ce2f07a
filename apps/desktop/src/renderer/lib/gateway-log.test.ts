import { describe, expect, test } from 'vitest'
import type { GatewayRequest } from '@patchbay/provider-core/model'
import { applyRequestParts, longestLog } from './gateway-log.ts'

function request(id: string, state: GatewayRequest['state'] = 'done'): GatewayRequest {
  return {
    id,
    state,
    at: '2026-11-21T12:00:00.000Z',
    method: 'POST',
    path: '/v1/messages',
    from: 'curl',
    stream: false,
    failedAttempts: [],
    warnings: [],
    hasBodies: false,
  }
}

const ids = (log: readonly GatewayRequest[]) => log.map((one) => one.id)

describe('the log of requests', () => {
  test('puts what begins first, the newest on top', () => {
    const log = applyRequestParts(
      [request('a')],
      [
        { type: 'put', requests: [request('b'), request('c')] },
        { type: 'put', requests: [request('d')] },
      ],
    )
    expect(ids(log)).toEqual(['d', 'c', 'b', 'a'])
  })

  test('replaces what ends where it stands', () => {
    const log = applyRequestParts(
      [request('b', 'running'), request('a', 'running')],
      [{ type: 'put', requests: [request('a', 'failed')] }],
    )
    expect(log.map((one) => `${one.id} ${one.state}`)).toEqual(['b running', 'a failed'])
  })

  test('begins anew with everything, and never grows over its bound', () => {
    const many = Array.from({ length: longestLog }, (_, index) => request(`n${index}`))
    const log = applyRequestParts(
      [request('old')],
      [
        { type: 'all', requests: many },
        { type: 'put', requests: [request('new')] },
      ],
    )
    expect(log).toHaveLength(longestLog)
    expect(log[0]?.id).toBe('new')
    expect(ids(log)).not.toContain('old')
  })
})
