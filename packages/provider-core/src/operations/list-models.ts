/** @file Asks an endpoint which models it has. */
import { getDialect } from '../dialects/registry.ts'
import { ProviderError } from '../errors/provider-error.ts'
import { createRedactor, type Redactor } from '../errors/redact.ts'
import { AddressError, type ModelList, type Operation } from '../addressing/address.ts'
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import { getSpec } from '../specs/registry.ts'
import { buildRequest, type RequestPlan } from './build-request.ts'
import type { CallOptions, Engine } from './engine.ts'
import { openExchange, recordBody } from './exchange.ts'
import { forgetCredentials } from './forget-credentials.ts'
import { parseModelPage, type ModelPage } from './parse-model-list.ts'
import { isWebPage, readUpstreamError, refusesCredentials } from './upstream-error.ts'
import { maxBodyBytes, readText } from '../transport/limits.ts'

const maxPages = 20
const maxModels = 10_000

export interface ModelListing {
  /** False when the spec has no model list; `models` is empty then. */
  readonly supported: boolean
  /** Upstream ids, each once, in the order of the endpoint. */
  readonly models: readonly string[]
  /** True when the endpoint has more than was read (20 pages, 10,000 ids). */
  readonly truncated: boolean
}

/**
 * Lists the models of an endpoint over all its pages, and those of its further lists (Bedrock's inference
 * profiles). Throws `ProviderError` without secrets in its texts; a further list that is refused is left out.
 */
export async function listModels(
  resolved: ResolvedEndpoint,
  engine: Engine,
  options: CallOptions,
): Promise<ModelListing> {
  const first = await readList(resolved, undefined, engine, options)
  if (first === undefined) return { supported: false, models: [], truncated: false }
  const further = await Promise.all(
    (getSpec(resolved.endpoint.spec).furtherLists ?? []).map((list) =>
      readList(resolved, list, engine, { ...options, onWire: undefined }).catch(
        (error: unknown) => {
          if (error instanceof ProviderError && error.code !== 'aborted') return undefined
          throw error
        },
      ),
    ),
  )
  const found = further.filter((list) => list !== undefined)
  const hidden = new Set(found.some(({ models }) => models.length > 0) ? first.indirect : [])
  const models = new Set([
    ...found.flatMap((list) => list.models),
    ...first.models.filter((id) => !hidden.has(id)),
  ])
  return {
    supported: true,
    models: [...models].slice(0, maxModels),
    truncated: [first, ...found].some(({ truncated }) => truncated),
  }
}

interface ReadList {
  readonly models: readonly string[]
  readonly indirect: readonly string[]
  readonly truncated: boolean
}

/** One list over all its pages; `undefined` when the spec has none. */
async function readList(
  resolved: ResolvedEndpoint,
  list: ModelList | undefined,
  engine: Engine,
  options: CallOptions,
): Promise<ReadList | undefined> {
  const models = new Set<string>()
  const indirect: string[] = []
  let pageToken: string | undefined
  for (let page = 0; page < maxPages && models.size < maxModels; page += 1) {
    const operation: Operation = {
      kind: 'list-models',
      ...(list === undefined ? {} : { list }),
      ...(pageToken === undefined ? {} : { pageToken }),
    }
    if (!hasModelList(resolved, operation)) return undefined
    const found = await readPage(resolved, operation, engine, options)
    for (const id of found.models) models.add(id)
    indirect.push(...(found.indirect ?? []))
    if (found.nextPageToken === undefined || found.nextPageToken === pageToken) {
      return { models: [...models], indirect, truncated: false }
    }
    pageToken = found.nextPageToken
  }
  return { models: [...models], indirect, truncated: true }
}

function hasModelList({ endpoint }: ResolvedEndpoint, operation: Operation): boolean {
  try {
    return getSpec(endpoint.spec).address(endpoint, operation) !== undefined
  } catch (error) {
    if (!(error instanceof AddressError)) throw error
    throw new ProviderError({ code: 'settings', message: error.message, cause: error })
  }
}

async function readPage(
  resolved: ResolvedEndpoint,
  operation: Operation,
  engine: Engine,
  options: CallOptions,
): Promise<ModelPage> {
  const { endpoint, secrets } = resolved
  const redactor = createRedactor(Object.values(secrets))
  const dialect = getDialect(
    getSpec(endpoint.spec).resolveDialect(endpoint, endpoint.models[0] ?? ''),
  )
  const plan = { resolved, dialect, operation, body: undefined, headers: options.headers }
  try {
    return await requestPage(plan, engine, options, redactor)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw new ProviderError({ ...error.toInfo(redactor.text), cause: error.cause })
  }
}

async function requestPage(
  plan: RequestPlan,
  engine: Engine,
  options: CallOptions,
  redactor: Redactor,
): Promise<ModelPage> {
  const { dialect, resolved } = plan
  const request = await buildRequest(plan, engine, { signal: options.signal, redactor })
  const { retry } = resolved.endpoint
  const exchange = await openExchange(request, engine, { redactor, onWire: options.onWire, retry })
  try {
    const response = recordBody(exchange)
    if (response.status < 200 || response.status > 299) {
      const context = { dialect, url: request.url, now: engine.now() }
      const refusal = await readUpstreamError(response, context)
      if (refusesCredentials(refusal)) forgetCredentials(resolved, engine)
      throw refusal
    }
    const text = await readText(response.body, maxBodyBytes, 'refuse')
    const page = parseModelPage(parseJson(text))
    if (page !== undefined) return page
    throw new ProviderError({
      code: 'invalid-answer',
      status: response.status,
      message: isWebPage(response.headers['content-type'], text)
        ? 'The server answered with a web page in place of its model list.'
        : 'The server answered with something that is not a model list.',
      bodyExcerpt: text,
    })
  } finally {
    exchange.recorder?.end()
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
