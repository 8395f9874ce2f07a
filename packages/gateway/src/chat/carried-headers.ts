/** @file The few headers that go from a client to an upstream, and those that come back. All others stay where they are. */
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { DialectId, Endpoint } from '@patchbay/provider-core/model'

type Headers = Readonly<Record<string, string>>

const none: Headers = {}

/** Where a request goes: its format there, and the endpoint's settings. */
export interface CarriedTo {
  readonly dialect: DialectId
  readonly endpoint: Pick<Endpoint, 'spec' | 'headers' | 'anthropicVersion'>
}

/**
 * Headers of a client that say something in the upstream's format: Anthropic's version and betas, OpenAI's
 * betas. None of them is a credential, names an account or describes the connection.
 *
 * The version is left out where the endpoint has its own, and on the clouds: SDKs name their newest, which
 * the clouds take for few models, while their own versions hold for all.
 */
export function carryToUpstream(
  client: DialectId,
  headers: IncomingHttpHeaders,
  { dialect, endpoint }: CarriedTo,
): Headers {
  const names = client === dialect ? carried[client] : undefined
  if (names === undefined) return none
  let out: Record<string, string> | undefined
  for (const name of names) {
    if (name === 'anthropic-version' && hasOwnVersion(endpoint)) continue
    const value = headers[name]
    const text = Array.isArray(value) ? value.join(',') : value
    if (text !== undefined && text.trim() !== '') out = { ...out, [name]: text }
  }
  return out ?? none
}

const carried: Readonly<Partial<Record<DialectId, readonly string[]>>> = {
  'anthropic-messages': ['anthropic-version', 'anthropic-beta'],
  'openai-chat': ['openai-beta'],
  'openai-responses': ['openai-beta'],
}

function hasOwnVersion({ spec, headers, anthropicVersion }: CarriedTo['endpoint']): boolean {
  if (spec === 'amazon-bedrock' || spec === 'google-vertex') return true
  if (anthropicVersion !== undefined) return true
  return Object.keys(headers).some((name) => name.toLowerCase() === 'anthropic-version')
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

/** Names that were looked at before: upstreams send the same ones with every answer. */
const judged = new Map<string, boolean>()
const maxJudged = 1_000

function isForClient(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  const isKept = kept.has(name) || keptFamilies.some((family) => name.startsWith(family))
  if (judged.size >= maxJudged) judged.clear()
  judged.set(name, isKept)
  return isKept
}

/** What clients read of an answer: rate limits, request ids, waits. Cookies and the connection's own are not among it. */
export function carryToClient(headers: Headers): OutgoingHttpHeaders {
  const out: OutgoingHttpHeaders = {}
  for (const name in headers) {
    if (isForClient(name)) out[name] = toHeaderText(headers[name] ?? '')
  }
  return out
}

/** Node refuses control characters, which some servers send. */
function toHeaderText(value: string): string {
  return /^[\t\x20-\x7e]*$/.test(value) ? value : value.replaceAll(/[^\t\x20-\x7e\x80-\xff]/g, '?')
}
