/** @file The lock that a second start of the same app runs into; it wakes the first by a signal. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const wake = 'SIGUSR2'

/** @returns how to let go of the lock, or undefined where another process has it */
export function takeInstanceLock(
  folder: string,
  onSecond: (argv: string[]) => void,
): (() => void) | undefined {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'stand-in.lock')
  const told = join(folder, 'stand-in.second-argv')
  const owner = readOwner(file)
  if (owner !== undefined) {
    writeFileSync(told, JSON.stringify(process.argv))
    process.kill(owner, wake)
    return undefined
  }
  writeFileSync(file, String(process.pid))
  process.on(wake, () => {
    // A library that also listens may send the signal once more.
    if (!existsSync(told)) return
    const argv = JSON.parse(readFileSync(told, 'utf8')) as string[]
    rmSync(told)
    onSecond(argv)
  })
  return () => rmSync(file, { force: true })
}

function readOwner(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    process.kill(pid, 0)
    return pid
  } catch {
    // No lock, or one of a process that has ended.
    return undefined
  }
}
