/**
 * @file Requests that go on in the client's own words: to endpoints that speak the same format, with the
 * model's id, address, credentials and the endpoint's settings of its route.
 */
import {
  forward,
  ProviderError,
  type CallOptions,
  type ForwardCall,
  type ForwardedReply,
  type JsonObject,
} from '@patchbay/provider-core'
import type { ResolvedEndpoint, Route, SpecId } from '@patchbay/provider-core/model'
import { carryToUpstream } from '../chat/carried-headers.ts'
import { keepWire } from '../chat/keep-wire.ts'
import { UpstreamRefusal } from '../chat/upstream-refusal.ts'
import type { Exchange } from '../exchange.ts'
import { isObject } from './read-json-body.ts'

const openaiSpecs: ReadonlySet<SpecId> = new Set([
  'openai-chat-completions',
  'openai-responses',
  'azure',
  'custom-handler',
])

/** True where embeddings, images and completions are asked for in OpenAI's words. */
export function speaksOpenai({ endpoint }: ResolvedEndpoint): boolean {
  return openaiSpecs.has(endpoint.spec)
}

/** Abort, and the record for the inspector: the options of every call for an exchange. */
export function callOptions(exchange: Exchange): CallOptions {
  const { signal, trace } = exchange
  return { signal, ...keepWire(trace) }
}

/** The answer of an upstream, which has begun. Throws `UpstreamRefusal` for any other than 2xx. */
export async function relay(
  exchange: Exchange,
  route: Route,
  call: Omit<ForwardCall, 'dialect'>,
): Promise<ForwardedReply> {
  const { dialect, host, request, trace } = exchange
  trace.mode = 'pass-through'
  const headers = carryToUpstream(dialect.id, request.headers, {
    dialect: dialect.id,
    endpoint: call.resolved.endpoint,
  })
  const options = { ...callOptions(exchange), headers }
  const reply = await forward({ ...call, dialect: dialect.id }, host.engine, options)
  if (!reply.ok) throw new UpstreamRefusal(route, reply)
  trace.sentMs = reply.sentAt - trace.startedAt
  return reply
}

/** Vectors and pictures of one answer, at most. */
const maxReplyBytes = 256 * 1024 * 1024

/** The whole JSON object of an answer, and its bytes. Throws `ProviderError`. */
export async function readWholeReply(
  reply: ForwardedReply,
  wanted: string,
): Promise<{ readonly bytes: Buffer; readonly json: JsonObject }> {
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reply.body.next(); next.done !== true; next = await reply.body.next()) {
      size += next.value.byteLength
      if (size > maxReplyBytes) throw invalidAnswer(`more than ${maxReplyBytes >> 20} MB`, wanted)
      chunks.push(next.value)
    }
  } finally {
    await reply.body.return?.()
    reply.end()
  }
  const bytes = Buffer.concat(chunks, size)
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
  } catch {
    throw invalidAnswer('something that is not JSON', wanted)
  }
  if (isObject(json)) return { bytes, json }
  throw invalidAnswer('something else', wanted)
}

function invalidAnswer(what: string, wanted: string): ProviderError {
  const message = `The server answered with ${what} in place of ${wanted}.`
  return new ProviderError({ code: 'invalid-answer', message })
}
