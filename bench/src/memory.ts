/** @file What a long reply holds in memory while its reader stalls, and once it is read. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { openChat } from './open-chat.ts'
import type { Row } from './measure.ts'

/** How long the reader stalls: the socket fills within milliseconds. */
const stallMs = 1000

/** Growth over what was held before the request, of a stream of 100 MB. */
export async function measureMemory(): Promise<Row[]> {
  const child = fork(join(import.meta.dirname, 'long-stream.fixture.ts'), { stdio: 'inherit' })
  const { port } = await new Promise<{ port: number }>((resolve) =>
    child.once('message', (told) => resolve(told as { port: number })),
  )
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  /** Buffers go only after what held them is collected. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) {
      collect()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const origin = `http://127.0.0.1:${port}`
  const rows: Row[] = []
  const engine = openChat()
  try {
    for (const [name, path] of [
      ['plain', '/v1'],
      ['gzip', '/gzip/v1'],
    ] as const) {
      // The first reply loads code and fills pools, which is not what is measured.
      await readAll(engine.chat(`${origin}${path}`))
      await settle()
      const before = read()
      const events = engine.chat(`${origin}${path}`)
      await events.next()
      await new Promise((resolve) => setTimeout(resolve, stallMs))
      const resident = read().resident - before.resident
      await settle()
      const stalled = read()
      await readAll(events)
      const after = read()
      await settle()
      const collected = read()
      const row = (what: string, mb: number, atMost?: number): Row => ({
        name: what,
        unit: 'MB',
        samples: [mb],
        ...(atMost !== undefined && { atMost }),
      })
      rows.push(
        row(`100 MB stream (${name}), held more while stalled`, stalled.held - before.held, 8),
        row('  resident more while stalled', resident),
        row('  resident more right after the last event', after.resident - before.resident),
        row('  held more after it and a collection', collected.held - before.held, 8),
      )
    }
  } finally {
    await engine.close()
    child.disconnect()
  }
  return rows
}

/** Heap and buffers, and what the process has of the machine, in MB. */
function read(): { held: number; resident: number } {
  const { heapUsed, external, rss } = process.memoryUsage()
  return { held: (heapUsed + external) / 1e6, resident: rss / 1e6 }
}

async function readAll(events: ReturnType<ReturnType<typeof openChat>['chat']>): Promise<void> {
  for await (const event of events) {
    if (event.type === 'error') throw new Error(event.error.message)
  }
}
