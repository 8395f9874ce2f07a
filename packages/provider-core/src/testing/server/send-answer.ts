import { composeReply } from '../dialects/compose-reply.ts'
import type { FakeDialect, GenerateCall, Reply } from '../dialects/dialect.ts'
import type { EncodedError, Operation, Profile } from '../profiles/profile.ts'
import type { AnswerWriter } from './answer-writer.ts'
import type { Behaviour } from './behaviour.ts'
import type { SeenRequest } from './seen-request.ts'

type Generation = Extract<Operation, { kind: 'generate' }>

const json = { 'content-type': 'application/json' }
const htmlPage =
  '<!doctype html><html><head><title>Sign in</title></head><body><h1>Sign in to the proxy</h1></body></html>'
const defaultAfterChunks = 2
const failure = 'The fake upstream was told to fail here'

/** Answers a request that passed every check, the way the behaviour says. */
export async function sendAnswer(
  writer: AnswerWriter,
  profile: Profile,
  request: SeenRequest,
  operation: Operation,
  behaviour: Behaviour,
): Promise<void> {
  switch (behaviour.kind) {
    case 'hang-before-headers':
      return writer.hang()
    case 'http-error': {
      const { status, message = `${failure} (${status})`, retryAfter } = behaviour
      const encoded = profile.encodeError(status, message, request)
      const retry: Record<string, string> =
        retryAfter === undefined ? {} : { 'retry-after': retryAfter }
      return sendError(writer, { ...encoded, status, headers: { ...encoded.headers, ...retry } })
    }
    case 'html':
      return sendWhole(writer, behaviour.status ?? 200, { 'content-type': 'text/html' }, htmlPage)
    case 'invalid-json':
      return sendWhole(writer, 200, json, '{"id": "cut')
    case 'no-body':
      return sendWhole(writer, 200, json, '')
    case 'redirect':
      return sendWhole(writer, behaviour.status ?? 307, { location: behaviour.location }, '')
    case 'raw':
      return sendWhole(writer, behaviour.status ?? 200, behaviour.headers ?? {}, behaviour.body)
    default:
      break
  }
  if (operation.kind !== 'generate') {
    const isError = behaviour.kind === 'error-in-200'
    const body = isError ? profile.encodeError(500, failure, request).body : operation.body
    return sendWhole(writer, 200, json, JSON.stringify(body))
  }
  const reply = composeReply(behaviour, operation.call, request.index + 1)
  return operation.call.stream
    ? sendStream(writer, operation, behaviour, reply)
    : sendWholeReply(writer, operation, behaviour, reply)
}

/** Sends an error in the provider's own shape. */
export function sendError(writer: AnswerWriter, error: EncodedError): Promise<void> {
  const body = JSON.stringify(error.body)
  return sendWhole(writer, error.status, { ...json, ...error.headers }, body)
}

async function sendWhole(
  writer: AnswerWriter,
  status: number,
  headers: Record<string, string>,
  body: string | Uint8Array,
): Promise<void> {
  await writer.head(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) })
  await writer.bytes(body)
  writer.end()
}

async function sendWholeReply(
  writer: AnswerWriter,
  { dialect, call }: Generation,
  behaviour: Behaviour,
  reply: Reply,
): Promise<void> {
  if (behaviour.kind === 'error-in-200' || behaviour.kind === 'error-mid-stream') {
    const message = behaviour.message ?? failure
    return sendWhole(writer, 200, json, JSON.stringify(dialect.encodeError(500, message)))
  }
  const body = JSON.stringify(dialect.encodeWhole(reply, call))
  const cuts: Behaviour['kind'][] = ['hang-mid-stream', 'break-mid-stream', 'end-without-close']
  if (!cuts.includes(behaviour.kind)) return sendWhole(writer, 200, json, body)
  await writer.head(200, json)
  await writer.bytes(body.slice(0, Math.floor(body.length / 2)))
  if (behaviour.kind === 'hang-mid-stream') return writer.hang()
  if (behaviour.kind === 'break-mid-stream') return writer.breakOff()
  writer.end()
}

async function sendStream(
  writer: AnswerWriter,
  { dialect, call, createFraming }: Generation,
  behaviour: Behaviour,
  reply: Reply,
): Promise<void> {
  const framing = createFraming(behaviour)
  await writer.head(200, { 'content-type': framing.contentType, 'cache-control': 'no-cache' })
  if (behaviour.kind === 'error-in-200') {
    await writer.event(framing, dialect.encodeStreamError(behaviour.message ?? failure))
    return writer.end()
  }
  let contentEvents = 0
  for (const event of selectEvents(dialect, call, behaviour, reply)) {
    if (writer.isClosed) return
    if (event.part === 'body') {
      if (contentEvents === countBeforeStop(behaviour)) break
      contentEvents += 1
    }
    await writer.event(framing, event)
  }
  if (behaviour.kind === 'hang-mid-stream') return writer.hang()
  if (behaviour.kind === 'break-mid-stream') return writer.breakOff()
  if (behaviour.kind === 'error-mid-stream') {
    await writer.event(framing, dialect.encodeStreamError(behaviour.message ?? failure))
  }
  writer.end()
}

function* selectEvents(
  dialect: FakeDialect,
  call: GenerateCall,
  behaviour: Behaviour,
  reply: Reply,
) {
  for (const event of dialect.encodeStream(reply, call)) {
    const isCut =
      (behaviour.kind === 'end-without-close' &&
        (event.part === 'tail' || event.part === 'done')) ||
      (behaviour.kind === 'no-done' && event.part === 'done')
    if (!isCut) yield event
  }
}

/** Content events that come before a stream is stopped; never reached when nothing stops it. */
function countBeforeStop(behaviour: Behaviour): number {
  switch (behaviour.kind) {
    case 'hang-mid-stream':
    case 'break-mid-stream':
    case 'error-mid-stream':
      return behaviour.afterChunks ?? defaultAfterChunks
    default:
      return Number.POSITIVE_INFINITY
  }
}
