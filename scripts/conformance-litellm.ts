/**
 * @file `npm run conformance:litellm`: LiteLLM's own proxy is started with an exported config, and every model in
 * it is called through that proxy to a strict upstream on this machine. Skipped where LiteLLM is not installed.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { callModels, describeCalls } from './litellm/call-models.ts'
import { startLitellm } from './litellm/start-litellm.ts'
import { openUpstreams } from './litellm/upstreams.ts'

const program = join(import.meta.dirname, '../bench/peers/venv/bin/litellm')

if (existsSync(program)) {
  process.exitCode = (await run()) ? 0 : 1
} else {
  process.stdout.write(
    "conformance:litellm: skipped, since LiteLLM is not here (python3 -m venv bench/peers/venv, then bench/peers/venv/bin/pip install 'litellm[proxy]')\n",
  )
}

async function run(): Promise<boolean> {
  const upstreams = await openUpstreams()
  try {
    for (const { path, outcome, message = '' } of upstreams.exported.report)
      process.stdout.write(`${outcome}: ${path}: ${message}\n`)
    const proxy = await startLitellm(program, upstreams.exported.text, upstreams.environment)
    try {
      const calls = await callModels(proxy, upstreams)
      process.stdout.write(`LiteLLM ${proxy.version}\n${describeCalls(calls)}\n`)
      return calls.length > 0 && calls.every(({ failure }) => failure === undefined)
    } finally {
      await proxy.close()
    }
  } finally {
    await upstreams.close()
  }
}
