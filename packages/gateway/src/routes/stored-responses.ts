/**
 * @file Responses that an endpoint keeps (OpenAI's Responses API): read, deleted and cancelled where they were
 * made. The gateway keeps none itself; it remembers which endpoint made which.
 */
import {
  buildRequest,
  getDialect,
  ProviderError,
  redactorOf,
  type SendResponse,
} from '@patchbay/provider-core'
import type { ResolvedEndpoint, Route, SpecId } from '@patchbay/provider-core/model'
import { carryToClient } from '../chat/carried-headers.ts'
import type { Exchange } from '../exchange.ts'
import type { GatewayHost } from '../host.ts'
import { requireAllowed } from '../keys/allowed-models.ts'
import type { Destination, Purpose } from '../server/paths.ts'
import { refuseUnable, Refusal } from '../server/refusal.ts'
import { refuseField } from './read-json-body.ts'
import { writeAnswer } from './write-answer.ts'

interface Remembered {
  readonly route: Route
  /** The model as the client named it: a key that may not ask for it may not read its responses. */
  readonly name: string
}

const maxRemembered = 5_000
const maxAnswerBytes = 64 * 1024 * 1024
const remembered = new WeakMap<GatewayHost, Map<string, Remembered>>()

/** Notes which endpoint made a response that passed through. The oldest are forgotten first. */
export function rememberResponse(
  { host, trace }: Pick<Exchange, 'host' | 'trace'>,
  id: string,
  route: Route,
): void {
  let known = remembered.get(host)
  if (known === undefined) remembered.set(host, (known = new Map<string, Remembered>()))
  known.delete(id)
  known.set(id, { route, name: trace.model ?? route.modelId })
  if (known.size <= maxRemembered) return
  const [oldest] = known.keys()
  if (oldest !== undefined) known.delete(oldest)
}

/** Which endpoint made a response, and under which name it was asked. */
export function findMaker(host: GatewayHost, id: string): Remembered | undefined {
  return remembered.get(host)?.get(id)
}

/** `GET` and `DELETE /v1/responses/{id}`, `POST …/cancel`, `GET …/input_items`. */
export async function serveStoredResponse(
  exchange: Exchange,
  { id = '', purpose }: Destination,
): Promise<void> {
  const { host, trace } = exchange
  const found = findMaker(host, id)
  if (found === undefined) throw unknownResponse()
  requireAllowed(exchange, found.name)
  trace.model = found.name
  trace.route = found.route
  const resolved = await host.resolve(found.route, exchange.config)
  requireKeeping(found.route, resolved)
  trace.mode = 'pass-through'
  const { response, text } = await ask(exchange, { id, purpose, route: found.route, resolved })
  if (purpose === 'delete-response' && response.status < 300) remembered.get(host)?.delete(id)
  writeAnswer(exchange, {
    status: response.status,
    body: Buffer.from(text),
    headers: carryToClient(response.headers),
  })
}

function unknownResponse(): Refusal {
  const message =
    'The gateway does not know this response. It knows those that passed through it since it was started, up to the last 5,000; others are asked for where they were made.'
  return new Refusal(404, { code: 'not-found', message })
}

const keepingSpecs: ReadonlySet<SpecId> = new Set(['openai-responses', 'azure'])

function requireKeeping(route: Route, { endpoint }: ResolvedEndpoint): void {
  if (route.dialect === 'openai-responses' && keepingSpecs.has(endpoint.spec)) return
  throw refuseUnable(
    `The response was made by ${endpoint.name}, which does not speak OpenAI Responses and keeps none. Send the conversation again instead.`,
  )
}

interface Asked {
  readonly id: string
  readonly purpose: Purpose
  readonly route: Route
  readonly resolved: ResolvedEndpoint
}

/** Paths behind `/responses`, and the parameters of the client that belong to them (source: openai-node 7.55). */
const tails: Readonly<Partial<Record<Purpose, readonly [path: string, query: readonly string[]]>>> =
  {
    'get-response': ['', ['include', 'include[]']],
    'delete-response': ['', []],
    'cancel-response': ['/cancel', []],
    'list-response-inputs': ['/input_items', ['after', 'limit', 'order', 'include', 'include[]']],
  }

async function ask(
  { host, signal, query, request }: Exchange,
  { id, purpose, route, resolved }: Asked,
): Promise<{ readonly response: SendResponse; readonly text: string }> {
  if (query.get('stream') === 'true') {
    throw refuseField('stream', 'a stored response is given whole only.')
  }
  const redactor = redactorOf(resolved)
  const plan = {
    resolved,
    dialect: getDialect(route.dialect),
    operation: {
      kind: 'chat',
      dialect: route.dialect,
      modelId: route.upstreamModelId,
      stream: false,
    },
    body: undefined,
  } as const
  try {
    const built = await buildRequest(plan, host.engine, { signal, redactor })
    const [tail = '', names = []] = tails[purpose] ?? []
    const url = new URL(built.url)
    url.pathname = `${url.pathname}/${encodeURIComponent(id)}${tail}`
    for (const [name, value] of query)
      if (names.includes(name)) url.searchParams.append(name, value)
    const method = request.method === 'DELETE' || request.method === 'POST' ? request.method : 'GET'
    const response = await host.engine.send({ ...built, url, method })
    const { text: redact } = redactor
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, redact(value)]),
    )
    return { response: { ...response, headers }, text: redact(await readText(response)) }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    throw new ProviderError({ ...error.toInfo(redactor.text), cause: error })
  }
}

async function readText({ body }: SendResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    if (size > maxAnswerBytes) {
      const message = 'The server answered with more than 64 MB.'
      throw new ProviderError({ code: 'invalid-answer', message })
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
