/** @file Pictures and files of tool results. Tool messages of this format hold text only: they are shown in the user turn after them. */
import type { ChatMessage, ContentPart } from '../../model/content.ts'
import type { Warn } from '../warning-list.ts'

type ToolResult = Extract<ContentPart, { type: 'tool-result' }>

/**
 * Moves them, each behind a line that names its call. The results of one turn stay together, and where a user turn
 * follows they become its beginning, so that no two user turns follow one another.
 */
export function moveResultMedia(messages: readonly ChatMessage[], warn: Warn): ChatMessage[] {
  const out: ChatMessage[] = []
  let waiting: ContentPart[] = []
  const take = (): ContentPart[] => {
    const taken = waiting
    waiting = []
    return taken
  }
  for (const message of messages) {
    const results = message.content.filter((part) => part.type === 'tool-result')
    const rest = message.content.filter((part) => part.type !== 'tool-result')
    if (results.length > 0 && message.role !== 'assistant') {
      const split = results.map((result) => splitResult(result, warn))
      waiting.push(...split.flatMap(({ media }) => media))
      out.push({ ...message, content: split.map(({ result }) => result) })
      if (rest.length > 0) out.push({ ...message, role: 'user', content: [...take(), ...rest] })
    } else if (waiting.length > 0 && message.role === 'user') {
      out.push({ ...message, content: [...take(), ...message.content] })
    } else {
      if (waiting.length > 0) out.push({ role: 'user', content: take() })
      out.push(message)
    }
  }
  if (waiting.length > 0) out.push({ role: 'user', content: take() })
  return out
}

function splitResult(result: ToolResult, warn: Warn): { result: ToolResult; media: ContentPart[] } {
  const media = result.content.filter((part) => part.type !== 'text')
  if (media.length === 0) return { result, media }
  for (const { type } of media) {
    warn(
      `tool-result-${type}-moved`,
      `A tool result’s ${type} stands in the user turn after it: tool messages of this format hold text only.`,
    )
  }
  const text = result.content.filter((part) => part.type === 'text')
  const label = `From the result of the tool call ${result.callId}:`
  return {
    result: {
      ...result,
      content: text.length > 0 ? text : [{ type: 'text', text: 'The result follows below.' }],
    },
    media: [{ type: 'text', text: label }, ...media],
  }
}
