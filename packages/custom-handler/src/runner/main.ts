/** @file The process of one handler. Refuses to load anything where the permission model is not on. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { readdirSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { formatWithOptions } from 'node:util'
import { closeMoves } from './close-moves.ts'
import { closeNetwork } from './close-network.ts'
import { closeProcess } from './close-process.ts'
import { describeError } from './describe-error.ts'
import { findMethods, listMethods } from './find-methods.ts'
import { guardModules, loadHandler } from './load-handler.ts'
import { createLogWriter } from './log-writer.ts'
import { closeForeignDescriptors, openPort } from './open-port.ts'
import type { HostMessage, RunnerMessage, StartMessage } from './protocol.ts'
import { runRequest, type RequestContext, type RunningRequest } from './run-request.ts'

const port = openPort()
const send = (message: RunnerMessage): void => port.send(JSON.stringify(message))
const endProcess = (process as unknown as { reallyExit: (code: number) => never }).reallyExit.bind(
  process,
)
const measureMemory = process.memoryUsage.rss
const requests = new Map<number, RunningRequest>()
const current = new AsyncLocalStorage<RunningRequest>()
let context: RequestContext | undefined
let isStarted = false

/** Permissions that Node knows and a handler must not have. */
const closed = ['fs.read', 'fs.write', 'child', 'worker', 'addons', 'wasi', 'inspector']

function isConfined(): boolean {
  const { permission } = process as { permission?: { has(scope: string): boolean } }
  if (permission === undefined || closed.some((scope) => permission.has(scope))) return false
  try {
    readdirSync('/')
    return false
  } catch (error) {
    return (error as { code?: unknown }).code === 'ERR_ACCESS_DENIED'
  }
}

async function start(message: StartMessage): Promise<void> {
  const { folder } = message
  try {
    if (!isConfined())
      throw new Error('The code cannot be confined here, so it is not run. Node 24 is needed.')
    const log = createLogWriter({
      linesPerSecond: message.logLinesPerSecond,
      send: (text) => send({ type: 'log', text }),
    })
    closeForeignDescriptors()
    closeNetwork(message.network)
    closeMoves()
    closeProcess({
      write: log,
      onExit: (how) => {
        const error = new Error(`The handler called ${how}.`)
        current.getStore()?.fail(error)
        throw error
      },
    })
    syncBuiltinESMExports()
    process.on('uncaughtException', (error) => blame(error, folder, log))
    process.on('unhandledRejection', (error) => blame(error, folder, log))
    guardModules(message)
    const methods = findMethods(await loadHandler(message))
    context = {
      methods,
      folder,
      maxChunkBytes: message.maxChunkBytes,
      maxReplyBytes: message.maxReplyBytes,
      send,
      sendText: port.send,
      log: (...values) => log(`${formatWithOptions({ colors: false }, ...values)}\n`),
    }
    send({ type: 'ready', methods: listMethods(methods) })
  } catch (error) {
    send({ type: 'refused', ...describeError(error, folder) })
  }
}

/** An error that nobody caught fails the request that it belongs to; the others go on. */
function blame(error: unknown, folder: string, log: (text: string) => void): void {
  const { message, stack } = describeError(error, folder)
  log(`${stack ?? message}\n`)
  current.getStore()?.fail(error)
}

function begin(message: Extract<HostMessage, { type: 'request' }>): void {
  if (context === undefined) return
  const { id } = message
  const { running, start: run } = runRequest(message, context, () => requests.delete(id))
  requests.set(id, running)
  current.run(running, run)
}

port.onClose(() => endProcess(0))
port.onMessage((text) => {
  const message = JSON.parse(text) as HostMessage
  switch (message.type) {
    case 'start':
      // The code that runs here can make this message up, once it runs.
      if (!isStarted) void start(message)
      isStarted = true
      return
    case 'request':
      begin(message)
      return
    case 'credit':
      requests.get(message.id)?.credit(message.count)
      return
    case 'abort':
      requests.get(message.id)?.abort()
      return
    case 'ping':
      send({ type: 'pong', memory: measureMemory() })
  }
})
