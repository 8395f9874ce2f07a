/** @file The built command line as a process: how long it takes to start, and how much memory it holds. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const bin = join(import.meta.dirname, '../../apps/desktop/bin/patchbay.mjs')

/** Milliseconds from spawn to exit of `node <args>`. Throws when it fails. */
export function timeProcess(args: readonly string[]): Promise<number> {
  const begin = performance.now()
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0
        ? resolve(performance.now() - begin)
        : reject(new Error(`node ${args.join(' ')} ended with ${code}`)),
    )
  })
}

export const versionArgs = [bin, '--version'] as const

export interface ServedApp {
  readonly url: string
  /** From spawn to the line that tells the URL, in milliseconds. */
  readonly startMs: number
  /** Resident memory of the process, in MB (10^6 bytes). Linux only; NaN elsewhere. */
  residentMb(): Promise<number>
  close(): Promise<void>
}

/** `patchbay serve` with an empty data folder and secrets in memory. */
export async function serveApp(): Promise<ServedApp> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-bench-'))
  const begin = performance.now()
  const child: ChildProcess = spawn(process.execPath, [bin, 'serve', '--json', '--no-open'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PATCHBAY_HOME: home, PATCHBAY_VAULT: 'memory' },
  })
  const exited = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  if (!child.stdout) throw new Error('patchbay serve has no standard output')
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve)
    void exited.then(() => reject(new Error('patchbay serve ended before it listened')))
  })
  const startMs = performance.now() - begin
  const { url } = JSON.parse(line) as { url: string }
  return {
    url,
    startMs,
    async residentMb() {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
      const kibibytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? NaN)
      return (kibibytes * 1024) / 1e6
    },
    async close() {
      child.kill('SIGTERM')
      await exited
      await rm(home, { recursive: true, force: true })
    },
  }
}
