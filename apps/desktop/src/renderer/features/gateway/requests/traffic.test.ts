import { describe, expect, test } from 'vitest'
import { someRequest } from './testing.ts'
import { countTraffic } from './traffic.ts'

const now = Date.parse('2026-11-21T12:10:00.000Z')
const ago = (seconds: number) => new Date(now - seconds * 1000).toISOString()

describe('traffic', () => {
  test('spreads the tokens of a reply over the time it took', () => {
    const reply = someRequest({
      at: ago(40),
      firstByteMs: 0,
      totalMs: 40_000,
      usage: { outputTokens: 800 },
    })
    const { tokens } = countTraffic([reply], now)
    expect(tokens.slice(-3)).toEqual([0, 20, 20])
  })

  test('counts the requests of the minute before each step', () => {
    const { requests } = countTraffic(
      [ago(5), ago(30), ago(70)].map((at) => someRequest({ at })),
      now,
    )
    expect(requests.at(-1)).toBe(2)
    expect(requests.at(-4)).toBe(1)
    expect(requests[0]).toBe(0)
  })

  test('leaves out what is older than ten minutes', () => {
    const { tokens, requests } = countTraffic([someRequest({ at: ago(3600) })], now)
    expect([...tokens, ...requests].every((value) => value === 0)).toBe(true)
  })
})
