/** @file How fast replies are encoded for clients, beside `JSON.stringify` of the same frames, and what translating costs. */
import { encodeSseBatch } from '@patchbay/provider-core'
import type { ChatEvent, DialectId } from '@patchbay/provider-core/model'
import type { Row } from '../measure.ts'
import { measureTurns, toRatios } from '../turns.ts'
import { clientDialectIds, findClientDialect } from './client-dialect.ts'
import { createLongEvents, createLongReply, type Reply } from './loads.ts'
import { createDecoderReader, readEvents } from './readers.ts'

const longCount = 50_000
/** Events that one read of a socket brings. */
const batchSize = 50
const context = { modelId: 'm', includeUsage: true, id: 'reply_1', createdAt: 1_700_000_000 }

/** Rows of every client format: a long reply of small deltas, from events to bytes. */
export async function measureEncoding(rounds: number, only?: string): Promise<Row[]> {
  const events = createLongEvents(longCount)
  const rows: Row[] = []
  for (const id of clientDialectIds) {
    if (only !== undefined && only !== id) continue
    const bytes = encode(id, events)
    const values = encodeFrames(id, events).map(parse)
    const times = await measureTurns(rounds, {
      own: () => encode(id, events),
      json: () =>
        values.reduce((size: number, value) => size + (JSON.stringify(value) ?? '').length, 0),
    })
    const speed = (samples: readonly number[]): number[] => samples.map((ms) => bytes / ms / 1000)
    rows.push(
      { name: `encode ${id}, ${longCount} small deltas`, unit: 'MB/s', samples: speed(times.own) },
      { name: '  events', unit: 'k/s', samples: times.own.map((ms) => longCount / ms) },
      { name: '  JSON.stringify', unit: 'MB/s', samples: speed(times.json) },
      { name: '  ours / JSON.stringify', unit: '×', samples: toRatios(times.json, times.own) },
    )
  }
  return rows
}

/** Rows of what a gateway does with each event: bytes of one format in, bytes of another out. */
export async function measureTranslating(rounds: number): Promise<Row[]> {
  const pairs = [
    ['openai-chat', 'anthropic-messages'],
    ['anthropic-messages', 'openai-chat'],
  ] as const
  const rows: Row[] = []
  for (const [from, to] of pairs) {
    const reply = createLongReply(from, longCount)
    const times = await measureTurns(rounds, {
      both: () => translate(reply, from, to),
      decode: () => createDecoderReader(from)(reply),
    })
    const each = (samples: readonly number[]): number[] =>
      samples.map((ms) => (ms * 1000) / longCount)
    rows.push(
      { name: `translate ${from} → ${to}, each event`, unit: 'µs', samples: each(times.both) },
      { name: '  of it decoding', unit: 'µs', samples: each(times.decode) },
    )
  }
  return rows
}

async function translate(reply: Reply, from: DialectId, to: DialectId): Promise<number> {
  const encoder = findClientDialect(to).createStreamEncoder(context)
  let bytes = 0
  for await (const events of readEvents(reply, from)) {
    bytes += encodeSseBatch(events.flatMap((event) => encoder.push(event))).byteLength
  }
  return bytes
}

function encodeFrames(id: DialectId, events: readonly ChatEvent[]) {
  const encoder = findClientDialect(id).createStreamEncoder(context)
  return events.flatMap((event) => encoder.push(event))
}

function encode(id: DialectId, events: readonly ChatEvent[]): number {
  const encoder = findClientDialect(id).createStreamEncoder(context)
  let bytes = 0
  for (let at = 0; at < events.length; at += batchSize) {
    const batch = events.slice(at, at + batchSize)
    bytes += encodeSseBatch(batch.flatMap((event) => encoder.push(event))).byteLength
  }
  return bytes
}

function parse({ data }: { readonly data: string }): unknown {
  return data === '[DONE]' ? undefined : (JSON.parse(data) as unknown)
}
