/**
 * @file `npm run soak`: mixed load with faults through `patchbay gateway` for a bounded time (30 minutes
 * unless `--minutes N`). Every request must be answered, or fail with a reason; memory must not grow.
 */
import { request } from 'node:http'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { startFaultyUpstream } from './faulty-upstream.ts'
import { startPatchbayGateway } from './patchbay-gateway.ts'
import { readProcess } from './process-figures.ts'

const asked = process.argv.indexOf('--minutes')
const minutes = asked < 0 ? 30 : Number(process.argv[asked + 1])
/** Requests under way at any time, and their pace: far below what would only measure this machine. */
const workers = 16
const pauseMs = 100
const faultShare = 0.2
const settledMinute = Math.min(5, minutes / 2)

const root = join(import.meta.dirname, '../../..')
spawnSync(process.execPath, [join(root, 'scripts/build.ts'), '--if-stale', '--quiet'])

/** Small and repeatable (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const random = createRandom(20_261_121)
const upstream = await startFaultyUpstream(faultShare, random)
const [through, translated] = await startPatchbayGateway(upstream.port)
if (through === undefined || translated === undefined) throw new Error('No gateway.')
const { port, pid } = through
const key = through.target.headers['authorization'] ?? ''

type Outcome = 'answered' | 'refused with a reason' | 'broken with a reason' | 'stopped by us'
const outcomes = new Map<Outcome | `WITHOUT A REASON: ${string}`, number>()
const samples: { readonly minute: number; readonly mb: number }[] = []

const formats = {
  openai: { path: '/v1/chat/completions', end: '[DONE]', broken: '"error"' },
  anthropic: { path: '/v1/messages', end: 'message_stop', broken: 'event: error' },
} as const

function ask(): Promise<Outcome | `WITHOUT A REASON: ${string}`> {
  const format = random() < 0.7 ? formats.openai : formats.anthropic
  const model = random() < 0.5 ? through?.target.model : translated?.target.model
  const stream = random() < 0.6
  const stopsAfter = random() < 0.05 ? random() * 30 : undefined
  const content = 'x'.repeat(Math.floor(random() ** 4 * 50_000) + 1)
  const body = JSON.stringify({
    model,
    stream,
    max_tokens: 100,
    messages: [{ role: 'user', content }],
  })
  return new Promise((resolve) => {
    let stopped = false
    const headers = { 'content-type': 'application/json', authorization: key }
    const sent = request({ host: '127.0.0.1', port, path: format.path, method: 'POST', headers })
    if (stopsAfter !== undefined)
      setTimeout(() => {
        stopped = true
        sent.destroy()
      }, stopsAfter)
    sent.setTimeout(30_000, () => sent.destroy(new Error('no answer for 30 s')))
    sent.on('error', (error) =>
      resolve(stopped ? 'stopped by us' : `WITHOUT A REASON: ${error.message}`),
    )
    sent.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => (text = (text + part).slice(-4000)))
      response.on('error', (error) =>
        resolve(stopped ? 'stopped by us' : `WITHOUT A REASON: ${error.message}`),
      )
      response.on('end', () => {
        if (response.statusCode !== 200)
          resolve(
            /"message":\s*"[^"]+/.test(text) || text.includes('<title>')
              ? 'refused with a reason'
              : `WITHOUT A REASON: status ${response.statusCode}: ${text.slice(0, 100)}`,
          )
        else if (text.includes(format.broken)) resolve('broken with a reason')
        else if (!stream || text.includes(format.end)) resolve('answered')
        else resolve(`WITHOUT A REASON: a stream ended with ${JSON.stringify(text.slice(-80))}`)
      })
    })
    sent.end(body)
  })
}

const begin = performance.now()
const elapsedMinutes = (): number => (performance.now() - begin) / 60_000
const sampler = setInterval(() => {
  void readProcess(pid).then(({ residentMb }) =>
    samples.push({ minute: elapsedMinutes(), mb: residentMb }),
  )
}, 5000)
await Promise.all(
  Array.from({ length: workers }, async () => {
    while (elapsedMinutes() < minutes) {
      const outcome = await ask()
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
      await new Promise((resolve) => setTimeout(resolve, pauseMs))
    }
  }),
)
clearInterval(sampler)
const alive = (await readProcess(pid)).residentMb > 0
await through.close()
await upstream.close()

/** Median of the samples of one minute, so that a collection under way does not decide. */
function memoryAt(from: number): number {
  const of = samples.filter(({ minute }) => minute >= from && minute < from + 1).map(({ mb }) => mb)
  return of.toSorted((a, b) => a - b)[of.length >> 1] ?? NaN
}

console.log(
  `${minutes} minutes, ${workers} workers, faults met: ${JSON.stringify(upstream.counts)}`,
)
for (const [outcome, count] of [...outcomes].toSorted((a, b) => b[1] - a[1]))
  console.log(`${String(count).padStart(9)}  ${outcome}`)
const settled = memoryAt(settledMinute)
const last = memoryAt(minutes - 1)
console.log(
  `resident memory: ${settled.toFixed(1)} MB at minute ${settledMinute}, ${last.toFixed(1)} MB at the end (${((last / settled - 1) * 100).toFixed(1)} %)`,
)
const lost = [...outcomes.keys()].filter((outcome) => outcome.startsWith('WITHOUT'))
const ok = alive && lost.length === 0 && last <= settled * 1.1
console.log(ok ? 'ok' : 'FAILED')
process.exit(ok ? 0 : 1)
