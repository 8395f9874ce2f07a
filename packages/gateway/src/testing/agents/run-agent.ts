/** @file One turn of one agent: it asks, the scripted model has it run a command, sees the output, and says it is done. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { endpointSchema, type SpecId } from '@patchbay/provider-core/model'
import { openGateway, testKey } from '../open-gateway.ts'
import type { Agent } from './agents.ts'
import { startScriptedUpstream, type ScriptedUpstream } from './scripted-upstream.ts'

export interface AgentOutcome {
  readonly upstream: string
  readonly result: 'passed' | 'failed' | 'skipped'
  /** What went wrong, or why it was not run; empty when it passed. */
  readonly words: string
}

/** Provider types with their formats; every agent meets its own format and three others. */
const kinds = [
  ['anthropic', 'anthropic-messages'],
  ['openai-chat-completions', 'openai-chat'],
  ['openai-responses', 'openai-responses'],
  ['google', 'google-generate'],
] as const satisfies [SpecId, string][]
type Kind = (typeof kinds)[number]
/** Milliseconds after which an agent counts as hung. */
const longest = 90_000
const told = 'written-by-the-tool'
const lastWords = 'All of it is done now.'

/** Runs the agent before an upstream of each format. */
export async function runAgent(agent: Agent, bin: string): Promise<AgentOutcome[]> {
  const program = join(bin, agent.program)
  if (!existsSync(program)) {
    const words = 'not installed (npm install --no-save --prefix scripts/agents)'
    return [{ upstream: 'any', result: 'skipped', words }]
  }
  const outcomes: AgentOutcome[] = []
  for (const kind of kinds) {
    const words = await runOnce(agent, program, kind).catch((error: unknown) => String(error))
    outcomes.push({ upstream: kind[0], result: words === '' ? 'passed' : 'failed', words })
  }
  return outcomes
}

/** Empty when all went well. */
async function runOnce(agent: Agent, program: string, [spec, dialect]: Kind): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-agent-'))
  const home = join(folder, 'home')
  const work = join(folder, 'work')
  await mkdir(home)
  await mkdir(work)
  const file = join(work, 'proof.txt')
  const tool = agent.shell(`printf ${told} > ${file} && printf proof-of-%s output`)
  const upstream = await startScriptedUpstream(dialect, { tool, lastWords })
  const at = new Date().toISOString()
  const endpoint = endpointSchema.parse({
    id: 'scripted',
    name: 'scripted',
    spec,
    baseUrl: `http://127.0.0.1:${upstream.port}/v1${dialect === 'google-generate' ? 'beta' : ''}`,
    models: ['model'],
    createdAt: at,
    updatedAt: at,
  })
  const gateway = await openGateway({ endpoints: [{ endpoint, secrets: { apiKey: 'k' } }] })
  try {
    const { url } = gateway
    const place = { url, key: testKey, model: 'scripted/model', home, work }
    const run = await agent.prepare(place, 'Write the proof file.')
    const output = await start(program, run.args, { ...run.env, HOME: home }, work)
    const proof = await readFile(file, 'utf8').catch(() => '')
    return findFlaw(upstream, proof, output)
  } finally {
    await gateway[Symbol.asyncDispose]()
    await upstream.close()
    await rm(folder, { recursive: true, force: true })
  }
}

function findFlaw({ bodies }: ScriptedUpstream, proof: string, output: string): string {
  if (bodies.length === 0) return `nothing was sent: ${output.slice(-600)}`
  if (proof !== told) return `the tool did not run: ${output.slice(-600)}`
  if (
    !bodies
      .slice(1)
      .some((body) => body.includes('proof-of-output') && body.includes('call_of_the_script'))
  )
    return "the tool's output did not come back"
  return output.includes(lastWords) ? '' : `the last words are missing: ${output.slice(-600)}`
}

function start(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
  cwd: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      env: { PATH: process.env['PATH'] ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8')
      stream.on('data', (text: string) => (output += text))
    }
    const late = setTimeout(() => child.kill('SIGKILL'), longest)
    child.on('error', reject)
    child.on('close', () => {
      clearTimeout(late)
      resolve(output)
    })
  })
}
