import { describe, expect, test } from 'vitest'
import { filterRequests, readRequestStatus, wordDestination } from './request-words.ts'
import { someRequest } from './testing.ts'

const wrongKey = someRequest({
  id: 'r2',
  from: 'curl',
  state: 'failed',
  status: 401,
  route: undefined,
  model: undefined,
  error: { code: 'authentication', message: 'This is not a gateway key.', retryable: false },
})
const cut = someRequest({
  id: 'r3',
  state: 'failed',
  status: 200,
  error: { code: 'stream-broken', message: 'It broke off.', retryable: true },
})

describe('words of a request', () => {
  test('the status is what the tool got, and a reply that broke off is cut', () => {
    expect(readRequestStatus(someRequest())).toMatchObject({ text: '200', tone: 'ok' })
    expect(readRequestStatus(wrongKey)).toMatchObject({ text: '401', tone: 'error' })
    expect(readRequestStatus(cut)).toMatchObject({ text: 'cut', tone: 'warn' })
    expect(readRequestStatus(someRequest({ state: 'stopped' }))?.text).toBe('stopped')
    expect(readRequestStatus(someRequest({ state: 'running' }))).toBeUndefined()
  })

  test('what went nowhere says why', () => {
    expect(wordDestination(someRequest())).toBe('Company proxy')
    expect(wordDestination(wrongKey)).toBe('wrong key')
  })

  test('the filter wants every word, and failed ones only when asked', () => {
    const all = [someRequest(), wrongKey, cut]
    expect(filterRequests(all, '', false)).toBe(all)
    expect(filterRequests(all, 'claude PROXY', false).map((one) => one.id)).toEqual(['r1', 'r3'])
    expect(filterRequests(all, '401', false).map((one) => one.id)).toEqual(['r2'])
    expect(filterRequests(all, '', true).map((one) => one.id)).toEqual(['r2', 'r3'])
    expect(filterRequests(all, 'curl cut', false)).toEqual([])
  })
})
