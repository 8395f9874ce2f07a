/** @file Parts, or a whole reply → the server-sent events of OpenAI, for chats and for text completions. */
import { writeSse } from '@patchbay/provider-core'
import { createPartReader } from './join-parts.ts'
import type { ReplyPart } from './read-chunk.ts'
import { isFields, type Fields } from './reply-fields.ts'
import type { ReplyContext } from './to-completion.ts'

export interface StreamWriter {
  /** Events of one part; empty when it says nothing. */
  push(part: ReplyPart): string
  /** True once the handler said that the reply is over. */
  readonly finished: boolean
  /** The closing events. */
  end(): string
  /** All events of a reply that came whole (`toCompletion`). */
  whole(completion: Fields): string
  /** The event that ends a reply which broke. */
  fail(error: Fields): string
}

interface StreamOptions extends ReplyContext {
  readonly shape: 'chat' | 'completions'
  readonly includeUsage: boolean
}

export function createStreamWriter(options: StreamOptions): StreamWriter {
  const { id, created, model, shape, includeUsage } = options
  const isChat = shape === 'chat'
  const reader = createPartReader()
  const named = new Set<number>()
  let begun = false

  const event = (fields: Fields): string =>
    writeSse({
      event: undefined,
      data: JSON.stringify({
        id,
        object: isChat ? 'chat.completion.chunk' : 'text_completion',
        created,
        model,
        ...fields,
        // OpenAI has usage in every chunk where it was asked for, null but for the last.
        ...(includeUsage && fields['usage'] === undefined ? { usage: null } : {}),
      }),
    })
  const choice = (delta: Fields, reason: unknown, index = 0): string =>
    event({ choices: [{ index, delta, logprobs: null, finish_reason: reason ?? null }] })
  const textChoice = (text: string, reason: unknown, index = 0): string =>
    event({ choices: [{ text, index, logprobs: null, finish_reason: reason ?? null }] })
  const begin = (): Fields => {
    if (begun) return {}
    begun = true
    return { role: 'assistant' }
  }
  const close = (usage: unknown): string =>
    (includeUsage && isFields(usage) ? event({ choices: [], usage }) : '') +
    writeSse({ event: undefined, data: '[DONE]' })

  /** The first part of a call has an id. */
  const nameCall = (call: Fields): Fields => {
    const index = call['index'] as number
    const isFirst = !named.has(index)
    named.add(index)
    const hasId = typeof call['id'] === 'string' && call['id'] !== ''
    return isFirst && !hasId ? { ...call, id: `call_${id.slice(-8)}_${index}` } : call
  }

  const push = (part: ReplyPart): string => {
    const placed = reader.place(part)
    if (placed === undefined) return ''
    const { text, toolUse, extra } = placed
    if (!isChat) return text === '' ? '' : textChoice(text, undefined)
    if (text === '' && toolUse === undefined && extra === undefined && begun) return ''
    return choice(
      {
        ...begin(),
        ...(text === '' && toolUse !== undefined ? {} : { content: text }),
        ...(toolUse === undefined ? {} : { tool_calls: [nameCall(toolUse)] }),
        ...(extra === undefined ? {} : { provider_specific_fields: extra }),
      },
      undefined,
    )
  }

  const wholeChoice = (entry: unknown, position: number): string => {
    if (!isFields(entry) || !isFields(entry['message'])) return ''
    const { message, finish_reason: reason } = entry
    const index = typeof entry['index'] === 'number' ? entry['index'] : position
    if (!isChat) {
      const { content } = message
      return textChoice(typeof content === 'string' ? content : '', reason, index)
    }
    const calls = message['tool_calls']
    const delta = Array.isArray(calls)
      ? { ...message, tool_calls: calls.map((call: Fields, at) => ({ index: at, ...call })) }
      : message
    return choice(delta, undefined, index) + choice({}, reason, index)
  }

  return {
    push,
    get finished() {
      return reader.finishReason !== undefined
    },
    end: () => {
      const first = isChat && !begun ? choice({ ...begin(), content: '' }, undefined) : ''
      const last = isChat ? choice({}, reader.ending) : textChoice('', reader.ending)
      return first + last + close(reader.usage)
    },
    whole: (completion) => {
      const choices = (completion['choices'] ?? []) as unknown[]
      return choices.map(wholeChoice).join('') + close(completion['usage'])
    },
    fail: (error) => writeSse({ event: undefined, data: JSON.stringify(error) }),
  }
}
