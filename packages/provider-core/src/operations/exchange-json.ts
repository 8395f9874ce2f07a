/**
 * @file One request with one whole JSON answer, on the same path as a chat: address, headers, credentials,
 * send. For everything that does not stream.
 */
import { ProviderError } from '../errors/provider-error.ts'
import { createRedactor, type Redactor } from '../errors/redact.ts'
import type { JsonObject } from '../dialects/dialect.ts'
import { isObject, parseJson } from '../dialects/read-json.ts'
import { maxBodyBytes, readText } from '../transport/limits.ts'
import { buildRequest, type RequestPlan } from './build-request.ts'
import type { CallOptions, Engine } from './engine.ts'
import { openExchange, recordBody } from './exchange.ts'
import { forgetCredentials } from './forget-credentials.ts'
import { isWebPage, readUpstreamError, refusesCredentials } from './upstream-error.ts'

/**
 * Sends the request of `plan` and gives the JSON object that answers it.
 *
 * @param wanted What the answer should be, such as "embeddings", for the error when it is not.
 * @throws ProviderError without secrets in its texts.
 */
export async function exchangeJson(
  plan: RequestPlan,
  engine: Engine,
  options: CallOptions,
  wanted: string,
): Promise<JsonObject> {
  const redactor = createRedactor(Object.values(plan.resolved.secrets))
  try {
    return await exchange(plan, engine, { ...options, redactor, wanted })
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw new ProviderError({ ...error.toInfo(redactor.text), cause: error.cause })
  }
}

/** The error for an answer that is JSON, but not what was asked for. */
export function invalidAnswer(wanted: string, body: unknown): ProviderError {
  return new ProviderError({
    code: 'invalid-answer',
    message: `The server answered with something that is not ${wanted}.`,
    bodyExcerpt: JSON.stringify(body).slice(0, 2000),
  })
}

async function exchange(
  plan: RequestPlan,
  engine: Engine,
  options: CallOptions & { readonly redactor: Redactor; readonly wanted: string },
): Promise<JsonObject> {
  const { resolved, dialect } = plan
  const { wanted } = options
  const request = await buildRequest({ ...plan, headers: options.headers }, engine, options)
  const { retry } = resolved.endpoint
  const opened = await openExchange(request, engine, { ...options, retry })
  try {
    const response = recordBody(opened)
    const { status } = response
    if (status < 200 || status > 299) {
      const context = { dialect, url: request.url, now: engine.now() }
      const refusal = await readUpstreamError(response, context)
      if (refusesCredentials(refusal)) forgetCredentials(resolved, engine)
      throw refusal
    }
    const text = await readText(response.body, maxBodyBytes, 'refuse')
    const body = parseJson(text)
    if (!isObject(body)) {
      const page = isWebPage(response.headers['content-type'], text)
      throw new ProviderError({
        code: 'invalid-answer',
        status,
        message: `The server answered with ${page ? 'a web page' : 'something that is not JSON'} in place of ${wanted}.`,
        bodyExcerpt: text,
      })
    }
    throwErrorIn200(body, plan, status)
    return body
  } finally {
    opened.recorder?.end()
  }
}

/** Proxies wrap failures into a 200: a body that is nothing but an `error`. */
function throwErrorIn200(body: JsonObject, { dialect }: RequestPlan, status: number): void {
  const { error } = body
  if (error === undefined || error === null || typeof error === 'number') return
  const { code, message } = dialect.decodeError(500, body)
  throw new ProviderError({
    code,
    status,
    message: `The server answered with an error: ${message ?? 'it does not say which.'}`,
    bodyExcerpt: JSON.stringify(body).slice(0, 2000),
  })
}
