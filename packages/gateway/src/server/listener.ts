/**
 * @file What happens to every request, in this order: guard, path, key, body, handler. Whatever is thrown
 * on the way is answered in one place.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isCredentialName, type DialectId } from '@patchbay/provider-core/model'
import type { Exchange } from '../exchange.ts'
import type { GatewayConfig, GatewayHost, KeyDigest } from '../host.ts'
import { checkKeyAgain } from '../keys/check-key.ts'
import { handlers, operations } from '../routes/handlers.ts'
import { createTrace, type Trace } from '../trace.ts'
import { getClientDialect, guessDialect } from './client-dialect.ts'
import type { ClientConnection } from './client-connection.ts'
import type { Guard } from './guard.ts'
import type { GatewayLimits } from './limits.ts'
import { findPath, listPaths, type Destination } from './paths.ts'
import { readBody } from './read-body.ts'
import { Refusal } from './refusal.ts'
import { respondError, sendJson } from './respond.ts'
import { stoppedBy, type Running } from './running.ts'

export interface ListenerOptions {
  readonly host: GatewayHost
  readonly guard: Guard
  readonly limits: GatewayLimits
  readonly running: Running
  readonly version: string | undefined
}

export interface Arrived {
  /** What is known of the client's socket. */
  readonly connection: ClientConnection
  /** The client waits for a 100 before it sends its body. */
  readonly expectsContinue: boolean
  /** Called when the answer was closed, whole or not, and everything is noted. */
  readonly onClose: () => void
}

export type Listener = (
  request: IncomingMessage,
  response: ServerResponse,
  arrived: Arrived,
) => void

/** Longest body text that is kept for the inspector. */
const maxKeptBody = 256 * 1024
const noBody = Buffer.alloc(0)
/** Never changed: nothing stands in it that could be taken away. */
const noQuery = new URLSearchParams()

export function createListener(options: ListenerOptions): Listener {
  const { engine } = options.host
  const run = engine.now().getTime().toString(36)
  let count = 0

  return (request, response, arrived) => {
    const target = request.url ?? ''
    const mark = target.indexOf('?')
    const path = mark < 0 ? target : target.slice(0, mark)
    count += 1
    const trace = createTrace({
      id: `${run}-${count.toString(36)}`,
      at: engine.now().getTime(),
      startedAt: engine.clock(),
      method: request.method ?? '',
      path: path.slice(0, 2048),
      userAgent: request.headers['user-agent']?.slice(0, 512),
    })
    // A write to a client that has gone is no error of ours; `close` tells of it.
    response.on('error', ignore)
    if (arrived.expectsContinue) response.shouldKeepAlive = false
    const query = mark < 0 ? noQuery : new URLSearchParams(target.slice(mark + 1))
    answer({ request, response, arrived, path, query, trace }, options).catch(() => {
      // Not even the error could be written; one request must not end the process.
      response.destroy()
    })
  }
}

interface Arrival {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly arrived: Arrived
  readonly path: string
  readonly query: URLSearchParams
  readonly trace: Trace
}

async function answer(arrival: Arrival, options: ListenerOptions): Promise<void> {
  const { request, response, arrived, query, trace } = arrival
  const { host, limits } = options
  const controller = new AbortController()
  options.running.add(controller)
  let begun = false
  response.on('close', () => {
    options.running.delete(controller)
    if (!response.writableFinished) controller.abort()
    if (begun) endTrace(trace, response, host)
    arrived.onClose()
  })
  const begin = (): void => {
    begun = true
    host.onBegin(trace)
    if (response.closed) endTrace(trace, response, host)
  }
  try {
    const refusal = options.guard(request)
    if (refusal !== undefined) throw refusal
    const destination = findDestination(arrival)
    if (destination.purpose === 'health') return answerHealth(response, options.version)
    const dialectId = destination.dialect ?? guessDialect(request.headers, query)
    trace.client = dialectId
    trace.operation = operations[destination.purpose]
    let asked = host.config()
    let config: GatewayConfig = asked instanceof Promise ? await asked : asked
    // Before the body: nobody without a key makes us hold one.
    const key = admit(arrival, dialectId, config)
    begin()
    let body: Buffer = noBody
    if (request.method === 'POST') {
      if (arrived.expectsContinue) response.writeContinue()
      body = await readBody(request, limits)
      // A body may take minutes: what decides about the request is what holds when it is there, as one.
      asked = host.config()
      config = asked instanceof Promise ? await asked : asked
      if (config.keepBodies) {
        trace.keepsBodies = true
        trace.clientBody = body.toString('utf8', 0, maxKeptBody)
        host.onKeep(trace)
      }
    }
    const exchange: Exchange = {
      request,
      response,
      query,
      body,
      dialect: getClientDialect(dialectId),
      signal: controller.signal,
      config,
      host,
      trace,
      allowedModels: key?.models,
    }
    await handlers[destination.purpose](exchange, destination)
  } catch (error) {
    if (!begun) begin()
    trace.client ??= guessDialect(request.headers, query)
    const told = stoppedBy(controller.signal) ?? error
    respondError({ response, trace, dialect: getClientDialect(trace.client) }, told)
    closeUnread(request, limits)
  }
}

/** Checks the key, notes it, and takes it out of the query. Throws `Refusal`. */
function admit(
  { request, query, trace, arrived }: Arrival,
  dialectId: DialectId,
  config: GatewayConfig,
): KeyDigest | undefined {
  const queryKey = dialectId === 'google-generate' ? (query.get('key') ?? undefined) : undefined
  const key = checkKeyAgain(request.headers, queryKey, config, arrived.connection)
  trace.keyId = key?.id
  dropKeys(query)
  return key
}

/** What a handler sees of the query never carries a key. */
function dropKeys(query: URLSearchParams): void {
  if (query.size === 0) return
  const names = Array.from(query.keys())
  for (const name of names) if (name === 'key' || isCredentialName(name)) query.delete(name)
}

/** Throws Refusal: 404 with what there is, 405 with the methods that there are. */
function findDestination({ request, path }: Arrival): Destination {
  const method = request.method ?? ''
  const found = findPathDecoded(method, path)
  if (found.found === 'destination') return found.destination
  const shown = `${method} ${path.slice(0, 200)}`
  if (found.found === 'other-methods') {
    const allow = found.allow.join(', ')
    const message = `${shown} is not served; the path takes ${allow}.`
    throw new Refusal(405, { code: 'invalid-request', message }, { allow })
  }
  const hint = found.hint === undefined ? '' : ` Did you mean ${found.hint}?`
  const message = `There is nothing at ${shown}.${hint} This gateway serves ${listPaths()}.`
  throw new Refusal(404, { code: 'not-found', message })
}

function findPathDecoded(method: string, path: string): ReturnType<typeof findPath> {
  try {
    return findPath(method, path)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
    const message = 'The path is not encoded properly: a percent sign stands alone in it.'
    throw new Refusal(400, { code: 'invalid-request', message })
  }
}

function answerHealth(response: ServerResponse, version: string | undefined): void {
  sendJson(response, 200, {}, { status: 'ok', ...(version === undefined ? {} : { version }) })
}

function endTrace(trace: Trace, response: ServerResponse, host: GatewayHost): void {
  trace.totalMs = host.engine.clock() - trace.startedAt
  if (response.headersSent) trace.status ??= response.statusCode
  if (trace.state === 'running') {
    const failed = trace.status !== undefined && trace.status >= 400
    trace.state = !response.writableFinished ? 'stopped' : failed ? 'failed' : 'done'
  }
  host.onEnd(trace)
}

/** Node reads what is left of a refused request's body and forgets it; nobody may keep it busy with that. */
function closeUnread(request: IncomingMessage, { lingerMs }: GatewayLimits): void {
  if (request.complete) return
  setTimeout(() => {
    if (!request.complete) request.socket.destroy()
  }, lingerMs).unref()
}

function ignore(): void {}
