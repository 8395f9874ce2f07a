import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))

test('prints in one line what a client must be told, and answers there', async () => {
  const options = ['--spec', 'anthropic', '--options', '{"models":["claude-v2"],"basePath":"/p"}']
  const child = spawn(process.execPath, [main, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    const told = JSON.parse(line) as { endpoint: { baseUrl: string }; models: string[] }
    expect(told).toMatchObject({
      endpoint: { spec: 'anthropic', secrets: { apiKey: expect.any(String) } },
      models: ['claude-v2'],
    })
    const answer = await fetch(`${told.endpoint.baseUrl}/v1/models`)
    expect(answer.status).toBe(400)
  } finally {
    child.kill()
  }
})

test('names the specs when asked for another one', async () => {
  const child = spawn(process.execPath, [main, '--spec', 'other'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [line] = (await once(createInterface(child.stderr), 'line')) as [string]
  const [code] = (await once(child, 'close')) as [number]
  expect(line).toMatch(/^--spec must be one of: anthropic, .*google-vertex$/)
  expect(code).toBe(2)
})
