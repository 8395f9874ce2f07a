/** @file One process of a handler, watched: what runs in it, whether it answers, what it holds. */
import { ProviderError } from '@patchbay/provider-core'
import type { HandlerManifest } from '../manifest/manifest.ts'
import {
  readRunnerMessage,
  type ErrorMessage,
  type HostMessage,
  type RequestMessage,
  type RunnerMessage,
} from '../runner/protocol.ts'
import type { HandlerLimits } from './handler-limits.ts'
import type { HandlerProcess } from './handler-process.ts'
import { readMemory } from './read-memory.ts'

/** Parts that may be on the way before the reader took them. */
const window = 8
/** No more than this is said but in answers: texts of errors and methods, with what JSON makes of their signs. */
const maxWordsLength = 256 * 1024
/** One line of log, which the runner cuts. */
const maxLogLength = 32 * 1024

/** What a request gets to hear. After `end`, `value`, `error` or `died` comes nothing more. */
export interface SessionListener {
  value(value: unknown): void
  chunk(value: unknown): void
  end(): void
  error(error: ErrorMessage): void
  died(error: ProviderError): void
}

export interface SessionRequest {
  /** The reader took one part. */
  took(): void
  /** Nobody waits any more. */
  abort(): void
}

export interface HandlerSession {
  /** What the handler can do, in words. Rejects with `ProviderError` where it could not be loaded. */
  readonly ready: Promise<readonly string[]>
  /** Requests that have not settled. */
  readonly running: number
  /** Takes no new requests: it ended, or something in it does not end. */
  readonly retired: boolean
  request(message: Omit<RequestMessage, 'type' | 'id'>, listener: SessionListener): SessionRequest
  /** Lets what runs finish, then ends the process. */
  retire(): void
  /** Ends it now; `reason` is what its requests are told. */
  kill(reason: string): void
}

export interface SessionOptions {
  readonly process: HandlerProcess
  readonly manifest: HandlerManifest
  readonly start: Extract<HostMessage, { type: 'start' }>
  readonly limits: HandlerLimits
  readonly log: (source: 'log' | 'output' | 'host', text: string) => void
  /** Masks the secrets that the process was given. */
  readonly redact: (text: string) => string
  /** `unexpected`: nobody wanted it to end. */
  readonly onEnd: (unexpected: boolean) => void
}

interface Running {
  readonly listener: SessionListener
  /** Parts that were allowed and did not come yet. */
  credit: number
  aborted: boolean
  settle?: ReturnType<typeof setTimeout> | undefined
}

/** Takes over a process that was just started. */
export function createHandlerSession(options: SessionOptions): HandlerSession {
  const { process: child, limits, redact } = options
  const log: SessionOptions['log'] = (source, text) => options.log(source, redact(text))
  const name = options.manifest.files[0]?.path ?? 'The handler'
  const running = new Map<number, Running>()
  /** Given up, while the process may say something about them yet. */
  const lost = new Map<number, Running>()
  const {
    promise: ready,
    resolve: setReady,
    reject: refuse,
  } = Promise.withResolvers<readonly string[]>()
  // Whoever starts a session may not wait for it.
  ready.catch(() => undefined)
  let lastId = 0
  let isReady = false
  let retired = false
  let ended = false
  let wanted = false
  let reason: string | undefined
  let missed = 0
  let pings = 0
  let logged = 0
  let lastOutput = ''
  let line = ''
  let death: ProviderError | undefined

  const send = (message: HostMessage): void => child.send(JSON.stringify(message))
  const kill = (why: string): void => {
    if (ended || reason !== undefined) return
    reason = why
    retired = true
    log('host', why)
    child.kill()
  }
  const endIfIdle = (): void => {
    // Before it is ready, requests wait that it does not run yet.
    if (!retired || !isReady || running.size > 0 || ended) return
    wanted = true
    child.kill()
  }

  const starting = setTimeout(
    () => kill(`${name} was not loaded within ${limits.startMs / 1000} s, so it was stopped.`),
    limits.startMs,
  )
  const maxMissed = Math.max(1, Math.ceil(limits.silenceMs / limits.heartbeatMs))
  const judgeMemory = (bytes: number | undefined): void => {
    if (bytes === undefined || bytes <= limits.maxMemoryBytes) return
    kill(
      `${name} took more than ${Math.round(limits.maxMemoryBytes / 2 ** 20)} MB of memory, so it was stopped.`,
    )
  }
  const heartbeat = setInterval(() => {
    logged = 0
    if (!isReady) return
    missed += 1
    // Counted in beats and not in time, so that a machine that slept does not end its handlers.
    if (missed > maxMissed)
      kill(
        `${name} did not react for ${limits.silenceMs / 1000} s (an endless loop?), so it was stopped.`,
      )
    else {
      pings += 1
      send({ type: 'ping' })
    }
  }, limits.heartbeatMs)
  const memoryCheck = setInterval(() => {
    if (child.pid !== undefined) judgeMemory(readMemory(child.pid))
  }, limits.memoryCheckMs)

  const violate = (): void =>
    kill(`${name} sent what no handler sends by its methods, so it was stopped.`)

  const finish = (id: number): Running | undefined => {
    const request = running.get(id)
    if (request === undefined && !lost.delete(id)) violate()
    if (request === undefined) return undefined
    clearTimeout(request.settle)
    running.delete(id)
    endIfIdle()
    return request
  }
  const takeChunk = (message: Extract<RunnerMessage, { type: 'chunk' }>, size: number): void => {
    const request = running.get(message.id) ?? lost.get(message.id)
    if (request === undefined) return violate()
    request.credit -= 1
    if (request.credit < 0 || size > limits.maxChunkBytes * 2) violate()
    else if (!request.aborted) request.listener.chunk(message.value)
  }

  const receive = (text: string): void => {
    const message = readRunnerMessage(text)
    if (message === undefined || isTooLong(message, text)) return violate()
    switch (message.type) {
      case 'ready':
        if (isReady) return violate()
        isReady = true
        clearTimeout(starting)
        setReady(message.methods)
        setImmediate(endIfIdle)
        return
      case 'refused':
        wanted = true
        refuse(
          new ProviderError({
            code: 'handler',
            message: redact(`${name} cannot be loaded: ${message.message}`),
            bodyExcerpt: message.stack && redact(message.stack),
          }),
        )
        kill(`${name} cannot be loaded: ${message.message}`)
        return
      case 'pong':
        // Who answers without being asked hides a loop, or keeps this app busy.
        if (pings === 0) return violate()
        pings -= 1
        missed = 0
        judgeMemory(message.memory)
        return
      case 'log':
        logged += 1
        if (logged > limits.logLinesPerSecond * 10) violate()
        else log('log', message.text)
        return
      case 'chunk':
        takeChunk(message, text.length)
        return
      case 'value':
        finish(message.id)?.listener.value(message.value)
        return
      case 'end':
        finish(message.id)?.listener.end()
        return
      case 'error':
        finish(message.id)?.listener.error(message)
    }
  }

  child.onMessage((text) => {
    // What comes between the kill and the end is not read.
    if (!ended && reason === undefined) receive(text)
  })
  const writeOutput = (text: string): void => {
    if (text === '') return
    lastOutput = (lastOutput + redact(text)).slice(-4_000)
    log('output', text)
  }
  child.onOutput((text) => {
    // By whole lines: a secret that comes in two pieces is masked as well.
    const whole = line + text
    const end = whole.length > maxLogLength ? whole.length : whole.lastIndexOf('\n') + 1
    line = whole.slice(end)
    writeOutput(whole.slice(0, end))
  })
  child.onExit(({ code, signal }, failure) => {
    writeOutput(line)
    ended = true
    retired = true
    clearTimeout(starting)
    clearInterval(heartbeat)
    clearInterval(memoryCheck)
    const words =
      reason ??
      (failure === undefined
        ? `${name} ended (${signal ?? `exit code ${code}`}) while it was at work.`
        : `${name} could not be started: ${failure}`)
    const error = new ProviderError({
      code: 'handler',
      message: words,
      bodyExcerpt: lastOutput.trim() === '' ? undefined : lastOutput.trim(),
    })
    death = error
    refuse(error)
    const left = [...running.values()]
    running.clear()
    for (const { listener, settle } of left) {
      clearTimeout(settle)
      listener.died(error)
    }
    if (reason === undefined && !wanted) log('host', words)
    options.onEnd(!wanted)
  })
  send(options.start)

  return {
    ready,
    get running() {
      return running.size
    },
    get retired() {
      return retired
    },
    request: (message, listener) => {
      lastId += 1
      const id = lastId
      const request: Running = { listener, credit: window, aborted: false }
      running.set(id, request)
      // It may have ended since it was asked for.
      if (death !== undefined) finish(id)?.listener.died(death)
      send({ type: 'request', id, ...message })
      send({ type: 'credit', id, count: window })
      return {
        took: () => {
          if (!running.has(id) || request.aborted) return
          request.credit += 1
          send({ type: 'credit', id, count: 1 })
        },
        abort: () => {
          if (!running.has(id) || request.aborted) return
          request.aborted = true
          send({ type: 'abort', id })
          request.settle = setTimeout(() => {
            log(
              'host',
              `${name} goes on with a request that nobody waits for. It gets a new process.`,
            )
            running.delete(id)
            lost.set(id, request)
            retired = true
            endIfIdle()
          }, limits.settleMs)
        },
      }
    },
    retire: () => {
      retired = true
      endIfIdle()
    },
    kill: (why) => {
      wanted = true
      kill(why)
    },
  }
}

function isTooLong({ type }: RunnerMessage, text: string): boolean {
  if (type === 'value' || type === 'chunk') return false
  return text.length > (type === 'log' ? maxLogLength : maxWordsLength)
}
