/** @file What tests of hostile handlers watch beside them. */
import { expect } from 'vitest'
import type { HandlerProcess } from '../host/handler-process.ts'
import { ask, resolveHandler, textOf, type TestHost } from './open-handler.ts'

/** Limits under which a test need not wait. */
export const quick = { heartbeatMs: 50, silenceMs: 600, settleMs: 200, memoryCheckMs: 50 }

/** Another endpoint's handler, which has to answer whatever happens. */
export async function openWitness(host: TestHost): Promise<() => Promise<void>> {
  const code = `let count = 0; export const completion = () => 'still here ' + (count += 1)`
  const resolved = await resolveHandler(code, { id: 'witness' })
  let asked = 0
  const check = async (): Promise<void> => {
    asked += 1
    // The count says that it is the same process as before.
    expect(textOf(await ask(host, resolved))).toBe(`still here ${asked}`)
  }
  await check()
  return check
}

export function exitOf(process: HandlerProcess | undefined): Promise<void> {
  return new Promise((resolve) => {
    if (process === undefined) throw new Error('There is no such process.')
    if (!isAlive(process)) resolve()
    else process.onExit(() => resolve())
  })
}

export function isAlive({ pid }: HandlerProcess): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0)
  } catch {
    return false
  }
}
