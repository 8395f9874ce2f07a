/** @file The gateways that are compared, each as a process of its own before the same upstream. */
import { randomBytes } from 'node:crypto'
import { fork, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPatchbayGateway } from './patchbay-gateway.ts'

/** How one contender is asked for a chat. */
export interface Target {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Name of the model in the body. */
  readonly model: string
}

export interface Contender {
  readonly name: string
  readonly port: number
  readonly pid: number
  readonly target: Target
  close(): Promise<void>
}

export interface Field {
  readonly contenders: readonly Contender[]
  /** Peers that are not installed here, and how to have them. */
  readonly skipped: readonly string[]
  close(): Promise<void>
}

const peers = join(import.meta.dirname, '../../peers')
const bearer = { authorization: 'Bearer bench-key' }

/** Starts everything that is here. The first contender is the bare forwarder, the limit. */
export async function startField(upstreamPort: number): Promise<Field> {
  const bare = await startBareForwarder(upstreamPort)
  const patchbay = await startPatchbayGateway(upstreamPort)
  const contenders: Contender[] = [bare, ...patchbay]
  const skipped: string[] = []
  const start = async (name: string, how: string, begin: () => Promise<Contender | undefined>) => {
    const contender = await begin().catch(() => undefined)
    if (contender === undefined) skipped.push(`${name} is not here (${how})`)
    else contenders.push(contender)
  }
  await start('Portkey 1.15.2', 'npm ci --prefix bench/peers', () => startPortkey(upstreamPort))
  await start(
    'LiteLLM proxy',
    "python3 -m venv bench/peers/venv, then bench/peers/venv/bin/pip install 'litellm[proxy]'",
    () => startLitellm(upstreamPort),
  )
  await start('Bifrost core 1.2.0', 'go build -C bench/peers/bifrost, with Go 1.26 or later', () =>
    startBifrost(upstreamPort),
  )
  return {
    contenders,
    skipped,
    async close() {
      await Promise.all(contenders.map((contender) => contender.close()))
    },
  }
}

async function startBareForwarder(upstreamPort: number): Promise<Contender> {
  const child = fork(join(import.meta.dirname, 'bare-forwarder.fixture.ts'), [String(upstreamPort)])
  const { port } = await new Promise<{ port: number }>((resolve) =>
    child.once('message', (told) => resolve(told as { port: number })),
  )
  const target = { path: '/v1/chat/completions', headers: bearer, model: 'm' }
  return { name: 'bare undici forwarder', port, pid: pidOf(child), target, close: () => end(child) }
}

/** `@portkey-ai/gateway`, installed apart so that it is no dependency of this workspace. */
async function startPortkey(upstreamPort: number): Promise<Contender | undefined> {
  const program = join(peers, 'node_modules/@portkey-ai/gateway/build/start-server.js')
  if (!existsSync(program)) return undefined
  const port = await freePort()
  const child = spawn(process.execPath, [program, '--headless', `--port=${port}`], {
    stdio: 'ignore',
    // Its own guard refuses loopback hosts unless they are named.
    env: { ...process.env, TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost', NODE_ENV: 'production' },
  })
  const headers = {
    ...bearer,
    'x-portkey-provider': 'openai',
    'x-portkey-custom-host': `http://127.0.0.1:${upstreamPort}/v1`,
  }
  const target = { path: '/v1/chat/completions', headers, model: 'm' }
  return ready({ name: 'Portkey 1.15.2', port, pid: pidOf(child), target, close: () => end(child) })
}

/** The engine of Bifrost behind its HTTP library, without the plugins and stores of its whole gateway. */
async function startBifrost(upstreamPort: number): Promise<Contender | undefined> {
  const program = join(peers, 'bifrost/bifrost')
  if (!existsSync(program)) return undefined
  const port = await freePort()
  const upstream = `http://127.0.0.1:${upstreamPort}`
  const child = spawn(program, ['-port', String(port), '-upstream', upstream], { stdio: 'ignore' })
  const target = { path: '/v1/chat/completions', headers: bearer, model: 'm' }
  const name = 'Bifrost core 1.2.0'
  return ready({ name, port, pid: pidOf(child), target, close: () => end(child) })
}

async function startLitellm(upstreamPort: number): Promise<Contender | undefined> {
  const program = join(peers, 'venv/bin/litellm')
  if (!existsSync(program)) return undefined
  const { writeFile } = await import('node:fs/promises')
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-bench-litellm-'))
  const config = join(folder, 'config.yaml')
  const base = `http://127.0.0.1:${upstreamPort}/v1`
  // It does not start without a key that is hard to guess.
  const key = `sk-${randomBytes(24).toString('hex')}`
  await writeFile(
    config,
    `general_settings:\n  master_key: ${key}\nmodel_list:\n  - model_name: m\n    litellm_params:\n      model: openai/m\n      api_base: ${base}\n      api_key: bench-key\n`,
  )
  const port = await freePort()
  const args = ['--config', config, '--port', String(port), '--host', '127.0.0.1']
  const child = spawn(program, args, { stdio: 'ignore' })
  const headers = { authorization: `Bearer ${key}` }
  const target = { path: '/v1/chat/completions', headers, model: 'm' }
  const close = async (): Promise<void> => {
    await end(child)
    await rm(folder, { recursive: true, force: true })
  }
  return ready({ name: 'LiteLLM proxy', port, pid: pidOf(child), target, close }, 90_000)
}

/** Waits until the contender answers a chat; gives up (and closes it) after `withinMs`. */
async function ready(contender: Contender, withinMs = 20_000): Promise<Contender | undefined> {
  const until = performance.now() + withinMs
  while (performance.now() < until) {
    const answer = await fetch(`http://127.0.0.1:${contender.port}${contender.target.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...contender.target.headers },
      body: JSON.stringify({
        model: contender.target.model,
        messages: [{ role: 'user', content: 'Hi' }],
      }),
    }).catch(() => undefined)
    if (answer?.status === 200) return contender
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  await contender.close()
  return undefined
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function pidOf(child: ChildProcess): number {
  if (child.pid === undefined) throw new Error('A process could not be started.')
  return child.pid
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 3000).unref()
  })
}
