/**
 * @file One request whose body a client wrote in the upstream's own format: the bytes go out as they are and
 * come back as they are. Address, credentials, settings and connection are those of a chat.
 */
import type { Operation } from '../addressing/address.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { getDialect } from '../dialects/registry.ts'
import { ProviderError } from '../errors/provider-error.ts'
import type { ChatEvent } from '../model/chat-event.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { DialectId } from '../model/spec.ts'
import type { ResponseBody } from '../transport/send.ts'
import type { CallOptions, Engine } from './engine.ts'
import { openCall, type OpenedCall } from './open-call.ts'
import { readReply } from './read-reply.ts'
import { redactorOf } from './redactor-of.ts'

export interface ForwardCall {
  readonly resolved: ResolvedEndpoint
  /** Format of the body. */
  readonly dialect: DialectId
  readonly operation: Exclude<Operation, { kind: 'list-models' }>
  /** A JSON object that names the upstream's model already, where the format has it in the body. */
  readonly body: Uint8Array
}

/** An answer of 2xx. */
export interface ForwardedReply {
  readonly ok: true
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** For one reader, who calls `return` when leaving early. Throws `ProviderError`. */
  readonly body: AsyncIterator<Uint8Array> & Pick<ResponseBody, 'takeRest'>
  /** How often it had been sent before. */
  readonly retries: number
  /** When it was handed to the transport, by the engine's clock. */
  readonly sentAt: number
  /** To be called when the body was read or left. */
  end(): void
}

/** An answer of any other status, in the upstream's own words. */
export interface ForwardedRefusal {
  readonly ok: false
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The body, at most 64 kB of it, without the endpoint's secrets. */
  readonly body: string
  /** The same in our words. */
  readonly error: ProviderError
}

/**
 * Sends the bytes and gives the answer as soon as it begins. An abort of `options.signal` closes the
 * socket, in every phase. Throws `ProviderError` without secrets when there is no answer.
 */
export async function forward(
  call: ForwardCall,
  engine: Engine,
  options: CallOptions,
): Promise<ForwardedReply | ForwardedRefusal> {
  const { resolved, operation, body } = call
  const redactor = redactorOf(resolved)
  const dialect = getDialect(call.dialect)
  const plan = { resolved, dialect, operation, body, headers: options.headers }
  let opened: OpenedCall
  try {
    opened = await openCall(plan, engine, {
      signal: options.signal,
      onWire: options.onWire,
      keepsWire: options.keepsWire,
      redactor,
    })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw redacted(error, redactor.text)
  }
  const { response, recorder, refusal, retried, sentAt } = opened
  const { status, headers } = response
  if (refusal !== undefined) {
    recorder?.end()
    const text = redactor.text(refusal.bodyExcerpt ?? '')
    return {
      ok: false,
      status,
      headers: redactValues(headers, redactor.text),
      body: text,
      error: redacted(refusal, redactor.text),
    }
  }
  const { body: source } = response
  return {
    ok: true,
    status,
    headers,
    body:
      recorder === undefined
        ? openBody(source)
        : tap(source[Symbol.asyncIterator](), (chunk) => recorder.receive(chunk, true)),
    retries: retried.length,
    sentAt,
    end: recorder === undefined ? nothing : () => recorder.end(),
  }
}

function nothing(): void {}

/** The reader of a body, which also gives at once what has arrived where the body can. */
function openBody(body: ResponseBody): ForwardedReply['body'] {
  const reader: ForwardedReply['body'] = body[Symbol.asyncIterator]()
  if (body.takeRest === undefined || reader.takeRest !== undefined) return reader
  return {
    next: () => reader.next(),
    return: async () => (await reader.return?.()) ?? { done: true, value: undefined },
    takeRest: () => body.takeRest?.(),
  }
}

/**
 * Reads a forwarded answer as events after all: for one that is not what its request asked for. Throws
 * `ProviderError`; texts of errors are as the upstream sent them.
 */
export function readForwarded(
  body: AsyncIterator<Uint8Array>,
  { dialect, contentType }: { readonly dialect: Dialect; readonly contentType: string | undefined },
): AsyncGenerator<readonly ChatEvent[]> {
  return readReply(body, { dialect, framing: 'sse', contentType, recorder: undefined })
}

function redacted(error: ProviderError, redact: (text: string) => string): ProviderError {
  return new ProviderError({ ...error.toInfo(redact), cause: error.cause })
}

function redactValues(
  headers: Readonly<Record<string, string>>,
  redact: (text: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, redact(value)]))
}

function tap(
  source: AsyncIterator<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncIterator<Uint8Array> {
  return {
    async next() {
      const next = await source.next()
      if (next.done !== true) see(next.value)
      return next
    },
    async return() {
      await source.return?.()
      return { done: true, value: undefined }
    },
  }
}
