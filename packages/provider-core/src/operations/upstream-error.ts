/** @file What a non-2xx answer becomes. */
import { handlerScheme } from '../addressing/handler.ts'
import type { Dialect } from '../dialects/dialect.ts'
import { isObject } from '../dialects/read-json.ts'
import { getDialect } from '../dialects/registry.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { maxErrorBodyBytes, readText } from '../transport/limits.ts'
import type { SendResponse } from '../transport/send.ts'

/**
 * Reads an error answer (64 kB of it at most) into a `ProviderError` with status, the upstream's own
 * words, the wait that it asks for, and an excerpt of the body.
 */
export async function readUpstreamError(
  response: SendResponse,
  context: { readonly dialect: Dialect; readonly url: URL; readonly now: Date },
): Promise<ProviderError> {
  const { status, headers } = response
  const { url } = context
  const text = await readText(response.body, maxErrorBodyBytes, 'cut')
  const decoded = decodeFailure(context.dialect, response, parseJsonOrText(text))
  const page = isWebPage(headers['content-type'], text)
  const words = page ? 'with a web page' : decoded.message?.trim()
  const isHandler = url.protocol === handlerScheme
  const lead = isHandler
    ? `The handler answered ${status}`
    : `The server answered ${status} at ${url.host}${url.pathname}`
  return new ProviderError({
    code: decoded.code,
    status,
    message: page ? `${lead} ${words}.` : words ? `${lead}: ${words}` : `${lead}.`,
    retryAfterMs: parseRetryAfter(headers, context.now) ?? decoded.retryAfterMs,
    bodyExcerpt: text === '' ? undefined : text,
    // Code has no address.
    url: isHandler ? undefined : url.origin + url.pathname,
  })
}

/**
 * AWS may name its error in a header alone (`ThrottlingException:http://…`). Such an answer is AWS's own,
 * whatever format the request was in, unless the body is an error of that format.
 * Source: Smithy, "AWS restJson1 protocol", operation error serialization.
 */
function decodeFailure(
  dialect: Dialect,
  { status, headers }: SendResponse,
  body: unknown,
): ReturnType<Dialect['decodeError']> {
  const [type] = headers['x-amzn-errortype']?.split(':') ?? []
  const name = type?.slice(type.lastIndexOf('#') + 1).trim() ?? ''
  const fields = isObject(body) ? body : {}
  if (name === '' || isObject(fields['error'])) return dialect.decodeError(status, body)
  const message = typeof body === 'string' && body !== '' ? { message: body } : {}
  const named = { ...message, __type: name, ...fields }
  return getDialect('bedrock-converse').decodeError(status, named)
}

/**
 * True when what was sent is no longer taken: 401, or AWS's 403 for keys that have ended (its name or body
 * says so; any other 403 is about rights).
 */
export function refusesCredentials({ code, status, bodyExcerpt = '' }: ProviderError): boolean {
  if (status === 401 || (status === 403 && code === 'authentication')) return true
  return status === 403 && /security token .*(?:expired|invalid)|ExpiredToken/i.test(bodyExcerpt)
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110, 10.2.3); milliseconds from `now`. */
export function parseRetryAfter(
  headers: Readonly<Record<string, string>>,
  now: Date,
): number | undefined {
  const exact = Number.parseFloat(headers['retry-after-ms'] ?? '')
  if (Number.isFinite(exact) && exact >= 0) return exact
  const value = headers['retry-after']?.trim()
  if (value === undefined || value === '') return undefined
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000
  const date = Date.parse(value)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now.getTime())
}

/** True for an answer that was meant for a browser. */
export function isWebPage(contentType: string | undefined, text: string): boolean {
  return (
    /\btext\/html\b|\bapplication\/xhtml/i.test(contentType ?? '') ||
    /^\s*<(!doctype|html)\b/i.test(text)
  )
}

export function parseJsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
