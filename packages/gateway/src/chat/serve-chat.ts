/** @file Chats of all four client formats: to the endpoint that the model's name leads to, and back. */
import { ProviderError, type DecodedRequest } from '@patchbay/provider-core'
import type { Exchange } from '../exchange.ts'
import { findCandidates } from '../routes/find-candidates.ts'
import { preferMaker } from '../routes/prefer-maker.ts'
import { tryCandidates } from '../routes/try-candidates.ts'
import { canPass } from './can-pass.ts'
import type { Answer, AskedChat, ChatQuestion, Target } from './chat-question.ts'
import { readClientBody } from './client-body.ts'
import { openPassStream } from './pass-stream.ts'
import { openPassWhole } from './pass-whole.ts'
import { usualTiming, type Timing } from './timing.ts'
import { openTranslation } from './translate.ts'

/**
 * Answers a chat. Where formats agree the bytes pass, else they are translated. Endpoints are tried in order
 * until one begins to answer. Throws `ProviderError` while nothing was written.
 */
export async function serveChat(
  exchange: Exchange,
  asked: AskedChat,
  timing: Timing = usualTiming,
): Promise<void> {
  const { trace, dialect } = exchange
  const body = readClientBody(exchange.body)
  const named = asked.model ?? body.model
  const stream = asked.stream ?? body.stream
  trace.stream = stream
  const candidates = preferMaker(
    exchange,
    findCandidates(exchange, named),
    () => body.parse()['previous_response_id'],
  )
  // Kept only where it may be needed again: the request is held for as long as the answer takes.
  const decode = (): DecodedRequest => dialect.decodeRequest(body.parse())
  const question: ChatQuestion = {
    exchange,
    body,
    model: trace.model ?? named ?? '',
    stream,
    arrayFraming: asked.arrayFraming ?? false,
    timing,
    decode: candidates.routes.length === 1 ? decode : once(decode),
  }
  let answer: Answer
  try {
    answer = await tryCandidates(exchange, candidates, (route, resolved) =>
      openAnswer(question, { route, resolved }),
    )
  } catch (error) {
    throw exchange.signal.aborted ? aborted(error) : error
  }
  await answer.send()
}

function openAnswer(question: ChatQuestion, target: Target): Promise<Answer> {
  if (!canPass(question, target, question.exchange.host.engine)) {
    return openTranslation(question, target)
  }
  return question.stream ? openPassStream(question, target) : openPassWhole(question, target)
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Whatever an interrupted request was told, it was interrupted. */
function aborted(cause: unknown): ProviderError {
  return new ProviderError({ code: 'aborted', message: 'The client went away.', cause })
}
