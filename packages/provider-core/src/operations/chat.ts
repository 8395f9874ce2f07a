/**
 * @file One chat request from neutral request to neutral events: encode, address, sign, send, decode.
 * The only path to an upstream, whoever asks.
 */
import type { Operation } from '../addressing/address.ts'
import type { Dialect, EncodedRequest } from '../dialects/dialect.ts'
import { getDialect } from '../dialects/registry.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { Redactor } from '../errors/redact.ts'
import { toErrorInfo } from '../errors/to-error-info.ts'
import type { ChatEvent, Timing, Warning } from '../model/chat-event.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { ErrorInfo } from '../model/error.ts'
import { getSpec } from '../specs/registry.ts'
import type { SendResponse } from '../transport/send.ts'
import { toEncodeContext } from './encode-context.ts'
import type { CallOptions, ChatCall, Engine } from './engine.ts'
import { openCall, type OpenedCall } from './open-call.ts'
import { readReply, type ReplyContext } from './read-reply.ts'
import { redactorOf } from './redactor-of.ts'
import type { Retried } from './send-patiently.ts'

/** How long a finished reply may take to end its body, so that the socket can be used again. */
export const drainMs = 100

interface Conversation extends CallOptions {
  readonly redactor: Redactor
  /** Tells of the response body as soon as there is one. */
  readonly onBody: (body: AsyncIterator<Uint8Array>) => void
}

/**
 * Sends one chat request and yields its events as they arrive; the next one is read when the
 * consumer asks for it. Never throws: the last event is exactly one `finish` (with timing) or one
 * `error`. Leaving the loop, or aborting `signal`, closes the upstream socket.
 */
export function chat(
  call: ChatCall,
  engine: Engine,
  options: CallOptions,
): AsyncGenerator<ChatEvent> {
  return flatten(chatBatches(call, engine, options))
}

/** The same, with the events that one piece of the answer brought in one array; none is empty. */
export function chatBatches(
  call: ChatCall,
  engine: Engine,
  options: CallOptions,
): AsyncGenerator<readonly ChatEvent[]> {
  const encode = () => encodeChat(call, options)
  return streamBatches({ resolved: call.resolved, encode }, engine, options)
}

/** What is sent, and the codec that reads its reply. */
export interface ReplyRequest {
  readonly dialect: Dialect
  readonly operation: Exclude<Operation, { kind: 'list-models' }>
  readonly encoded: EncodedRequest
}

export interface ReplyCall {
  readonly resolved: ResolvedEndpoint
  /** May throw. */
  readonly encode: () => ReplyRequest
}

/** Sends any request whose reply is told in chat events. As `chat`: never throws. */
export function streamReply(
  call: ReplyCall,
  engine: Engine,
  options: CallOptions,
): AsyncGenerator<ChatEvent> {
  return flatten(streamBatches(call, engine, options))
}

async function* flatten(
  batches: AsyncIterable<readonly ChatEvent[]>,
): AsyncGenerator<ChatEvent, undefined> {
  for await (const events of batches) for (const event of events) yield event
}

async function* streamBatches(
  call: ReplyCall,
  engine: Engine,
  options: CallOptions,
): AsyncGenerator<readonly ChatEvent[]> {
  const redactor = redactorOf(call.resolved)
  // Closes the socket even while a read is pending, which leaving a loop cannot.
  const stop = new AbortController()
  const unlink = followAbort(options.signal, stop)
  const { signal } = stop
  let body: AsyncIterator<Uint8Array> | undefined
  let finished = false
  const onBody = (opened: AsyncIterator<Uint8Array>): void => {
    body = opened
  }
  try {
    for await (const events of converse(call, engine, { ...options, signal, redactor, onBody })) {
      const last = events.at(-1)
      if (last === undefined) continue
      if (last.type === 'error') {
        events[events.length - 1] = { ...last, error: redactInfo(last.error, redactor) }
      }
      finished = last.type === 'finish'
      yield events
      if (finished || last.type === 'error') return
    }
  } catch (error) {
    const failure = options.signal.aborted ? aborted() : error
    yield [{ type: 'error', error: toErrorInfo(failure, redactor.text) }]
  } finally {
    unlink()
    if (finished && body !== undefined) void drain(body, stop)
    else stop.abort(over)
  }
}

/** `AbortSignal.any` costs more than the rest of a request's set-up. Returns what ends it. */
function followAbort(signal: AbortSignal, stop: AbortController): () => void {
  const abort = (): void => stop.abort(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  return () => signal.removeEventListener('abort', abort)
}

/** The body of a chat in the route's format. */
export function encodeChat(
  { route, resolved, request, stream }: ChatCall,
  { headers }: CallOptions,
): ReplyRequest {
  const dialect = getDialect(route.dialect)
  const modelId = route.upstreamModelId
  const context = toEncodeContext(resolved.endpoint, { modelId, stream, headers })
  const encoded = dialect.encodeRequest(request, context)
  return { dialect, operation: { kind: 'chat', dialect: dialect.id, modelId, stream }, encoded }
}

async function* converse(
  call: ReplyCall,
  engine: Engine,
  options: Conversation,
): AsyncGenerator<ChatEvent[]> {
  const { response, context, complete } = await openReply(call, engine, options)
  try {
    const body = response.body[Symbol.asyncIterator]()
    options.onBody(body)
    for await (const events of readReply(body, context)) {
      if (events.length > 0) yield events.map(complete)
    }
  } finally {
    context.recorder?.end()
  }
}

/** A 2xx answer whose body is still to be read. */
export interface OpenedReply {
  readonly response: SendResponse
  /** The reader ends its record. */
  readonly context: ReplyContext
  /** Puts the encoder's warnings on the `start` event, and the timing on the `finish` event. */
  readonly complete: (event: ChatEvent) => ChatEvent
}

/**
 * Sends the request and waits for its answer. Throws for one that refuses, and where there is none; also at once.
 */
export function openReply(
  call: ReplyCall,
  engine: Engine,
  options: CallOptions & { readonly redactor: Redactor },
): Promise<OpenedReply> {
  const { resolved } = call
  const { dialect, operation, encoded } = call.encode()
  const plan = { resolved, dialect, operation, body: encoded.body, headers: options.headers }
  const { modelId } = operation
  const { warnings } = encoded
  const asked = { resolved, dialect, modelId, warnings }
  return receiveReply(openCall(plan, engine, options), asked, engine, options)
}

async function receiveReply(
  opening: Promise<OpenedCall>,
  asked: Pick<ReplyCall, 'resolved'> &
    Pick<ReplyRequest, 'dialect'> &
    Pick<EncodedRequest, 'warnings'> & { readonly modelId: string },
  engine: Engine,
  { onAnswer }: CallOptions,
): Promise<OpenedReply> {
  const { response, recorder, retried, refusal, sentAt } = await opening
  const { dialect, modelId } = asked
  const { endpoint } = asked.resolved
  const spec = getSpec(endpoint.spec)
  const doubt = spec.warnAboutModel?.(endpoint, modelId)
  try {
    onAnswer?.(response)
    if (refusal !== undefined) throw doubt === undefined ? refusal : withWords(refusal, doubt)
    const warnings = [
      ...retried.map(toWarning),
      ...(doubt === undefined ? [] : [{ code: 'model-elsewhere', message: doubt }]),
      ...asked.warnings,
    ]
    return {
      response,
      context: {
        dialect,
        framing: engine.getPlatform(spec.platform).framing(dialect.id, endpoint),
        contentType: response.headers['content-type'],
        recorder,
      },
      complete: createCompleter(warnings, () => engine.clock() - sentAt),
    }
  } catch (error) {
    recorder?.end()
    throw error
  }
}

function toWarning({ reason, delayMs }: Retried): Warning {
  const message = `${reason}. The request was sent again after ${delayMs / 1000} s.`
  return { code: 'sent-again', message }
}

/** The same refusal with what may be its cause. */
function withWords(refusal: ProviderError, words: string): ProviderError {
  return new ProviderError({
    ...refusal.toInfo((text) => text),
    message: `${refusal.message} ${words}`,
    cause: refusal.cause,
  })
}

function createCompleter(
  warnings: readonly Warning[],
  elapsed: () => number,
): (event: ChatEvent) => ChatEvent {
  let firstTokenMs: number | undefined
  return (event) => {
    switch (event.type) {
      case 'text-delta':
      case 'reasoning-delta':
        firstTokenMs ??= elapsed()
        return event
      case 'start':
        return warnings.length === 0
          ? event
          : { ...event, warnings: [...warnings, ...(event.warnings ?? [])] }
      case 'finish': {
        const timing: Timing = { totalMs: elapsed() }
        if (firstTokenMs !== undefined) timing.firstTokenMs = firstTokenMs
        return { ...event, timing }
      }
      default:
        return event
    }
  }
}

/** Why a socket is closed that nobody reads any more. Made once: an abort without a reason makes an error each time. */
const over = new Error('The reply is over.')

/** Reads a complete reply's body to its end, which frees the socket for the next request. */
async function drain(body: AsyncIterator<Uint8Array>, stop: AbortController): Promise<void> {
  const timer = setTimeout(() => stop.abort(over), drainMs)
  try {
    let next = await body.next()
    while (next.done !== true) next = await body.next()
  } catch {
    // The reply is complete; how its connection ends matters to nobody.
    stop.abort(over)
  } finally {
    clearTimeout(timer)
  }
}

/** The same error without the endpoint's secrets. */
export function redactInfo(error: ErrorInfo, redactor: Redactor): ErrorInfo {
  return new ProviderError(error).toInfo(redactor.text)
}

/** What a reply ends in that its reader did not want any more. */
export function aborted(): ProviderError {
  return new ProviderError({ code: 'aborted', message: 'The request was stopped.' })
}
