/** @file The tool calls of one choice, put together from their deltas, whatever a server does with `index` and `id`. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { keepRaw } from '../raw-fields.ts'
import {
  isObject,
  pickUnknown,
  readCount,
  readObject,
  readObjects,
  readText,
} from '../read-json.ts'
import { readThoughtSignature } from './client-messages.ts'

interface Call {
  id: string
  name: string | undefined
  /** Arguments that came before the name. */
  held: string
  readonly block: number
  readonly rest: JsonObject
}

const knownCallFields: ReadonlySet<string> = new Set([
  'index',
  'id',
  'type',
  'function',
  'custom',
  'extra_content',
])

export interface CallReader {
  readonly hasCalls: boolean
  /** Events of a delta or message; pieces of several calls may interleave. */
  read(message: JsonObject): ChatEvent[]
  /** The choice is over: every call ends. */
  end(): ChatEvent[]
}

/**
 * Reads calls by `index`. A server that numbers every call 0 is told from one that goes on by the new `id`
 * together with a name; without an index the id decides, or it is the call before. Arguments that come as an object
 * become text.
 * @param nextBlock number of the next part of the reply
 */
export function createCallReader(nextBlock: () => number, prefix: string): CallReader {
  const calls: Call[] = []
  const byIndex = new Map<number, Call>()
  let ended = 0

  const create = (index: number | undefined, id: string | undefined, rest: JsonObject): Call => {
    const call: Call = {
      id: id ?? `${prefix}${calls.length}`,
      name: undefined,
      held: '',
      block: nextBlock(),
      rest,
    }
    calls.push(call)
    if (index !== undefined) byIndex.set(index, call)
    return call
  }

  const find = (index: number | undefined, id: string | undefined, isNamed: boolean) => {
    const known =
      index === undefined
        ? id === undefined && !isNamed
          ? calls.at(-1)
          : calls.find((call) => call.id === id)
        : byIndex.get(index)
    const isOther = known?.name !== undefined && id !== undefined && isNamed && known.id !== id
    return isOther ? undefined : known
  }

  const start = (call: Call, name: string): ChatEvent[] => {
    call.name = name
    const { id, block, held, rest } = call
    const events: ChatEvent[] = [
      { type: 'tool-call-start', id, name, block, ...keepRaw('openai-chat', rest) },
    ]
    if (held !== '') events.push({ type: 'tool-call-delta', id, arguments: held, block })
    call.held = ''
    return events
  }

  const readCall = (value: JsonObject, index: number | undefined): ChatEvent[] => {
    const isCustom = isObject(value['custom'])
    const body = readObject(isCustom ? value['custom'] : value['function'])
    const id = readText(value['id'])
    const name = readText(body['name'])
    const rest = { ...pickUnknown(value, knownCallFields), ...(isCustom && { type: 'custom' }) }
    const call = find(index, id, name !== undefined) ?? create(index, id, rest)
    const events: ChatEvent[] = []
    if (call.name === undefined) {
      if (id !== undefined) call.id = id
      if (name !== undefined) events.push(...start(call, name))
    }
    const input = readInput(isCustom ? body['input'] : body['arguments'])
    if (input !== '') {
      if (call.name === undefined) call.held += input
      else
        events.push({ type: 'tool-call-delta', id: call.id, arguments: input, block: call.block })
    }
    const signature = readThoughtSignature(value)
    if (signature !== undefined) events.push({ type: 'signature', signature, block: call.block })
    return events
  }

  return {
    get hasCalls() {
      return calls.length > 0
    },
    read(message) {
      const events = readObjects(message['tool_calls']).flatMap((call) =>
        readCall(call, readCount(call['index'])),
      )
      // The older form: one call, without id.
      const legacy = message['function_call']
      return isObject(legacy) ? [...events, ...readCall({ function: legacy }, -1)] : events
    },
    end() {
      const open = calls.slice(ended)
      ended = calls.length
      return open.flatMap((call) => [
        ...(call.name === undefined ? start(call, 'unknown') : []),
        { type: 'tool-call-end', id: call.id, block: call.block },
      ])
    },
  }
}

function readInput(value: unknown): string {
  if (typeof value === 'string') return value
  return isObject(value) ? JSON.stringify(value) : ''
}
