/** @file Parts → the rules of a stream: where it ends, and which tool call a part belongs to. */
import type { Fields } from './reply-fields.ts'
import type { ReplyPart } from './read-chunk.ts'

/** Follows a stream part by part. */
export interface PartReader {
  /**
   * Places a part. `undefined` once the stream is over: after the finish only parts that carry
   * `provider_specific_fields` count (and usage, which is kept).
   */
  place(part: ReplyPart): ReplyPart | undefined
  readonly finishReason: string | undefined
  readonly usage: Fields | undefined
  /** What ends the reply where the handler did not say. */
  readonly ending: string
}

export function createPartReader(): PartReader {
  const calls: (string | undefined)[] = []
  let finishReason: string | undefined
  let usage: Fields | undefined

  const indexOf = (call: Fields): number => {
    const { index, id } = call
    const name = typeof id === 'string' && id !== '' ? id : undefined
    if (typeof index === 'number' && Number.isSafeInteger(index) && index >= 0 && index < 10_000) {
      calls[index] ??= name
      return index
    }
    const known = name === undefined ? calls.length - 1 : calls.indexOf(name)
    if (known >= 0) return known
    calls.push(name)
    return calls.length - 1
  }

  return {
    place: (part) => {
      usage = part.usage ?? usage
      if (finishReason !== undefined) {
        return part.extra === undefined ? undefined : { text: '', extra: part.extra }
      }
      finishReason = part.finishReason
      const { toolUse } = part
      if (toolUse === undefined) return part
      return { ...part, toolUse: { ...toolUse, index: indexOf(toolUse) } }
    },
    get finishReason() {
      return finishReason
    },
    get usage() {
      return usage
    },
    get ending() {
      return finishReason ?? (calls.length > 0 ? 'tool_calls' : 'stop')
    },
  }
}
