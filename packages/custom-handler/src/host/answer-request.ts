/** @file One request to a running handler: what the process says becomes an answer of the OpenAI format. */
import type { Redactor, SendRequest, SendResponse } from '@patchbay/provider-core'
import { defaultTimeouts } from '@patchbay/provider-core/model'
import { errorBody, type HandlerFailure } from '../convert/error-body.ts'
import type { HandlerRequest } from '../convert/read-call.ts'
import { readChunk, type ReplyPart } from '../convert/read-chunk.ts'
import { ReplyError, type Fields } from '../convert/reply-fields.ts'
import { joinParts, toCompletion, type ReplyContext } from '../convert/to-completion.ts'
import { toEmbeddings, toImages, toTextCompletion } from '../convert/to-other-shapes.ts'
import { createStreamWriter, type StreamWriter } from '../convert/to-stream.ts'
import type { HandlerLimits } from './handler-limits.ts'
import type { HandlerSession } from './handler-session.ts'
import { openInbox, type Inbox, type InboxItem } from './inbox.ts'

export interface AnswerOptions {
  readonly session: HandlerSession
  readonly wanted: HandlerRequest
  readonly request: SendRequest
  readonly context: ReplyContext
  readonly redactor: Redactor
  readonly limits: HandlerLimits
}

const utf8 = new TextEncoder()

/** Resolves once the handler's answer has begun. Throws `ProviderError` for time-outs, aborts and the end of the process. */
export async function answerRequest(options: AnswerOptions): Promise<SendResponse> {
  const { session, wanted, request } = options
  const timeouts = { ...defaultTimeouts, ...request.timeouts }
  const { operation, stream, call } = wanted
  const inbox = openInbox((listener) => session.request({ operation, stream, call }, listener), {
    signal: request.signal,
    firstMs: timeouts.firstByteMs,
    idleMs: timeouts.idleMs,
  })
  let first: InboxItem
  try {
    first = await inbox.next()
    if (first.type === 'error') return refuse(readFailure(first.error, options))
    if (!stream) return answerJson(await readWhole(first, inbox, options))
  } catch (error) {
    inbox.close()
    if (isBadReply(error)) return refuse(badReply(error))
    if (error instanceof ReplyFailure) return refuse(error.failure)
    throw error
  }
  return openStream(first, inbox, options)
}

/** An answer that is no reply. */
export function refuse(
  failure: HandlerFailure,
  headers: Readonly<Record<string, string>> = {},
): SendResponse {
  return answerJson(errorBody(failure), failure.status, headers)
}

function answerJson(
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): SendResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: once(utf8.encode(JSON.stringify(body))),
  }
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

/** Writing JSON goes as deep as the value does, and has an end. */
function isBadReply(error: unknown): error is ReplyError | RangeError {
  return error instanceof ReplyError || error instanceof RangeError
}

function badReply(error: ReplyError | RangeError): HandlerFailure {
  const words = error instanceof ReplyError ? error.message : 'it is nested too deeply.'
  return { status: 500, message: `The handler's answer cannot be used: ${words}` }
}

function readFailure(
  error: Extract<InboxItem, { type: 'error' }>['error'],
  { redactor }: AnswerOptions,
): HandlerFailure {
  const { status = 500, message, stack } = error
  return {
    status: mapStatus(status),
    message: redactor.text(message),
    stack: stack === undefined ? undefined : redactor.text(stack),
  }
}

const keptStatuses: ReadonlySet<number> = new Set([401, 403, 404, 408, 429])

/** LiteLLM's table for custom providers: any other 4xx is a bad request, any 5xx stays, all else is 500. */
function mapStatus(thrown: number): number {
  if (!Number.isInteger(thrown) || thrown < 400 || thrown > 599) return 500
  return thrown >= 500 || keptStatuses.has(thrown) ? thrown : 400
}

/** A handler that only streams is read to its end. */
async function readWhole(first: InboxItem, inbox: Inbox, options: AnswerOptions): Promise<Fields> {
  const { wanted, context, limits } = options
  if (first.type === 'value') return toReply(first.value, options)
  const parts: ReplyPart[] = []
  let bytes = 0
  for (let item: InboxItem = first; item.type !== 'end'; item = await inbox.next()) {
    if (item.type === 'error') throw new ReplyFailure(readFailure(item.error, options))
    if (item.type === 'value') return toReply(item.value, options)
    bytes += JSON.stringify(item.value).length
    if (bytes > limits.maxReplyBytes) throw new ReplyError('it is too long.')
    parts.push(readChunk(item.value))
  }
  const completion = joinParts(parts, context)
  return wanted.shape === 'completions' ? toTextCompletion(completion) : completion
}

/** The handler threw after its first part. */
class ReplyFailure extends Error {
  override readonly name = 'ReplyFailure'
  readonly failure: HandlerFailure

  constructor(failure: HandlerFailure) {
    super(failure.message)
    this.failure = failure
  }
}

function toReply(value: unknown, { wanted, context }: AnswerOptions): Fields {
  switch (wanted.shape) {
    case 'chat':
      return toCompletion(value, context)
    case 'completions':
      return toTextCompletion(toCompletion(value, context))
    case 'embeddings': {
      const input = wanted.call['input'] as readonly string[]
      return toEmbeddings(value, context, { count: input.length, asBase64: wanted.asBase64 })
    }
    case 'images':
      return toImages(value, context)
  }
}

function openStream(first: InboxItem, inbox: Inbox, options: AnswerOptions): SendResponse {
  const { wanted, context } = options
  const writer = createStreamWriter({
    ...context,
    shape: wanted.shape === 'completions' ? 'completions' : 'chat',
    includeUsage: wanted.includeUsage,
  })
  let opening: string
  try {
    // What cannot be used from the start on is an answer with a status still.
    opening = write(first, writer, options)
  } catch (error) {
    inbox.close()
    if (isBadReply(error)) return refuse(badReply(error))
    throw error
  }
  const over = first.type !== 'chunk'
  return {
    status: 200,
    headers: { 'content-type': 'text/event-stream' },
    body: streamBody(opening, { over, inbox, writer, options }),
  }
}

async function* streamBody(
  opening: string,
  context: {
    readonly over: boolean
    readonly inbox: Inbox
    readonly writer: StreamWriter
    readonly options: AnswerOptions
  },
): AsyncGenerator<Uint8Array> {
  const { inbox, writer, options } = context
  let bytes = opening.length
  try {
    if (opening !== '') yield utf8.encode(opening)
    for (let over = context.over; !over;) {
      const item = await inbox.next()
      let text: string
      try {
        text = write(item, writer, options)
        bytes += text.length
        if (bytes > options.limits.maxReplyBytes) throw new ReplyError('it is too long.')
      } catch (error) {
        if (!isBadReply(error)) throw error
        text = writer.fail(errorBody(badReply(error)))
        over = true
      }
      over ||= item.type !== 'chunk'
      if (text !== '') yield utf8.encode(text)
    }
  } finally {
    inbox.close()
  }
}

/** Events of one thing that the handler said. */
function write(item: InboxItem, writer: StreamWriter, options: AnswerOptions): string {
  switch (item.type) {
    case 'chunk':
      return writer.push(readChunk(item.value))
    case 'end':
      return writer.end()
    case 'value':
      return writer.whole(toCompletion(item.value, options.context))
    case 'error':
      return writer.fail(errorBody(readFailure(item.error, options)))
  }
}
