import type { Behaviour, ReplyScript } from '../server/behaviour.ts'
import type { GenerateCall, Reply } from './dialect.ts'

/** Usage of every reply that no script changes. */
export const fakeUsage = { inputTokens: 21, outputTokens: 34, reasoningTokens: 5 }

/** Text of a reply that no script changes: markdown that proves model and message got through. */
export function defaultReplyText(model: string, userText: string): string {
  return [
    `**${model}** heard: ${userText}`,
    '',
    '- It streams in pieces, with *markdown* and `code`.',
    '- Characters of every width survive: é, 你好, 👩‍🚀.',
    '',
    '```ts',
    "const answer = 'patched'",
    '```',
  ].join('\n')
}

/** Reasoning of a reply that no script changes. */
export function defaultReasoning(userText: string): string {
  return `The user wrote ${[...userText].length} characters, so a short answer will do.`
}

/** Makes the reply that a behaviour asks for. */
export function composeReply(behaviour: Behaviour, call: GenerateCall, serial: number): Reply {
  if (behaviour.kind === 'huge') {
    const { chunks = 4000, chunkChars = 1000 } = behaviour
    return { ...emptyReply(serial), text: repeatPiece('x'.repeat(chunkChars), chunks) }
  }
  if (behaviour.kind === 'empty') return emptyReply(serial)
  const script: ReplyScript = behaviour.kind === 'reply' ? behaviour : {}
  const toolCalls = (script.toolCalls ?? []).map((tool, index) => ({
    id: `call_${serial}_${index}`,
    ...tool,
  }))
  return {
    serial,
    reasoning: splitPieces(script.reasoning ?? defaultReasoning(call.userText), 24),
    text: splitPieces(script.text ?? defaultReplyText(call.model, call.userText), 12),
    toolCalls,
    finish: script.finish ?? (toolCalls.length > 0 ? 'tool-calls' : 'stop'),
    usage: script.usage ?? fakeUsage,
  }
}

function emptyReply(serial: number): Reply {
  return { serial, reasoning: [], text: [], toolCalls: [], finish: 'stop', usage: fakeUsage }
}

function* repeatPiece(piece: string, times: number): Iterable<string> {
  for (let index = 0; index < times; index += 1) yield piece
}

/** Pieces of `size` code points, so that none ends inside a character. */
function splitPieces(text: string, size: number): string[] {
  const points = [...text]
  const pieces: string[] = []
  for (let index = 0; index < points.length; index += size) {
    pieces.push(points.slice(index, index + size).join(''))
  }
  return pieces
}
