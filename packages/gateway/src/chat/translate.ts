/** @file A chat between a client and an endpoint that speak different formats, on the engine's own path. */
import type { OutgoingHttpHeaders } from 'node:http'
import { chatBatches, checkCapabilities, type CallOptions } from '@patchbay/provider-core'
import type { ChatRequest, WireRecord } from '@patchbay/provider-core/model'
import { getSpec } from '@patchbay/provider-core/specs'
import { answerEvents } from './answer-events.ts'
import { carryToClient, carryToUpstream } from './carried-headers.ts'
import type { Answer, ChatQuestion, Target } from './chat-question.ts'

/** Asks and waits for the reply to begin. Throws `ProviderError` while nothing was written. */
export async function openTranslation(question: ChatQuestion, target: Target): Promise<Answer> {
  const { exchange, stream } = question
  const { host, signal, trace, config } = exchange
  const { route, resolved } = target
  trace.mode = 'translated'
  const { request } = question.decode()
  const refusal = checkCapabilities(route, resolved.endpoint, { kind: 'chat', request })
  if (refusal !== undefined) throw refusal
  let carried: OutgoingHttpHeaders = {}
  const carry = carryWords(question, target, request)
  const options: CallOptions = {
    signal,
    headers: carry.headers,
    onAnswer: ({ headers }) => {
      carried = carryToClient(headers)
    },
    ...(config.keepBodies && {
      onWire: (record: WireRecord) => {
        trace.wire = record
      },
    }),
  }
  trace.sentMs = host.engine.clock() - trace.startedAt
  const call = { route, resolved, request: carry.request, stream }
  const batches = chatBatches(call, host.engine, options)
  return answerEvents(question, target, batches, () => carried)
}

/** The client's own words for the upstream's format: headers, or on Bedrock, which takes none, fields of the body. */
function carryWords(
  { exchange }: ChatQuestion,
  { route, resolved }: Target,
  request: ChatRequest,
): { readonly headers: Readonly<Record<string, string>>; readonly request: ChatRequest } {
  const { dialect, host } = exchange
  const { endpoint } = resolved
  const headers = carryToUpstream(dialect.id, exchange.request.headers, route.dialect, endpoint)
  const platform = host.engine.getPlatform(getSpec(endpoint.spec).platform)
  const isInBody = platform.framing(route.dialect, endpoint) === 'aws-invoke'
  const betas = headers['anthropic-beta']?.split(',')
  if (!isInBody || betas === undefined) return { headers: isInBody ? {} : headers, request }
  const own = request.raw?.dialect === dialect.id ? request.raw.value : {}
  const value = { anthropic_beta: betas, ...(typeof own === 'object' && own) }
  return { headers: {}, request: { ...request, raw: { dialect: dialect.id, value } } }
}
