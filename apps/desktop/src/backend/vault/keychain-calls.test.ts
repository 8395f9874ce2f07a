import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { createKeychainCalls, KeychainTimeout } from './keychain-calls.ts'

const never = (): Promise<never> => new Promise(() => undefined)

test('calls run one after the other, in order, also past one that failed', async () => {
  const calls = createKeychainCalls()
  const seen: string[] = []
  const work = (name: string) => async () => {
    seen.push(`${name} begins`)
    await Promise.resolve()
    seen.push(`${name} ends`)
    if (name === 'b') throw new Error('no such item')
    return name
  }
  const results = await Promise.allSettled(
    ['a', 'b', 'c'].map((name) => calls.run(work(name), 1000)),
  )
  expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(calls.running).toBe(0)
})

test('calls that never return take three threads at most; then nothing is asked any more', async () => {
  const calls = createKeychainCalls()
  let asked = 0
  const ask = (): Promise<never> => {
    asked += 1
    return never()
  }
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => calls.run(ask, 1)))
  expect(results.every((result) => result.status === 'rejected')).toBe(true)
  expect((results[5] as PromiseRejectedResult).reason).toBeInstanceOf(KeychainTimeout)
  expect(asked).toBe(3)
  expect(calls.running).toBe(3)
})

test('an answer that comes after the limit frees its thread', async () => {
  const calls = createKeychainCalls()
  let answer: (value: string) => void = () => undefined
  const late = new Promise<string>((resolve) => (answer = resolve))
  await expect(calls.run(() => late, 1)).rejects.toBeInstanceOf(KeychainTimeout)
  expect(calls.running).toBe(1)
  answer('at last')
  await late
  expect(await calls.run(async () => 'the next', 1000)).toBe('the next')
  expect(calls.running).toBe(0)
})

test('a process ends although a thread waits for the keychain', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-pipe-'))
  const module = join(import.meta.dirname, 'keychain-calls.ts')
  // A named pipe that nobody writes to holds a thread of the pool as a lost prompt does.
  const script = `
    const { createKeychainCalls, leaveInSpiteOf } = await import(${JSON.stringify(module)})
    const { execFileSync } = await import('node:child_process')
    const { open } = await import('node:fs/promises')
    const pipe = ${JSON.stringify(join(folder, 'pipe'))}
    execFileSync('mkfifo', [pipe])
    const calls = createKeychainCalls()
    leaveInSpiteOf(calls)
    calls.run(() => open(pipe, 'r'), 1).catch(() => { console.log('given up'); process.exit(0) })
  `
  const ended: unknown = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', script],
    { timeout: 10_000 },
  ).catch((error: unknown) => error)
  await rm(folder, { recursive: true })
  expect(ended).toMatchObject({ stdout: 'given up\n', signal: 'SIGKILL', killed: false })
})
