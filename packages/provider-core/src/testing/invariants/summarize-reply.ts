/** @file The meaning of a reply, whatever the pieces in which it came: what every translation has to keep. */
import type { ChatEvent, FinishReason, Usage } from '../../model/chat-event.ts'
import { parseJson } from '../../dialects/read-json.ts'

export interface ReplySummary {
  readonly text: string
  readonly reasoning: string
  readonly signatures: string
  readonly redacted: readonly string[]
  readonly encrypted: readonly string[]
  /** Calls of the client's tools in order, arguments parsed where they are JSON. */
  readonly toolCalls: readonly { readonly name: string; readonly arguments: unknown }[]
  /** Names of the tools that the vendor ran. */
  readonly providerCalls: readonly string[]
  readonly images: number
  readonly usage: Omit<Usage, 'raw'>
  readonly finish: FinishReason | undefined
  /** Code of the final error. */
  readonly error: string | undefined
}

/** Joins the events of one choice (the first, when left out) into what they say. */
export function summarizeReply(events: readonly ChatEvent[], choice = 0): ReplySummary {
  const own = events.filter((event) => !('choice' in event) || (event.choice ?? 0) === choice)
  const calls = new Map<string, { name: string; arguments: string; providerRun: boolean }>()
  const summary = {
    text: '',
    reasoning: '',
    signatures: '',
    redacted: [] as string[],
    encrypted: [] as string[],
    images: 0,
    usage: {} as Omit<Usage, 'raw'>,
    finish: undefined as FinishReason | undefined,
    error: undefined as string | undefined,
  }
  for (const event of own) {
    if (event.type === 'text-delta') summary.text += event.text
    else if (event.type === 'reasoning-delta') summary.reasoning += event.text
    else if (event.type === 'signature') summary.signatures += event.signature
    else if (event.type === 'reasoning-redacted') summary.redacted.push(event.data)
    else if (event.type === 'reasoning-encrypted') summary.encrypted.push(event.data)
    else if (event.type === 'image') summary.images += 1
    else if (event.type === 'tool-call-start') {
      const { id, name, providerRun = false } = event
      calls.set(id, { name, arguments: '', providerRun })
    } else if (event.type === 'tool-call-delta') {
      const call = calls.get(event.id)
      if (call !== undefined) call.arguments += event.arguments
    } else if (event.type === 'choice-finish') summary.finish = event.reason
    else if (event.type === 'finish') {
      summary.finish ??= event.reason
      const { raw: _, ...usage } = event.usage ?? {}
      summary.usage = usage
    } else if (event.type === 'error') summary.error = event.error.code
  }
  const all = [...calls.values()]
  return {
    ...summary,
    toolCalls: all
      .filter((call) => !call.providerRun)
      .map((call) => ({ name: call.name, arguments: readArguments(call.arguments) })),
    providerCalls: all.filter((call) => call.providerRun).map((call) => call.name),
  }
}

/** No arguments at all are the same as an empty object. */
function readArguments(text: string): unknown {
  return text.trim() === '' ? {} : (parseJson(text) ?? text)
}
