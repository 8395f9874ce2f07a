/**
 * @file Calls of the keychain library, one at a time. Each holds a thread of Node's pool until the keychain
 * answers, and where a prompt gets lost it never does: threads, and the end of the process, would wait for it.
 */

/** The keychain did not answer in time: a prompt is open, or got lost. */
export class KeychainTimeout extends Error {}

export interface KeychainCalls {
  /**
   * Runs `work` when those before it are done or were given up. Rejects with `KeychainTimeout` after
   * `timeoutMs`, waiting in line not counted.
   */
  run<T>(work: () => Promise<T>, timeoutMs: number): Promise<T>
  /** How many calls hold a thread now, those that were given up among them. */
  readonly running: number
}

/** Node's pool has four threads; one has to be left for files. */
const mostRunning = 3
/** Milliseconds for a call while an earlier one holds its thread for good. */
const shortLimit = 5000

export function createKeychainCalls(): KeychainCalls {
  let line: Promise<unknown> = Promise.resolve()
  let running = 0

  const begin = async <T>(work: () => Promise<T>, timeoutMs: number): Promise<T> => {
    // What still runs when the next one's turn comes was given up.
    if (running >= mostRunning) throw new KeychainTimeout()
    const limit = running > 0 ? Math.min(timeoutMs, shortLimit) : timeoutMs
    running += 1
    const call = work().finally(() => {
      running -= 1
    })
    return withTimeout(call, limit)
  }

  return {
    run(work, timeoutMs) {
      const result = line.then(() => begin(work, timeoutMs))
      line = result.catch(() => undefined)
      return result
    },
    get running() {
      return running
    },
  }
}

function withTimeout<T>(work: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new KeychainTimeout()), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/**
 * Ends the process by force where its end would wait for a thread that the keychain holds: libuv joins its
 * threads as a process leaves. Acts in the last moment, when everything else is done; to be called once.
 */
export function leaveInSpiteOf(calls: Pick<KeychainCalls, 'running'>): void {
  process.once('exit', () => {
    if (calls.running > 0) process.kill(process.pid, 'SIGKILL')
  })
}
