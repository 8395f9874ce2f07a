/** @file The `output` items of a response → our events. */
import type { ChatEvent } from '../../model/chat-event.ts'
import type { JsonObject } from '../dialect.ts'
import { readObjects, readText } from '../read-json.ts'

/** Reads the items in order: messages and reasoning as deltas, everything else raw. */
export function readOutput(response: JsonObject): {
  readonly events: readonly ChatEvent[]
  readonly refused: boolean
} {
  const events: ChatEvent[] = []
  let refused = false
  for (const item of readObjects(response['output'])) {
    if (item['type'] === 'message') {
      for (const part of readObjects(item['content'])) {
        const refusal = readText(part['refusal'])
        const text = refusal ?? readText(part['text'])
        if (refusal !== undefined) refused = true
        if (text !== undefined) events.push({ type: 'text-delta', text })
        else if (part['type'] !== 'output_text') events.push({ type: 'raw', value: part })
        if (readObjects(part['annotations']).length > 0) {
          events.push({ type: 'raw', value: { annotations: part['annotations'] } })
        }
      }
    } else if (item['type'] === 'reasoning') {
      events.push(...readReasoning(item))
    } else {
      events.push({ type: 'raw', value: item })
    }
  }
  return { events, refused }
}

/** Paragraphs as in the stream; an item with encrypted content also as it came, for replay. */
function readReasoning(item: JsonObject): ChatEvent[] {
  const parts = [...readObjects(item['summary']), ...readObjects(item['content'])]
  const text = parts.flatMap((part) => readText(part['text']) ?? []).join('\n\n')
  const events: ChatEvent[] = []
  if (text !== '') events.push({ type: 'reasoning-delta', text })
  if (readText(item['encrypted_content']) !== undefined) events.push({ type: 'raw', value: item })
  return events
}
