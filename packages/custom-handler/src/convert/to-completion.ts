/** @file What `completion` returned, or the parts of a stream → a whole `chat.completion` of OpenAI. */
import { createPartReader } from './join-parts.ts'
import { readToolCall, type ReplyPart } from './read-chunk.ts'
import {
  checkFields,
  completeUsage,
  describe,
  isFields,
  ReplyError,
  type Fields,
} from './reply-fields.ts'

export interface ReplyContext {
  readonly id: string
  /** Seconds since 1970. */
  readonly created: number
  readonly model: string
}

const shortTypes = {
  text: 'string',
  reasoning: 'string',
  usage: 'object',
  finish_reason: 'string',
  tool_calls: 'list',
  provider_specific_fields: 'object',
} as const

/** @throws ReplyError when it is no reply */
export function toCompletion(value: unknown, context: ReplyContext): Fields {
  if (typeof value === 'string') return compose({ text: value }, context)
  if (!isFields(value))
    throw new ReplyError(
      `completion returned ${describe(value)}. It has to return a text, { text, … } or a chat completion.`,
    )
  if (value['choices'] !== undefined) return completeObject(value, context)
  checkFields('The reply', value, shortTypes)
  const calls = (value['tool_calls'] ?? []) as unknown[]
  return compose(
    {
      text: (value['text'] as string | null | undefined) ?? '',
      reasoning: (value['reasoning'] as string | null | undefined) ?? undefined,
      toolCalls: calls.map((call, index) => {
        if (!isFields(call)) throw new ReplyError('A tool call is not an object.')
        return nameCall(readToolCall(call), index, context)
      }),
      finishReason: (value['finish_reason'] as string | null | undefined) ?? undefined,
      usage: completeUsage(value['usage']),
      extra: isFields(value['provider_specific_fields'])
        ? value['provider_specific_fields']
        : undefined,
    },
    context,
  )
}

/** The same of a stream that has ended. */
export function joinParts(parts: readonly ReplyPart[], context: ReplyContext): Fields {
  const reader = createPartReader()
  const calls = new Map<number, { fields: Fields; name: string; input: string }>()
  let text = ''
  let extra: Fields | undefined
  for (const part of parts) {
    const placed = reader.place(part)
    if (placed === undefined) continue
    text += placed.text
    if (placed.extra !== undefined) extra = { ...extra, ...placed.extra }
    const { toolUse } = placed
    if (toolUse === undefined) continue
    const index = toolUse['index'] as number
    const call = calls.get(index) ?? { fields: {}, name: '', input: '' }
    const called = toolUse['function'] as { name?: string; arguments: string }
    calls.set(index, {
      fields: { ...call.fields, ...toolUse },
      name: call.name || (called.name ?? ''),
      input: call.input + called.arguments,
    })
  }
  const toolCalls = [...calls]
    .toSorted(([a], [b]) => a - b)
    .map(([index, { fields, name, input }]) =>
      nameCall({ ...fields, function: { name, arguments: input } }, index, context),
    )
  return compose(
    { text, toolCalls, finishReason: reader.ending, usage: reader.usage, extra },
    context,
  )
}

interface Parts {
  readonly text: string
  readonly reasoning?: string | undefined
  readonly toolCalls?: readonly Fields[] | undefined
  readonly finishReason?: string | undefined
  readonly usage?: Fields | undefined
  readonly extra?: Fields | undefined
}

function compose(parts: Parts, { id, created, model }: ReplyContext): Fields {
  const { text, reasoning, toolCalls = [], usage, extra } = parts
  const hasCalls = toolCalls.length > 0
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        message: {
          role: 'assistant',
          content: text === '' && hasCalls ? null : text,
          ...(reasoning === undefined ? {} : { reasoning_content: reasoning }),
          ...(hasCalls ? { tool_calls: toolCalls } : {}),
          ...(extra === undefined ? {} : { provider_specific_fields: extra }),
        },
        finish_reason: parts.finishReason ?? (hasCalls ? 'tool_calls' : 'stop'),
        logprobs: null,
      },
    ],
    ...(usage === undefined ? {} : { usage }),
  }
}

function nameCall(call: Fields, index: number, { id }: ReplyContext): Fields {
  // Only parts of a stream have an index.
  const fields = Object.fromEntries(Object.entries(call).filter(([name]) => name !== 'index'))
  const given = call['id']
  const called = call['function'] as Fields
  return {
    ...fields,
    id: typeof given === 'string' && given !== '' ? given : `call_${id.slice(-8)}_${index}`,
    function: { ...called, name: requireName(called) },
  }
}

function requireName(called: unknown): string {
  const name = isFields(called) ? called['name'] : undefined
  if (typeof name === 'string' && name !== '') return name
  throw new ReplyError('A tool call has no name. Give it as "name" of its "function".')
}

/** A chat completion of the handler's own: what is missing around the choices is filled in. */
function completeObject(value: Fields, { id, created, model }: ReplyContext): Fields {
  const choices: unknown = value['choices']
  if (!Array.isArray(choices) || choices.length === 0)
    throw new ReplyError('The chat completion has no choices.')
  const completed = choices.map((choice: unknown, index) => {
    if (!isFields(choice) || !isFields(choice['message']))
      throw new ReplyError('A choice of the chat completion has no message.')
    const { message } = choice
    const { tool_calls: calls } = message
    for (const call of Array.isArray(calls) ? (calls as unknown[]) : [])
      // OpenAI has other types, whose name is elsewhere.
      if (!isFields(call) || (call['type'] ?? 'function') === 'function')
        requireName(isFields(call) ? call['function'] : undefined)
    return {
      index,
      ...choice,
      message: { role: 'assistant', content: null, ...message },
      finish_reason: choice['finish_reason'] ?? (message['tool_calls'] ? 'tool_calls' : 'stop'),
    }
  })
  const usage = completeUsage(value['usage'])
  return {
    id,
    created,
    model,
    ...value,
    object: 'chat.completion',
    choices: completed,
    ...(usage === undefined ? {} : { usage }),
  }
}
