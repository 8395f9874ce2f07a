import { describe, expect, test } from 'vitest'
import type { TokenCommand } from '../model/auth.ts'
import { createTokenCommands } from './token-command.ts'
import { parseTokenOutput } from './token-output.ts'

const start = Date.parse('2026-01-01T00:00:00Z')
const now = new Date(start)
const jwt = (claims: object): string =>
  ['{}', JSON.stringify(claims), 'sig']
    .map((part) => Buffer.from(part).toString('base64url'))
    .join('.')

describe('what is printed', () => {
  const bare = jwt({ exp: start / 1000 + 60 })
  test.each([
    ['tok-1\n', 'tok-1', undefined],
    [bare, bare, start + 60_000],
    ['{"token":"t"}', 't', undefined],
    ['{"access_token":"t","expires_in":3600}', 't', start + 3_600_000],
    ['{"access_token":"t","expires_in":"60"}', 't', start + 60_000],
    ['{"token":"t","expires_at":"2026-01-01T01:00:00Z"}', 't', start + 3_600_000],
    [`{"token":"t","expires_at":${start / 1000 + 5}}`, 't', start + 5000],
    [`{"token":"t","expiry":${start + 5}}`, 't', start + 5],
    [`{"token":"${bare}"}`, bare, start + 60_000],
  ])('%s', (output, token, expiresAt) => {
    expect(parseTokenOutput(output, now)).toEqual({ token, expiresAt })
  })

  test.each([
    '',
    '  \n',
    '{"a":"CANARY"}',
    '{"token":5}',
    '{CANARY',
    'CANARY two',
    'CANARY\nx',
    'CANARYü',
  ])('refused without repeating it: %j', (output) => {
    const read = () => parseTokenOutput(output, now)
    expect(read).toThrow(/^What the token command printed is no token/)
    expect(read).not.toThrow(/CANARY/)
  })
})

describe('how long it is kept', () => {
  function open(print: (run: number) => string) {
    let time = start
    let runs = 0
    const commands = createTokenCommands({
      now: () => new Date(time),
      run: async () => print((runs += 1)),
    })
    return {
      commands,
      get: (more: Partial<TokenCommand> = {}) =>
        commands.get({ program: 'p', args: [], ...more }, new AbortController().signal),
      pass: (ms: number) => void (time += ms),
    }
  }

  test('callers at once share one run', async () => {
    const { get } = open((run) => `tok-${run}`)
    expect(await Promise.all([get(), get(), get()])).toEqual(['tok-1', 'tok-1', 'tok-1'])
  })

  test('until shortly before its end, also when it lasts a minute', async () => {
    const { get, pass } = open((run) => `{"token":"tok-${run}","expires_in":60}`)
    expect(await get()).toBe('tok-1')
    pass(29_000)
    expect(await get()).toBe('tok-1')
    pass(2000)
    expect(await get()).toBe('tok-2')
  })

  test('by ttlSeconds and refresh where it does not say', async () => {
    const { get, pass } = open((run) => `tok-${run}`)
    const command = { ttlSeconds: 3600, refresh: 10 }
    await get(command)
    pass(3_589_000)
    expect(await get(command)).toBe('tok-1')
    pass(2000)
    expect(await get(command)).toBe('tok-2')
  })

  test('a refused one is forgotten; another command has its own', async () => {
    const { get, commands } = open((run) => `tok-${run}`)
    await get()
    commands.forget({ program: 'p', args: [] })
    expect(await get()).toBe('tok-2')
    expect(await get({ args: ['x'] })).toBe('tok-3')
  })

  test('a failure is a credentials error with the words of the runner, and is not kept', async () => {
    let bad = true
    const commands = createTokenCommands({
      now: () => now,
      run: async () => (bad ? Promise.reject(new Error('It ended with 1.')) : 'tok'),
    })
    const get = () => commands.get({ program: 'p', args: [] }, new AbortController().signal)
    await expect(get()).rejects.toMatchObject({ code: 'credentials', message: 'It ended with 1.' })
    bad = false
    expect(await get()).toBe('tok')
  })
})
