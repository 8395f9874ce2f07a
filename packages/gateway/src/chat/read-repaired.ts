/**
 * @file A forwarded answer that is not what its request asked for, read as events after all: whole where a
 * stream was asked for, streamed where it was not, without the event names that the vendor's SDK needs.
 */
import {
  ProviderError,
  readForwarded,
  redactorOf,
  toErrorInfo,
  type ForwardedReply,
} from '@patchbay/provider-core'
import type { ChatEvent } from '@patchbay/provider-core/model'
import type { ChatQuestion, Target } from './chat-question.ts'

/** Its events, from the first byte (`head` was read already). Never throws: the last is a `finish` or an `error`. */
export async function* readRepaired(
  { exchange }: ChatQuestion,
  { resolved }: Target,
  reply: ForwardedReply,
  head: readonly Uint8Array[],
): AsyncGenerator<readonly ChatEvent[]> {
  const { dialect, signal } = exchange
  const redact = redactorOf(resolved).text
  try {
    const source = { dialect, contentType: reply.headers['content-type'] }
    for await (const events of readForwarded(replay(head, reply.body), source)) {
      yield events.map((event) =>
        event.type === 'error'
          ? { ...event, error: new ProviderError(event.error).toInfo(redact) }
          : event,
      )
    }
  } catch (error) {
    const stopped = new ProviderError({ code: 'aborted', message: 'The request was stopped.' })
    yield [{ type: 'error', error: toErrorInfo(signal.aborted ? stopped : error, redact) }]
  } finally {
    await reply.body.return?.()
    reply.end()
  }
}

function replay(
  head: readonly Uint8Array[],
  rest: AsyncIterator<Uint8Array>,
): AsyncIterator<Uint8Array> {
  const waiting = head.filter((chunk) => chunk.byteLength > 0)
  return {
    next() {
      const value = waiting.shift()
      return value === undefined ? rest.next() : Promise.resolve({ done: false, value })
    },
  }
}
