/** @file Starts a handler's process with Node's own means. Messages go over a pipe of their own, so that their size is bounded before anything is parsed. */
import { spawn } from 'node:child_process'
import type { Duplex, Readable } from 'node:stream'
import { endWithApp } from './end-with-app.ts'
import type { HandlerProcess, ProcessExit, StartProcess } from './handler-process.ts'

/** Output is read at this rate at most; a process that writes faster waits. */
const outputBytesPerSecond = 256 * 1024

/** @param executable Node itself; default: the program that runs this. */
export function createProcessStarter(executable: string = process.execPath): StartProcess {
  const living = new Set<() => void>()
  const endAll = (): void => {
    for (const kill of living) kill()
  }
  return (plan, { maxMessageBytes }) => {
    // A handler that loops would outlive the app.
    if (living.size === 0) process.once('exit', endAll)
    const child = spawn(executable, [...plan.execArgv, plan.module], {
      cwd: plan.cwd,
      env: { ...plan.env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    })
    const pipe = child.stdio[3] as Duplex
    const outputs = [child.stdout, child.stderr] as const
    const kill = (): void => void child.kill('SIGKILL')
    living.add(kill)
    const release = endWithApp(child.pid)
    let ended = false
    const exits: ((exit: ProcessExit, reason?: string) => void)[] = []
    const finish = (exit: ProcessExit, reason?: string): void => {
      if (ended) return
      ended = true
      release()
      living.delete(kill)
      if (living.size === 0) process.off('exit', endAll)
      pipe.destroy()
      for (const listener of exits) listener(exit, reason)
    }
    child.on('error', (error) => finish({ code: null, signal: null }, error.message))
    // What it wrote last is read by then.
    child.on('close', (code, signal) => finish({ code, signal }))
    pipe.on('error', () => undefined)
    return {
      pid: child.pid,
      send: (message) => {
        if (!ended && pipe.writable) pipe.write(`${message}\n`)
      },
      onMessage: (listener) => readLines(pipe, { maxMessageBytes, listener, onOverflow: kill }),
      onOutput: (listener) => {
        for (const output of outputs) if (output !== null) readSlowly(output, listener)
      },
      onExit: (listener) => void exits.push(listener),
      kill,
    } satisfies HandlerProcess
  }
}

function readLines(
  stream: Readable,
  options: {
    readonly maxMessageBytes: number
    readonly listener: (line: string) => void
    readonly onOverflow: () => void
  },
): void {
  const { maxMessageBytes, listener, onOverflow } = options
  let parts: Buffer[] = []
  let size = 0
  let broken = false
  const push = (part: Buffer): void => {
    size += part.length
    if (size > maxMessageBytes) {
      broken = true
      parts = []
      onOverflow()
    } else if (part.length > 0) parts.push(part)
  }
  stream.on('data', (data: Buffer) => {
    let from = 0
    for (;;) {
      const end = data.indexOf(10, from)
      if (!broken) push(data.subarray(from, end < 0 ? undefined : end))
      if (end < 0 || broken) return
      const line = Buffer.concat(parts).toString('utf8')
      parts = []
      size = 0
      from = end + 1
      listener(line)
    }
  })
}

function readSlowly(stream: Readable, listener: (text: string) => void): void {
  let left = outputBytesPerSecond
  stream.setEncoding('utf8')
  stream.on('error', () => undefined)
  stream.on('data', (text: string) => {
    listener(text)
    left -= text.length
    if (left > 0) return
    stream.pause()
    setTimeout(() => {
      left = outputBytesPerSecond
      stream.resume()
    }, 1000).unref()
  })
}
