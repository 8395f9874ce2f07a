/**
 * @file `utilityProcess`: a Node process with the flags that it is given and `process.parentPort` in it, as
 * Electron's have. It is Node's own permission model that is seen at work here, not Electron's.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { EventEmitter } from 'node:events'
import type { Duplex } from 'node:stream'
import type { ForkOptions, UtilityProcess } from 'electron'
import { report } from './records.ts'

/** Gives the new process its port before anything of its own is loaded, without a file that it may read. */
const preload = `
import { EventEmitter } from 'node:events'
import { Socket } from 'node:net'
const socket = new Socket({ fd: 3, readable: true, writable: true })
const write = socket.write.bind(socket)
const port = new EventEmitter()
port.postMessage = (message) => void write(JSON.stringify(message) + '\\n')
let rest = ''
socket.setEncoding('utf8')
socket.on('data', (text) => {
  const lines = (rest + text).split('\\n')
  rest = lines.pop()
  for (const line of lines) port.emit('message', { data: JSON.parse(line), ports: [] })
})
const { reallyExit } = process
socket.on('error', () => undefined)
socket.on('close', () => reallyExit.call(process, 0))
process.parentPort = port
`

export class StandInUtilityProcess extends EventEmitter {
  readonly #child: ChildProcess
  readonly #port: Duplex

  constructor(module: string, args: readonly string[], options: ForkOptions) {
    super()
    const { execArgv = [], env = {}, cwd } = options
    report({ type: 'utility-process', execArgv, env: Object.keys(env) })
    const flags = [...execArgv, '--import', `data:text/javascript,${encodeURIComponent(preload)}`]
    const child = spawn(process.execPath, [...flags, module, ...args], {
      cwd,
      env: env as NodeJS.ProcessEnv,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    })
    this.#child = child
    this.#port = child.stdio[3] as Duplex
    this.#port.on('error', () => undefined)
    let rest = ''
    this.#port.setEncoding('utf8')
    this.#port.on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.emit('message', JSON.parse(line))
    })
    child.once('spawn', () => this.emit('spawn'))
    child.once('error', () => this.emit('exit', 1))
    child.once('exit', (code, signal) => this.emit('exit', code ?? (signal === null ? 0 : 128)))
  }

  get pid(): number | undefined {
    return this.#child.exitCode === null && this.#child.signalCode === null
      ? this.#child.pid
      : undefined
  }

  get stdout(): NodeJS.ReadableStream | null {
    return this.#child.stdout
  }

  get stderr(): NodeJS.ReadableStream | null {
    return this.#child.stderr
  }

  postMessage(message: unknown): void {
    this.#port.write(`${JSON.stringify(message)}\n`)
  }

  kill(): boolean {
    return this.#child.kill('SIGTERM')
  }
}

type Part = Pick<UtilityProcess, 'kill' | 'pid' | 'postMessage' | 'stderr' | 'stdout'>

export const utilityProcess = {
  fork(module: string, args: string[] = [], options: ForkOptions = {}): Part & EventEmitter {
    return new StandInUtilityProcess(module, args, options)
  },
}
