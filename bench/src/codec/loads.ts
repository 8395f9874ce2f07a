/** @file What the codecs are measured with: recorded replies of real providers, and a long reply of small deltas. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { encodeSse, type StreamFrame } from '@patchbay/provider-core'
import type { ChatEvent, DialectId } from '@patchbay/provider-core/model'
import { hasError, readRecording, toFrames } from '@patchbay/provider-core/testing'
import { EventStreamCodec } from '@smithy/eventstream-codec'
import { fromUtf8, toUtf8 } from '@smithy/util-utf8'
import { findClientDialect } from './client-dialect.ts'

/** One reply as its bytes come from the socket. */
export interface Reply {
  readonly name: string
  readonly chunks: readonly Uint8Array[]
  readonly bytes: number
  /** The JSON texts in it. */
  readonly payloads: readonly string[]
}

/** Bytes that one read of a busy socket gives. */
const chunkBytes = 16 * 1024
/** Below this a reply measures how a request is set up. */
const leastBytes = 8 * 1024

/** Where the recordings are; `undefined` when there is no such folder. */
export function findRecordings(): string | undefined {
  const folder = resolve(
    process.env['PATCHBAY_RECORDINGS'] ??
      resolve(import.meta.dirname, '../../../../shared/recordings'),
  )
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? folder : undefined
}

/** The recorded streams of each format that end well and are long enough to be measured. */
export function loadRecordings(folder: string): Map<DialectId, Reply[]> {
  const found = new Map<DialectId, Reply[]>()
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(folder, name)).map((file) => `${name}/${file}`))
  for (const name of names.toSorted()) {
    const read = readRecording(name, readFileSync(join(folder, name), 'utf8'))
    if ('skipped' in read) continue
    for (const recording of read.recordings) {
      if (recording.kind !== 'stream' || hasError(recording)) continue
      const reply = toReply(name, recording.dialect, toFrames(recording))
      if (reply.bytes < leastBytes) continue
      found.set(recording.dialect, [...(found.get(recording.dialect) ?? []), reply])
    }
  }
  return found
}

/** The events of a reply of `count` short text deltas: what a gateway passes on all day. */
export function createLongEvents(count: number): ChatEvent[] {
  const words = [' the', ' model', ' says', ' a', ' few', ' “words”', '\n', ' more', ',', ' and']
  const deltas = Array.from({ length: count }, (_, at): ChatEvent => {
    const text = words[at % words.length] ?? ''
    return { type: 'text-delta', text, block: 0 }
  })
  const usage = { inputTokens: 12, outputTokens: count }
  return [
    { type: 'start', id: 'reply_1', model: 'm', createdAt: 1_700_000_000 },
    ...deltas,
    { type: 'finish', reason: 'stop', usage },
  ]
}

/** A long reply as the upstream would send it. */
export function createLongReply(dialect: DialectId, count: number): Reply {
  return toReply(`${count} small deltas`, dialect, encodeEvents(dialect, createLongEvents(count)))
}

function encodeEvents(dialect: DialectId, events: readonly ChatEvent[]): StreamFrame[] {
  if (dialect === 'bedrock-converse') return events.flatMap(toConverse)
  const encoder = findClientDialect(dialect).createStreamEncoder({
    modelId: 'm',
    includeUsage: true,
    id: 'reply_1',
    createdAt: 1_700_000_000,
  })
  return events.flatMap((event) => encoder.push(event))
}

/** Converse is a format of upstreams only: there is no encoder for its replies. */
function toConverse(event: ChatEvent): StreamFrame[] {
  const frame = (name: string, payload: object): StreamFrame => ({
    event: name,
    data: JSON.stringify({ ...payload, p: 'abcdefghijklmnop' }),
  })
  if (event.type === 'start') return [frame('messageStart', { role: 'assistant' })]
  if (event.type === 'text-delta') {
    const delta = { contentBlockIndex: 0, delta: { text: event.text } }
    return [frame('contentBlockDelta', delta)]
  }
  const usage = { inputTokens: 12, outputTokens: 12, totalTokens: 24 }
  return [
    frame('contentBlockStop', { contentBlockIndex: 0 }),
    frame('messageStop', { stopReason: 'end_turn' }),
    frame('metadata', { usage, metrics: { latencyMs: 10 } }),
  ]
}

function toReply(name: string, dialect: DialectId, frames: readonly StreamFrame[]): Reply {
  const isDone = (frame: StreamFrame): boolean => frame.data === '[DONE]'
  const closed =
    dialect === 'openai-chat' && !frames.some(isDone)
      ? [...frames, { event: undefined, data: '[DONE]' }]
      : frames
  const encode = dialect === 'bedrock-converse' ? createMessageEncoder() : encodeSse
  const all = Buffer.concat(closed.map(encode))
  const chunks: Uint8Array[] = []
  for (let at = 0; at < all.length; at += chunkBytes) {
    chunks.push(new Uint8Array(all.subarray(at, at + chunkBytes)))
  }
  const payloads = closed.filter((frame) => !isDone(frame)).map((frame) => frame.data)
  return { name, chunks, bytes: all.length, payloads }
}

function createMessageEncoder(): (frame: StreamFrame) => Uint8Array {
  const codec = new EventStreamCodec(toUtf8, fromUtf8)
  return ({ event, data }) =>
    codec.encode({
      headers: {
        ':event-type': { type: 'string', value: event ?? '' },
        ':content-type': { type: 'string', value: 'application/json' },
        ':message-type': { type: 'string', value: 'event' },
      },
      body: fromUtf8(data),
    })
}
