/** @file One small chat request of a check, on the same path as every other. */
import type { ResolvedEndpoint } from '../model/endpoint.ts'
import type { ChatEvent, Timing } from '../model/chat-event.ts'
import type { ErrorInfo } from '../model/error.ts'
import type { WireRecord } from '../model/wire-record.ts'
import { chat } from '../operations/chat.ts'
import type { Engine } from '../operations/engine.ts'
import { getSpec } from '../specs/registry.ts'

export interface Asked {
  readonly text: string
  readonly timing: Timing | undefined
  readonly error: ErrorInfo | undefined
  readonly wire: WireRecord | undefined
}

/** Asks for one word, 16 tokens at most. Never throws: failures are in `error`. */
export async function askModel(
  resolved: ResolvedEndpoint,
  engine: Engine,
  options: { readonly modelId: string; readonly stream: boolean; readonly signal: AbortSignal },
): Promise<Asked> {
  const { modelId, stream, signal } = options
  const dialect = getSpec(resolved.endpoint.spec).resolveDialect(resolved.endpoint, modelId)
  const call = {
    route: { dialect, upstreamModelId: modelId },
    resolved,
    request: {
      messages: [
        {
          role: 'user' as const,
          content: [{ type: 'text' as const, text: 'Reply with the word ok.' }],
        },
      ],
      maxOutputTokens: 16,
    },
    stream,
  }
  let wire: WireRecord | undefined
  let last: ChatEvent | undefined
  let text = ''
  const onWire = (record: WireRecord): void => {
    wire = record
  }
  for await (const event of chat(call, engine, { signal, onWire })) {
    if (event.type === 'text-delta') text += event.text
    last = event
  }
  return {
    text,
    timing: last?.type === 'finish' ? last.timing : undefined,
    error: last?.type === 'error' ? last.error : undefined,
    wire,
  }
}
