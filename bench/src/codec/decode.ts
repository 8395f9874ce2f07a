/** @file How fast replies are decoded, beside the AI SDK and beside the least that any decoder has to do. */
import { dialectIds, type DialectId } from '@patchbay/provider-core/model'
import type { Row } from '../measure.ts'
import { measureTurns, toRatios } from '../turns.ts'
import { createLongReply, findRecordings, loadRecordings, type Reply } from './loads.ts'
import {
  createDecoderReader,
  createFloorReader,
  createOwnReader,
  createSdkReader,
  parseOnly,
  type Reader,
} from './readers.ts'

/** Deltas of the long reply. */
const longCount = 50_000

/** Rows of every upstream format: recordings where there are some, and one long reply. */
export async function measureDecoding(rounds: number, only?: string): Promise<Row[]> {
  const folder = findRecordings()
  if (folder === undefined) {
    console.log(
      'decode: recordings skipped, since there is no folder of them (PATCHBAY_RECORDINGS)',
    )
  }
  const recorded = folder === undefined ? new Map<DialectId, Reply[]>() : loadRecordings(folder)
  const rows: Row[] = []
  for (const dialect of dialectIds) {
    if (only !== undefined && only !== dialect) continue
    const replies = await pickReadable(dialect, recorded.get(dialect) ?? [])
    if (replies.length === 0) console.log(`decode: no recording of ${dialect} is long enough`)
    else rows.push(...(await measureLoad(dialect, `${replies.length} recordings`, replies, rounds)))
    const long = createLongReply(dialect, longCount)
    rows.push(...(await measureLoad(dialect, long.name, [long], rounds, longCount)))
  }
  return rows
}

/** Replies that both decoders read without an error: the AI SDK refuses some for a tool it was not told of. */
async function pickReadable(dialect: DialectId, replies: readonly Reply[]): Promise<Reply[]> {
  const read = createSdkReader(dialect)
  const picked: Reply[] = []
  for (const reply of replies) {
    try {
      await read(reply)
      picked.push(reply)
    } catch {
      console.log(`decode: ${reply.name} left out, since the AI SDK does not read it`)
    }
  }
  return picked
}

async function measureLoad(
  dialect: DialectId,
  load: string,
  replies: readonly Reply[],
  rounds: number,
  events?: number,
): Promise<Row[]> {
  const readAll = (read: Reader) => async () => {
    for (const reply of replies) await read(reply)
  }
  const times = await measureTurns(rounds, {
    chat: readAll(createOwnReader(dialect)),
    decoder: readAll(createDecoderReader(dialect)),
    sdk: readAll(createSdkReader(dialect)),
    floor: readAll(createFloorReader(dialect)),
    json: readAll(parseOnly),
  })
  const bytes = replies.reduce((sum, reply) => sum + reply.bytes, 0)
  const speed = (samples: readonly number[]): number[] => samples.map((ms) => bytes / ms / 1000)
  const name = `decode ${dialect}, ${load}`
  return [
    { name, unit: 'MB/s', samples: speed(times.decoder) },
    { name: '  chat() around it', unit: 'MB/s', samples: speed(times.chat) },
    ...(events === undefined
      ? []
      : [
          {
            name: '  chat() around it, events',
            unit: 'k/s' as const,
            samples: times.chat.map((ms) => events / ms),
          },
        ]),
    { name: '  AI SDK', unit: 'MB/s', samples: speed(times.sdk) },
    { name: '  framing + JSON.parse', unit: 'MB/s', samples: speed(times.floor) },
    { name: '  JSON.parse', unit: 'MB/s', samples: speed(times.json) },
    { name: '  chat() / AI SDK', unit: '×', samples: toRatios(times.sdk, times.chat), atLeast: 3 },
    {
      name: '  decoder / framing + JSON.parse',
      unit: '×',
      samples: toRatios(times.floor, times.decoder),
      atLeast: 0.5,
    },
  ]
}
