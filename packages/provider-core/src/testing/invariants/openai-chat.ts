/** @file What holds for every OpenAI chat stream that a client gets, whatever the upstream did. */
import type { JsonObject, StreamFrame } from '../../dialects/dialect.ts'
import { isObject, readObject, readObjects, readText } from '../../dialects/read-json.ts'
import { readFrames } from './read-frames.ts'

interface ChoiceWalk {
  roles: number
  finishReason: string | undefined
  tools: number
}

/**
 * The first rule that the frames break, in words; `undefined` when they keep all. The role once a choice; tool
 * indexes dense, each begun with id and name; one finish_reason a choice; a usage chunk with `choices: []` only
 * when `includeUsage`, and then exactly one; [DONE] last and only on success, else an `{error}` frame last.
 */
export function findChatFlaw(
  frames: readonly StreamFrame[],
  options: { readonly includeUsage: boolean },
): string | undefined {
  const choices = new Map<number, ChoiceWalk>()
  let usageChunks = 0
  let end: 'done' | 'error' | undefined
  for (const { event, data, value, at } of readFrames(frames)) {
    const where = `frame ${at} (${data.slice(0, 80)}):`
    if (end !== undefined) return `${where} comes after the last event`
    if (event !== undefined) return `${where} has an event line`
    if (data === '[DONE]') {
      end = 'done'
      continue
    }
    if (value === undefined) return `${where} data is no JSON object`
    if (isObject(value['error'])) {
      end = 'error'
      continue
    }
    if (isObject(value['usage']) && readObjects(value['choices']).length === 0) usageChunks += 1
    const flaw = findChunkFlaw(value, choices, options.includeUsage)
    if (flaw !== undefined) return `${where} ${flaw}`
  }
  if (end === undefined) return 'the stream has no [DONE] and no error'
  const finished = [...choices.values()].filter((choice) => choice.finishReason !== undefined)
  if (end === 'error') {
    return finished.length > 0 && choices.size === 1 ? 'finish_reason before an error' : undefined
  }
  if (choices.size === 0) return 'no choice at all'
  if (finished.length !== choices.size) return 'a choice without finish_reason'
  if ([...choices.values()].some((choice) => choice.roles !== 1)) return 'a choice without role'
  if (usageChunks !== (options.includeUsage ? 1 : 0)) return `${usageChunks} usage chunks`
  return undefined
}

function findChunkFlaw(
  value: JsonObject,
  choices: Map<number, ChoiceWalk>,
  includeUsage: boolean,
): string | undefined {
  if (value['object'] !== 'chat.completion.chunk') return 'not a chat.completion.chunk'
  if (readText(value['id']) === undefined) return 'chunk without id'
  if (readText(value['model']) === undefined) return 'chunk without model'
  if (typeof value['created'] !== 'number') return 'chunk without created'
  if (!Array.isArray(value['choices'])) return 'chunk without choices'
  if (isObject(value['usage']) && !includeUsage) return 'usage that was not asked for'
  for (const choice of readObjects(value['choices'])) {
    const flaw = findChoiceFlaw(choice, choices)
    if (flaw !== undefined) return flaw
  }
  return undefined
}

function findChoiceFlaw(choice: JsonObject, choices: Map<number, ChoiceWalk>): string | undefined {
  const index = choice['index']
  if (typeof index !== 'number') return 'choice without index'
  const walk = choices.get(index) ?? { roles: 0, finishReason: undefined, tools: 0 }
  choices.set(index, walk)
  if (walk.finishReason !== undefined) return `choice ${index} goes on after its finish_reason`
  if (!isObject(choice['delta'])) return 'choice without delta'
  const { delta } = choice
  if (delta['role'] !== undefined) walk.roles += 1
  if (walk.roles > 1) return `second role of choice ${index}`
  if (walk.roles === 0) return `choice ${index} begins without its role`
  for (const call of readObjects(delta['tool_calls'])) {
    const flaw = findCallFlaw(call, walk)
    if (flaw !== undefined) return flaw
  }
  walk.finishReason = readText(choice['finish_reason'])
  if (walk.finishReason === 'stop' && walk.tools > 0) return 'stop after tool calls'
  return undefined
}

function findCallFlaw(call: JsonObject, walk: ChoiceWalk): string | undefined {
  const index = call['index']
  if (typeof index !== 'number') return 'tool call without index'
  if (index > walk.tools) return `tool index ${index} after ${walk.tools} calls`
  if (index < walk.tools) return call['id'] === undefined ? undefined : `second id of call ${index}`
  walk.tools += 1
  const body = readObject(call['function'] ?? call['custom'])
  if (readText(call['id']) === undefined) return `call ${index} begins without id`
  return readText(body['name']) === undefined ? `call ${index} begins without name` : undefined
}
