/** @file The few headers that go from a client to an upstream, and those that come back. All others stay where they are. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { DialectId, Endpoint } from '@patchbay/provider-core/model'

type Headers = Readonly<Record<string, string>>

const none: Headers = {}

/**
 * Headers of a client that say something in the upstream's format: Anthropic's version and betas, OpenAI's
 * betas. None of them is a credential, names an account or describes the connection. A version that the
 * endpoint's settings name holds against the client's; betas of both are joined.
 */
export function carryToUpstream(
  client: DialectId,
  headers: IncomingHttpHeaders,
  upstream: DialectId,
  endpoint: Pick<Endpoint, 'anthropicVersion' | 'headers'>,
): Headers {
  if (client !== upstream) return none
  if (client === 'anthropic-messages') {
    const version = one(headers['anthropic-version'])
    const beta = one(headers['anthropic-beta'])
    if (version === undefined && beta === undefined) return none
    const own = lowerCase(endpoint.headers)
    const fixed = endpoint.anthropicVersion !== undefined || own['anthropic-version'] !== undefined
    return {
      ...(version === undefined || fixed ? {} : { 'anthropic-version': version }),
      ...(beta === undefined ? {} : { 'anthropic-beta': joinBetas(own['anthropic-beta'], beta) }),
    }
  }
  if (client === 'openai-chat' || client === 'openai-responses') {
    const beta = one(headers['openai-beta'])
    return beta === undefined ? none : { 'openai-beta': beta }
  }
  return none
}

function one(value: string | string[] | undefined): string | undefined {
  const text = Array.isArray(value) ? value.join(',') : value
  return text === undefined || text.trim() === '' ? undefined : text
}

function lowerCase(headers: Headers): Headers {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  )
}

function joinBetas(own: string | undefined, client: string): string {
  const all = `${own ?? ''},${client}`.split(',').map((beta) => beta.trim())
  return [...new Set(all.filter((beta) => beta !== ''))].join(',')
}

const kept: ReadonlySet<string> = new Set([
  'retry-after',
  'retry-after-ms',
  'x-should-retry',
  'x-request-id',
  'request-id',
  'x-amzn-requestid',
  'apim-request-id',
  'x-ms-request-id',
  'x-ms-region',
  'x-goog-request-id',
  'cf-ray',
  'x-generation-id',
])

const keptFamilies = [
  'x-ratelimit-',
  'ratelimit',
  'anthropic-',
  'openai-',
  'x-ms-rai-',
  'x-envoy-',
  'x-groq-',
] as const

/** What clients read of an answer: rate limits, request ids, waits. Cookies and the connection's own are not among it. */
export function carryToClient(headers: Headers): OutgoingHttpHeaders {
  const out: OutgoingHttpHeaders = {}
  for (const name in headers) {
    if (kept.has(name) || keptFamilies.some((family) => name.startsWith(family))) {
      out[name] = toHeaderText(headers[name] ?? '')
    }
  }
  return out
}

/** Node refuses control characters, which some servers send. */
function toHeaderText(value: string): string {
  return value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}
