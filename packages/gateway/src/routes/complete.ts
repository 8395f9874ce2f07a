/** @file OpenAI's legacy text completion, whole and streamed, in the client's own words (source: openai-node 7.55). */
import type { StreamFrame } from '@patchbay/provider-core'
import type { ResolvedEndpoint, Route, Usage } from '@patchbay/provider-core/model'
import { carryToClient } from '../chat/carried-headers.ts'
import { readClientBody } from '../chat/client-body.ts'
import type { Exchange } from '../exchange.ts'
import type { Destination } from '../server/paths.ts'
import { refuseUnable } from '../server/refusal.ts'
import { requireCapable } from './capable.ts'
import { findCandidates } from './find-candidates.ts'
import { isObject, readJsonBody, refuseField } from './read-json-body.ts'
import { readWholeReply, relay, speaksOpenai } from './relay.ts'
import {
  beginStream,
  isEventStream,
  passStream,
  type BegunStream,
  type StreamEnd,
} from './relay-stream.ts'
import { tryCandidates } from './try-candidates.ts'
import { writeAnswer, type WholeAnswer } from './write-answer.ts'

/** `POST /v1/completions`. Only endpoints that speak OpenAI's formats have it. */
export async function serveComplete(exchange: Exchange, { id }: Destination): Promise<void> {
  const body = readJsonBody(exchange)
  const { prompt, stream } = body
  if (prompt !== undefined && typeof prompt !== 'string' && !Array.isArray(prompt)) {
    throw refuseField('prompt', 'a text, a list of texts, or token ids are expected.')
  }
  exchange.trace.stream = stream === true
  const candidates = findCandidates(exchange, id ?? body['model'])
  const answer = await tryCandidates(exchange, candidates, (route, resolved) =>
    attempt(exchange, { route, resolved, stream: stream === true }),
  )
  if ('reply' in answer) await passStream(exchange, answer, readEnd)
  else writeAnswer(exchange, answer)
}

interface Attempt {
  readonly route: Route
  readonly resolved: ResolvedEndpoint
  readonly stream: boolean
}

async function attempt(
  exchange: Exchange,
  { route, resolved, stream }: Attempt,
): Promise<BegunStream | WholeAnswer> {
  requireCapable(route, resolved, { kind: 'complete' })
  if (!speaksOpenai(resolved)) {
    const who = route.endpointName
    throw refuseUnable(`${who} has no text completion. Ask it at /v1/chat/completions.`)
  }
  const modelId = route.upstreamModelId
  const reply = await relay(exchange, route, {
    resolved,
    operation: { kind: 'complete', modelId, stream },
    body: readClientBody(exchange.body).withModel(modelId),
  })
  if (stream && isEventStream(reply)) return beginStream(reply, { route, resolved })
  const { bytes, json } = await readWholeReply(reply, 'a completion')
  return { body: bytes, headers: carryToClient(reply.headers), usage: readUsage(json['usage']) }
}

function readEnd(frames: readonly StreamFrame[]): StreamEnd {
  const reports = frames.map(({ data }) => (data.includes('"usage"') ? parse(data) : undefined))
  const report = reports.findLast((value) => isObject(value) && isObject(value['usage']))
  return {
    usage: isObject(report) ? readUsage(report['usage']) : undefined,
    complete: frames.at(-1)?.data.trim() === '[DONE]',
  }
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}

function readUsage(value: unknown): Usage | undefined {
  if (!isObject(value)) return undefined
  const { prompt_tokens: input, completion_tokens: output } = value
  return {
    ...(typeof input === 'number' ? { inputTokens: input } : {}),
    ...(typeof output === 'number' ? { outputTokens: output } : {}),
  }
}
