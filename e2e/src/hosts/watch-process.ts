/** @file A child process with what it prints. */
import type { ChildProcess } from 'node:child_process'

export interface WatchedProcess {
  readonly processId: number
  readonly output: () => string
  /** The first match of what it prints; rejects when the process ends before. */
  readonly waitFor: (pattern: RegExp) => Promise<RegExpExecArray>
  /** Resolves with the exit code, or null where a signal ended it. */
  readonly ended: Promise<number | null>
}

export function watchProcess(child: ChildProcess): WatchedProcess {
  let text = ''
  const { pid } = child
  if (pid === undefined) throw new Error(`${child.spawnfile} could not be started`)
  const listeners = new Set<() => void>()
  const take = (part: Buffer): void => {
    text += part.toString()
    for (const listener of listeners) listener()
  }
  child.stdout?.on('data', take)
  child.stderr?.on('data', take)
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  return {
    processId: pid,
    output: () => text,
    ended,
    waitFor: (pattern) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(text)
          if (!match) return
          listeners.delete(look)
          resolve(match)
        }
        listeners.add(look)
        look()
        void ended.then((code) => reject(new Error(`ended with ${code} and printed:\n${text}`)))
      }),
  }
}
