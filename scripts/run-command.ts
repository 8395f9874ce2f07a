/** @file Child processes: run one and keep or show what it prints, and end it with its children. */
import { spawn, type ChildProcess } from 'node:child_process'

export interface CommandResult {
  /** Exit code; 127 where the program is missing, 128 where a signal ended it. */
  code: number
  /** What it printed on both streams, in the order of arrival; empty when `show` was set. */
  output: string
}

export interface CommandOptions {
  cwd: string
  env?: NodeJS.ProcessEnv
  /** Pass the output through instead of keeping it. */
  show?: boolean
  /** Milliseconds after which the command and its children are killed. Default: no limit. */
  timeout?: number
}

const running = new Set<ChildProcess>()

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}

/** Kills every command that still runs, with its children. */
export function endRunningCommands(): void {
  for (const child of running) endGroup(child, 'SIGKILL')
}

/** Runs a program in its own process group; whatever it leaves behind is killed when it ends. */
export function runCommand(
  program: string,
  args: string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: options.env ?? process.env,
      stdio: ['ignore', options.show ? 'inherit' : 'pipe', options.show ? 'inherit' : 'pipe'],
      detached: process.platform !== 'win32',
    })
    running.add(child)
    const parts: Buffer[] = []
    child.stdout?.on('data', (part: Buffer) => parts.push(part))
    child.stderr?.on('data', (part: Buffer) => parts.push(part))
    const timer = options.timeout && setTimeout(() => endGroup(child, 'SIGKILL'), options.timeout)

    const settle = (code: number, extra = ''): void => {
      if (timer) clearTimeout(timer)
      running.delete(child)
      endGroup(child, 'SIGKILL')
      resolve({ code, output: Buffer.concat(parts).toString() + extra })
    }
    child.on('error', (error) => settle(127, `${error.message}\n`))
    child.on('exit', (code) => {
      // Children that keep the pipes open must not keep this command open.
      setImmediate(() => settle(code ?? 128))
    })
  })
}
