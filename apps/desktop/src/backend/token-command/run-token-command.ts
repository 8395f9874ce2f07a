/**
 * @file Runs a program that prints a token: without a shell, within limits of time and size, and without
 * Patchbay's own variables. What it printed is in no error.
 */
import { spawn } from 'node:child_process'
import { createRedactor, type RunTokenCommand } from '@patchbay/provider-core'

export interface TokenCommandOptions {
  /** What the program finds in its environment; variables of Patchbay are left out. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Milliseconds; a sign-in in a browser may take a while. */
  readonly timeoutMs?: number
  readonly maxBytes?: number
}

const stderrKept = 2000

/** Makes the runner. What it throws says in its message what went wrong, and holds no secret. */
export function createTokenCommandRunner(options: TokenCommandOptions): RunTokenCommand {
  const { timeoutMs = 60_000, maxBytes = 256 * 1024 } = options
  const env = Object.fromEntries(
    Object.entries(options.env).filter(([name]) => !name.startsWith('PATCHBAY_')),
  )
  return ({ program, args }, { signal }) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(new Error('Stopped.'))
      const child = spawn(program, [...args], {
        shell: false,
        windowsHide: true,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const output: Buffer[] = []
      let size = 0
      let complaint = ''
      let stopped: string | undefined

      const stop = (reason: string): void => {
        stopped ??= reason
        child.kill('SIGKILL')
        // A grandchild may hold the pipes open; nobody waits for it.
        child.stdout.destroy()
        child.stderr.destroy()
      }
      const timer = setTimeout(
        () => stop(`${program} printed no token within ${timeoutMs / 1000} s and was stopped.`),
        timeoutMs,
      )
      const leave = (): void => stop('Stopped.')
      signal.addEventListener('abort', leave, { once: true })
      const settle = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', leave)
      }

      child.stdout.on('data', (chunk: Buffer) => {
        size += chunk.byteLength
        if (size > maxBytes) stop(`${program} printed more than a token (${maxBytes} bytes).`)
        else output.push(chunk)
      })
      child.stderr.on('data', (chunk: Buffer) => {
        if (complaint.length < stderrKept) complaint += chunk.toString('utf8')
      })
      child.on('error', (error) => {
        settle()
        reject(new Error(describeStart(program, error), { cause: error }))
      })
      child.on('close', (code, killedBy) => {
        settle()
        const text = Buffer.concat(output).toString('utf8')
        if (stopped !== undefined) reject(new Error(stopped))
        else if (code === 0) resolve(text)
        else reject(new Error(describeEnd(program, code ?? killedBy, complaint, text)))
      })
    })
}

function describeStart(program: string, error: NodeJS.ErrnoException): string {
  if (error.code === 'ENOENT')
    return `The program ${program} was not found. Write its whole path, or check its name.`
  if (error.code === 'EACCES')
    return `The program ${program} may not be run. Check its permissions.`
  return `The program ${program} could not be started (${error.code ?? 'unknown reason'}).`
}

function describeEnd(
  program: string,
  end: number | string | null,
  complaint: string,
  output: string,
): string {
  // A failing program may repeat half of what it prints.
  const words = createRedactor(output.split(/[\s"',:;=]+/).filter((word) => word.length >= 8))
    .text(complaint.trim().slice(0, stderrKept))
    .replace(/\b(bearer|token|key|secret|password)(["']?\s*[:=]?\s*)[^\s"',;]{8,}/gi, '$1$2••••')
    .slice(0, 500)
  const lead = `The program ${program} ended with ${end ?? 'an unknown code'}`
  return words === '' ? `${lead} and said nothing.` : `${lead}: ${words}`
}
