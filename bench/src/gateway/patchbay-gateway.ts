/** @file The built `patchbay gateway` with one endpoint of its client's format and one of another. */
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Contender } from './contenders.ts'

const bin = join(import.meta.dirname, '../../../apps/desktop/bin/patchbay.mjs')

/** Two contenders of one process: bytes passed through, and OpenAI chat translated to Anthropic and back. */
export async function startPatchbayGateway(upstreamPort: number): Promise<Contender[]> {
  const home = await mkdtemp(join(tmpdir(), 'patchbay-bench-gateway-'))
  const env = {
    ...process.env,
    PATCHBAY_HOME: home,
    PATCHBAY_VAULT: 'file',
    PATCHBAY_PASSPHRASE: 'bench-passphrase',
  }
  const origin = `http://127.0.0.1:${upstreamPort}`
  const secrets = { apiKey: 'bench-upstream-key' }
  await add(env, {
    name: 'same',
    spec: 'openai-chat-completions',
    baseUrl: `${origin}/v1`,
    models: ['m'],
    secrets,
  })
  await add(env, { name: 'other', spec: 'anthropic', baseUrl: origin, models: ['m'], secrets })

  const child: ChildProcess = spawn(process.execPath, [bin, 'gateway', '--port', '0', '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env,
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).once('line', resolve)
    void exited.then(() => reject(new Error('patchbay gateway ended before it listened')))
  })
  const { url, key } = JSON.parse(line) as { url: string; key: string }
  const shared = { port: Number(new URL(url).port), pid: child.pid ?? 0 }
  const headers = { authorization: `Bearer ${key}` }
  const path = '/v1/chat/completions'
  let closing: Promise<void> | undefined
  const close = (): Promise<void> =>
    (closing ??= (async () => {
      child.kill('SIGTERM')
      await exited
      await rm(home, { recursive: true, force: true })
    })())
  return [
    {
      ...shared,
      name: 'Patchbay, passed through',
      target: { path, headers, model: 'same/m' },
      close,
    },
    { ...shared, name: 'Patchbay, translated', target: { path, headers, model: 'other/m' }, close },
  ]
}

function add(env: NodeJS.ProcessEnv, endpoint: object): Promise<void> {
  const child = spawn(process.execPath, [bin, 'endpoint', 'add', '-', '--json'], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env,
  })
  child.stdin?.end(JSON.stringify(endpoint))
  return new Promise((resolve, reject) => {
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`patchbay endpoint add ended with ${code}`)),
    )
  })
}
