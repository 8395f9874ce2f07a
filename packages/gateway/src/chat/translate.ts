/** @file A chat between a client and an endpoint that speak different formats, on the engine's own path. */
import {
  chatBatches,
  chatWhole,
  checkCapabilities,
  ProviderError,
  redactorOf,
  type CallOptions,
} from '@patchbay/provider-core'
import type { ChatEvent } from '@patchbay/provider-core/model'
import type { OutgoingHttpHeaders } from 'node:http'
import { answerEvents, answerWhole } from './answer-events.ts'
import { carryToClient, carryToUpstream } from './carried-headers.ts'
import type { Answer, ChatQuestion, Target } from './chat-question.ts'
import { keepWire } from './keep-wire.ts'
import { TranslatedRefusal } from './translated-refusal.ts'

/** Asks and waits for the reply to begin. Throws `ProviderError` while nothing was written. */
export async function openTranslation(question: ChatQuestion, target: Target): Promise<Answer> {
  let answered: Readonly<Record<string, string>> = {}
  const asked = ask(question, target, (headers) => {
    answered = headers
  })
  const carried = (): OutgoingHttpHeaders => carryToClient(answered)
  try {
    return 'next' in asked
      ? await answerEvents(question, target, asked, carried)
      : answerWhole(question, target, await asked, carried)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    // An upstream may repeat the key that it refuses.
    const mask = redactorOf(target.resolved).text
    const masked = Object.entries(answered).map(([name, value]) => [name, mask(value)] as const)
    throw new TranslatedRefusal(error, carryToClient(Object.fromEntries(masked)))
  }
}

/** Sends the translated request. Not part of the function that waits, which would hold the request meanwhile. */
function ask(
  question: ChatQuestion,
  { route, resolved }: Target,
  onHeaders: (headers: Readonly<Record<string, string>>) => void,
): AsyncGenerator<readonly ChatEvent[]> | Promise<readonly ChatEvent[]> {
  const { exchange, stream } = question
  const { dialect, host, signal, trace } = exchange
  trace.mode = 'translated'
  const { request } = question.decode()
  const refusal = checkCapabilities(route, resolved.endpoint, { kind: 'chat', request })
  if (refusal !== undefined) throw refusal
  const options: CallOptions = {
    signal,
    headers: carryToUpstream(dialect.id, exchange.request.headers, {
      dialect: route.dialect,
      endpoint: resolved.endpoint,
    }),
    onAnswer: ({ headers }) => onHeaders(headers),
    ...keepWire(trace),
  }
  trace.sentMs = host.engine.clock() - trace.startedAt
  const call = { route, resolved, request, stream }
  return stream ? chatBatches(call, host.engine, options) : chatWhole(call, host.engine, options)
}
