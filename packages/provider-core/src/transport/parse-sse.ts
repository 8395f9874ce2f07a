/** @file Server-sent events of bytes that are all there. */
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { StreamFrame } from '../dialects/dialect.ts'

/** The events in `bytes`; a last one without its blank line counts when its lines are complete. */
export function parseSse(bytes: Uint8Array): StreamFrame[] {
  const frames: StreamFrame[] = []
  const parser = createParser({
    onEvent: ({ event, data }: EventSourceMessage) => void frames.push({ event, data }),
  })
  const text = new TextDecoder().decode(bytes)
  parser.feed(text)
  if (text.endsWith('\n') || text.endsWith('\r')) parser.feed('\n\n')
  return frames
}
