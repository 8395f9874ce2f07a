/** @file LiteLLM's proxy as a process of its own, with a config file in a folder that goes with it. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export interface LitellmProxy {
  readonly url: string
  readonly version: string
  close(): Promise<void>
}

const patienceMs = 120_000

/** Throws with the end of what it printed when it does not start. */
export async function startLitellm(
  program: string,
  config: string,
  environment: Readonly<Record<string, string>>,
): Promise<LitellmProxy> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-litellm-'))
  const file = join(folder, 'config.yaml')
  await writeFile(file, config)
  const port = await freePort()
  const child = spawn(program, ['--config', file, '--port', String(port), '--host', '127.0.0.1'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its list of prices would be fetched from the network otherwise.
    env: { ...process.env, ...environment, LITELLM_LOCAL_MODEL_COST_MAP: 'True' },
  })
  let printed = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      printed = (printed + chunk.toString()).slice(-8000)
    })
  const close = async (): Promise<void> => {
    await end(child)
    await rm(folder, { recursive: true, force: true })
  }
  const url = `http://127.0.0.1:${port}`
  const until = performance.now() + patienceMs
  while (performance.now() < until && child.exitCode === null) {
    const answer = await fetch(`${url}/health/liveliness`).catch(() => undefined)
    if (answer?.status === 200) return { url, version: readVersion(program), close }
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
  await close()
  throw new Error(`LiteLLM did not start:\n${printed}`)
}

function readVersion(program: string): string {
  const python = join(dirname(program), 'python')
  const code = 'import importlib.metadata as m; print(m.version("litellm"))'
  return spawnSync(python, ['-c', code], { encoding: 'utf8' }).stdout.trim()
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 5000).unref()
  })
}
