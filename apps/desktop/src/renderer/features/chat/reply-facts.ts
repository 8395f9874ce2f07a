import type { ChatPart } from '#contract/chat-parts'
import type { ChatTurn } from '#contract/shapes'

export interface ReplyFact {
  readonly id: string
  readonly value?: string
  readonly text: string
}

/** Timing and usage of a finished reply, as far as the upstream told. */
export function listReplyFacts(reply: ChatTurn): ReplyFact[] {
  const facts: ReplyFact[] = []
  const { firstTokenMs } = reply.timing ?? {}
  if (firstTokenMs !== undefined) {
    facts.push({ id: 'first', value: `${group(firstTokenMs)} ms`, text: 'first token' })
  }
  const speed = tokensPerSecond(reply)
  if (speed !== undefined) facts.push({ id: 'speed', value: group(speed), text: 'tokens/s' })
  const { inputTokens, outputTokens, cachedInputTokens } = reply.usage ?? {}
  const amounts = [
    inputTokens === undefined ? undefined : `${group(inputTokens)} in`,
    outputTokens === undefined ? undefined : `${group(outputTokens)} out`,
  ].filter((part) => part !== undefined)
  if (amounts.length > 0) facts.push({ id: 'usage', text: amounts.join(', ') })
  if (cachedInputTokens)
    facts.push({ id: 'cached', text: `${group(cachedInputTokens)} from cache` })
  return facts
}

/** What is known of a reply that still streams. */
export function listLiveFacts(reply: ChatTurn, firstTokenMs: number | undefined): ReplyFact[] {
  if (firstTokenMs === undefined) return [{ id: 'wait', text: 'Waiting for the first token' }]
  const characters = reply.parts.reduce((sum, part) => sum + lengthOf(part), 0)
  return [
    { id: 'first', value: `${group(firstTokenMs)} ms`, text: 'first token' },
    { id: 'size', value: group(characters), text: 'characters so far' },
  ]
}

function lengthOf(part: ChatPart): number {
  if (part.type === 'tool-call') return part.arguments.length
  return part.type === 'text' || part.type === 'reasoning' ? part.text.length : 0
}

/** What came in less came in one piece, and its speed is that of this machine. */
const shortestStreamMs = 20

/** Output tokens over the time after the first one; undefined when that says nothing. */
export function tokensPerSecond(reply: Pick<ChatTurn, 'usage' | 'timing'>): number | undefined {
  const tokens = reply.usage?.outputTokens
  const { firstTokenMs, totalMs } = reply.timing ?? {}
  if (tokens === undefined || firstTokenMs === undefined || totalMs === undefined) return undefined
  const streamedMs = totalMs - firstTokenMs
  return tokens > 1 && streamedMs >= shortestStreamMs ? (tokens / streamedMs) * 1000 : undefined
}

/** "Thought for 2.1 s". */
export function wordThought(ms: number | undefined): string {
  if (ms === undefined) return 'Thought'
  return `Thought for ${ms < 100 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`}`
}

function group(value: number): string {
  return Math.round(value).toLocaleString('en-US')
}
