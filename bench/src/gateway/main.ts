/**
 * @file `npm run bench:gateway`: requests a second, latency, processor time and memory of the gateway beside
 * a bare forwarder (the limit) and other gateways, all in one run before the same upstream.
 */
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { spawnSync } from 'node:child_process'
import { cannedText } from './canned-replies.ts'
import { slowWord, startCannedUpstream } from './canned-upstream.ts'
import { startField, type Contender } from './contenders.ts'
import { percentile, runLoad, type LoadFigures } from './load.ts'
import { readProcess } from './process-figures.ts'
import { toGoals, toTables, type CaseResult, type HeldResult } from './report.ts'
import { holdStreams } from './many-streams.ts'

const quick = process.argv.includes('--quick')
const time = quick ? { warmUpMs: 300, measureMs: 1000 } : { warmUpMs: 1000, measureMs: 4000 }
const chunks = 100
/** How long the gateways are left alone before their memory is read, in milliseconds. */
const idleMs = 5000
const streams = 1000

const root = join(import.meta.dirname, '../../..')
const built = spawnSync(
  process.execPath,
  [join(root, 'scripts/build.ts'), '--if-stale', '--quiet'],
  { stdio: 'inherit' },
)
if (built.status !== 0) process.exit(1)

interface Case {
  readonly name: string
  readonly connections: number
  readonly prompt: string
  readonly stream: boolean
}

const small = 'Say hello.'
const large = 'The quick brown fox said: "No.\\n" '.repeat(1500).slice(0, 50_000)
const cases: Case[] = [
  ...[1, 16, 64, 256].map((connections) => ({
    name: `small, ${connections} connections`,
    connections,
    prompt: small,
    stream: false,
  })),
  ...[1, 16, 64, 256].map((connections) => ({
    name: `50 kB prompt, ${connections} connections`,
    connections,
    prompt: large,
    stream: false,
  })),
  ...[1, 64].map((connections) => ({
    name: `stream of ${chunks} chunks, ${connections} connections`,
    connections,
    prompt: small,
    stream: true,
  })),
]

const slowStream: Case = { name: '', connections: 1, prompt: slowWord, stream: true }

const bodyOf = ({ target }: Contender, { prompt, stream }: Case): string =>
  JSON.stringify({
    model: target.model,
    messages: [{ role: 'user', content: prompt }],
    ...(stream ? { stream: true } : {}),
  })

const upstream = await startCannedUpstream(chunks)
const field = await startField(upstream.port)
try {
  const idle = new Map<string, number>()
  const streaming = new Set<string>()
  const notes = [...field.skipped]
  await new Promise((resolve) => setTimeout(resolve, idleMs))
  for (const contender of field.contenders) {
    idle.set(contender.name, (await readProcess(contender.pid)).residentMb)
    if (!(await answers(contender, false))) throw new Error(`${contender.name} does not answer.`)
    if (await answers(contender, true)) streaming.add(contender.name)
    else notes.push(`${contender.name} did not pass on the upstream's stream; not measured there`)
  }
  // First of all, in fresh processes: what load leaves in the heap is not what streams need.
  const held: HeldResult[] = []
  for (const contender of field.contenders) {
    if (!streaming.has(contender.name)) continue
    held.push({
      contender: contender.name,
      idleMb: idle.get(contender.name) ?? NaN,
      ...(await holdStreams(contender, bodyOf(contender, slowStream), streams)),
    })
  }
  const results: CaseResult[] = []
  for (const one of cases) {
    for (const contender of field.contenders) {
      if (one.stream && !streaming.has(contender.name)) continue
      const before = await readProcess(contender.pid)
      const load = await runLoad(
        {
          port: contender.port,
          path: contender.target.path,
          headers: contender.target.headers,
          body: bodyOf(contender, one),
        },
        { connections: one.connections, ...time },
      )
      const after = await readProcess(contender.pid)
      results.push(toResult(one.name, contender.name, load, before, after))
    }
  }
  console.log(
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores, ${Math.round(totalmem() / 1e9)} GB`,
  )
  console.log(toTables(results, held, notes))
  console.log(toGoals(results, held))
} finally {
  await field.close()
  await upstream.close()
}

function toResult(
  name: string,
  contender: string,
  load: LoadFigures,
  before: { cpuSeconds: number },
  after: { cpuSeconds: number; residentMb: number },
): CaseResult {
  // The warm-up costs processor time too; requests run at the same pace in it.
  const share = time.measureMs / (time.measureMs + time.warmUpMs)
  return {
    name,
    contender,
    perSecond: load.requests / load.seconds,
    p50: percentile(load.totalMs, 0.5),
    p99: percentile(load.totalMs, 0.99),
    firstByteP50: percentile(load.firstByteMs, 0.5),
    cpuMs: ((after.cpuSeconds - before.cpuSeconds) * 1000 * share) / load.requests,
    residentMb: after.residentMb,
    failed: load.failed,
  }
}

/** True when the answer is the upstream's: a gateway that answers something else would be measured for nothing. */
async function answers({ port, target }: Contender, stream: boolean): Promise<boolean> {
  const answer = await fetch(`http://127.0.0.1:${port}${target.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...target.headers },
    body: JSON.stringify({
      model: target.model,
      messages: [{ role: 'user', content: small }],
      stream,
    }),
  })
  const text = await answer.text()
  if (!answer.ok) return false
  const said = [...text.matchAll(/"content": ?"([^"]*)"/g)].map((match) => match[1]).join('')
  return said === cannedText(stream ? chunks : 1)
}
