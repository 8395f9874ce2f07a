/** @file Reads the words out of an error body, whichever of the known shapes a server or a proxy before it used. */
import type { JsonObject } from './dialect.ts'
import { isObject, parseJson, readCount, readObject, readObjects, readText } from './read-json.ts'

/** What an error body says; `undefined` fields were not in it. */
export interface ErrorBody {
  readonly message: string | undefined
  /** Names of the error, most telling first: `code`, `type`, `status`, `__type`, inner codes. */
  readonly names: readonly string[]
  /** An HTTP status (400 to 599) that the body itself names. */
  readonly status: number | undefined
  /** The object that held the message, for what only one dialect has. */
  readonly detail: JsonObject
}

const maxMessageLength = 1000

/**
 * Reads an error body. Known shapes: `{error: {message, type, code}}` (OpenAI, LiteLLM, OpenRouter),
 * `{type: "error", error: {type, message}}` (Anthropic), `{error: {code, message, status, details}}` and the
 * same in an array (Google), `{message, __type}` (AWS), `{error: "text"}` (Ollama), `{detail}` (FastAPI),
 * `{errors: […]}` (Cloudflare). HTML has no message.
 */
export function readErrorBody(body: unknown): ErrorBody {
  const value = typeof body === 'string' ? (parseJson(body) ?? body) : body
  if (typeof value === 'string') return { ...emptyBody, message: readPlainText(value) }
  const outer = Array.isArray(value) ? readObject(value[0]) : readObject(value)
  const detail = findDetail(outer)
  return {
    message: readMessage(detail) ?? readMessage(outer),
    names: readNames(detail, outer),
    status: readHttpStatus(detail) ?? readHttpStatus(outer),
    detail,
  }
}

const emptyBody: ErrorBody = { message: undefined, names: [], status: undefined, detail: {} }

/** Text that is not a web page, cut to a length that can be shown. */
function readPlainText(text: string): string | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || /^<(!doctype|html|head|body|\?xml|!--)/i.test(trimmed)) return undefined
  return trimmed.slice(0, maxMessageLength)
}

function findDetail(outer: JsonObject): JsonObject {
  if (isObject(outer['error'])) return outer['error']
  return readObjects(outer['errors'])[0] ?? outer
}

function readMessage(value: JsonObject): string | undefined {
  const detail = value['detail']
  const text =
    readText(value['message']) ??
    readText(value['Message']) ??
    readText(value['error']) ??
    readText(value['error_description']) ??
    readText(detail) ??
    readText(readObject(detail)['message']) ??
    readText(readObjects(detail)[0]?.['msg']) ??
    readText(value['msg'])
  if (text === undefined) return undefined
  // A proxy may wrap the upstream's whole JSON body into its own message.
  const inner = text.startsWith('{') ? parseJson(text) : undefined
  return isObject(inner) ? (readMessage(findDetail(inner)) ?? text) : readPlainText(text)
}

function readNames(detail: JsonObject, outer: JsonObject): string[] {
  const inner = readObject(detail['innererror'])
  const candidates = [
    inner['code'],
    detail['code'],
    detail['type'],
    detail['status'],
    detail['__type'],
    outer['__type'],
    ...readObjects(detail['details']).map((entry) => entry['reason']),
  ]
  return candidates.flatMap((name) => {
    const text = readText(name)
    // `__type` may carry a namespace ("com.amazonaws…#ValidationException").
    return text === undefined || /^\d+$/.test(text) ? [] : [text.slice(text.lastIndexOf('#') + 1)]
  })
}

function readHttpStatus(value: JsonObject): number | undefined {
  for (const name of ['status', 'code', 'status_code', 'statusCode']) {
    const found = value[name]
    const status = readCount(
      typeof found === 'string' && /^\d{3}$/.test(found) ? Number(found) : found,
    )
    if (status !== undefined && Number.isInteger(status) && status >= 400 && status <= 599)
      return status
  }
  return undefined
}
