/** @file The gateway as scripts and tools use it: official SDKs as clients, and its commands. */
import { spawn } from 'node:child_process'
import { createServer, type AddressInfo } from 'node:net'
import Anthropic from '@anthropic-ai/sdk'
import OpenAI from 'openai'
import { describeEndpoint, type StrictUpstream } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { commandFile } from '../hosts/app-files.ts'
import { environmentOf } from '../hosts/running-app.ts'
import { watchProcess } from '../hosts/watch-process.ts'
import { startGateway } from '../running-gateway.ts'

const sealed = { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'passphrase of a test' }

const addUpstream = (home: string, upstream: StrictUpstream, name: string) => {
  const models = upstream.expectations.models.slice(0, 1)
  return addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name }), models }, sealed)
}

test('OpenAI and Anthropic clients reach an endpoint of either kind, whole and streamed', async ({
  createHome,
  startUpstream,
}) => {
  const home = await createHome()
  const claude = await startUpstream({ spec: 'anthropic', apiKey: 'sk-gateway-claude' })
  const chat = await startUpstream({ spec: 'openai-chat-completions', apiKey: 'sk-gateway-chat' })
  await addUpstream(home, claude, 'Claude proxy')
  await addUpstream(home, chat, 'Chat proxy')
  const gateway = await startGateway(home, sealed)
  const openai = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0 })
  const anthropic = new Anthropic({
    baseURL: gateway.url,
    apiKey: gateway.key,
    maxRetries: 0,
    // Passed on as it is; the upstream speaks this one.
    defaultHeaders: { 'anthropic-version': '2023-06-01' },
  })
  const messages = [{ role: 'user' as const, content: 'Say something' }]

  for (const model of [
    `claude-proxy/${claude.expectations.models[0]}`,
    `chat-proxy/${chat.expectations.models[0]}`,
  ]) {
    const reply = await openai.chat.completions.create({ model, messages })
    expect(reply.choices[0]?.message.content, model).toBeTruthy()
    expect(reply.choices[0]?.finish_reason, model).toBe('stop')
    let streamed = ''
    const chunks = await openai.chat.completions.create({ model, messages, stream: true })
    for await (const chunk of chunks) streamed += chunk.choices[0]?.delta.content ?? ''
    expect(streamed, model).toBe(reply.choices[0]?.message.content)

    const message = await anthropic.messages.create({ model, messages, max_tokens: 100 })
    expect(message.stop_reason, model).toBe('end_turn')
    const stream = anthropic.messages.stream({ model, messages, max_tokens: 100 })
    expect(await stream.finalText(), model).toBe(streamed)
  }

  const listed = await openai.models.list()
  expect(listed.data.map(({ id }) => id)).toContain(`claude-proxy/${claude.expectations.models[0]}`)
  expect(await gateway.stop()).toBe(0)

  const usage = await runPatchbay(['gateway', 'usage', '--json'], { home, env: sealed })
  const rows = JSON.parse(usage.stdout) as { requests: number; endpointName: string }[]
  expect(rows.reduce((sum, row) => sum + row.requests, 0)).toBe(8)
  expect(new Set(rows.map((row) => row.endpointName))).toEqual(
    new Set(['Claude proxy', 'Chat proxy']),
  )
})

test('wrong, limited, rotated and revoked keys; none is printed where it was not asked for', async ({
  createHome,
  startUpstream,
}) => {
  const home = await createHome()
  const upstream = await startUpstream({
    spec: 'openai-chat-completions',
    apiKey: 'sk-gateway-keys',
  })
  await addUpstream(home, upstream, 'Proxy')
  const gateway = await startGateway(home, sealed)
  const model = `proxy/${upstream.expectations.models[0]}`
  const ask = async (apiKey: string): Promise<number> => {
    const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey, maxRetries: 0 })
    const messages = [{ role: 'user' as const, content: 'Hello' }]
    const asked = client.chat.completions.create({ model, messages }).asResponse()
    return asked.then(
      ({ status }) => status,
      (error: unknown) => (error instanceof OpenAI.APIError ? Number(error.status) : 0),
    )
  }
  const command = (...args: string[]) =>
    runPatchbay(['gateway', 'key', ...args, '--json'], { home, env: sealed })
  const reveal = async (name: string): Promise<string> =>
    (JSON.parse((await command('reveal', name)).stdout) as { value: string }).value

  expect(await ask('pbk-wrong')).toBe(401)
  expect(await ask(gateway.key)).toBe(200)
  expect(await reveal('Default')).toBe(gateway.key)

  const made = await command('create', 'Limited', '--models', 'other/*')
  expect(made.code).toBe(0)
  const limited = await reveal('Limited')
  expect(made.stdout + made.stderr).not.toContain(limited)
  // Seen by the running gateway without a restart.
  await expect.poll(() => ask(limited)).toBe(403)

  const rotated = await command('rotate', 'Default')
  await expect.poll(() => ask(gateway.key)).toBe(401)
  const renewed = await reveal('Default')
  expect(await ask(renewed)).toBe(200)
  await command('revoke', 'Default')
  await expect.poll(() => ask(renewed)).toBe(401)

  const list = await command('list')
  expect(JSON.parse(list.stdout)).toMatchObject([{ name: 'Limited', models: ['other/*'] }])
  for (const { stdout, stderr } of [rotated, list]) {
    for (const value of [limited, renewed]) expect(stdout + stderr).not.toContain(value)
  }
  expect(upstream.requests.length).toBe(2)
  expect(await gateway.stop()).toBe(0)
  expect(gateway.output().match(/pbk-/g)).toHaveLength(1)
})

test('an alias falls back to its next model, and the answer says who served', async ({
  createHome,
  startUpstream,
}) => {
  const home = await createHome()
  const first = await startUpstream({ spec: 'openai-chat-completions', apiKey: 'sk-first' })
  const second = await startUpstream({ spec: 'anthropic', apiKey: 'sk-second' })
  await addUpstream(home, first, 'First')
  await addUpstream(home, second, 'Second')
  const set = await runPatchbay(
    [
      'gateway',
      'alias',
      'set',
      'fast',
      '--to',
      `first/${first.expectations.models[0]}`,
      '--fallback',
      `Second/${second.expectations.models[0]}`,
      '--json',
    ],
    { home, env: sealed },
  )
  expect(set.code, set.stderr).toBe(0)
  const names = await runPatchbay(['gateway', 'models', '--json'], { home, env: sealed })
  expect(JSON.parse(names.stdout)).toContainEqual(
    expect.objectContaining({ name: 'fast', kind: 'alias' }),
  )

  const gateway = await startGateway(home, sealed)
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0 })
  const messages = [{ role: 'user' as const, content: 'Hello' }]
  first.queueBehaviours({ kind: 'http-error', status: 503, message: 'down' })
  const { response } = await client.chat.completions
    .create({ model: 'fast', messages })
    .withResponse()
  expect(response.headers.get('x-patchbay-endpoint')).toBe('Second')
  expect(await gateway.stop()).toBe(0)
  const broken = await runPatchbay(['gateway', 'alias', 'set', 'x', '--to', 'nobody/m', '--json'], {
    home,
    env: sealed,
  })
  expect(broken.code).toBe(1)
  expect(broken.stderr).toContain('nobody')
})

test('a taken port is said and fails; without a key it warns', async ({ createHome }) => {
  const home = await createHome()
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
  const { port } = other.address() as AddressInfo
  const taken = await runPatchbay(['gateway', '--port', String(port), '--json'], {
    home,
    env: sealed,
  })
  await new Promise((resolve) => other.close(resolve))
  expect(taken.code).toBe(1)
  expect(taken.stderr).toContain(`Port ${port} is taken`)

  const child = spawn(process.execPath, [commandFile, 'gateway', '--port', '0', '--no-key'], {
    env: environmentOf({ home, env: sealed }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { waitFor, output, ended } = watchProcess(child)
  const [url] = await waitFor(/http:\/\/127\.0\.0\.1:\d+/)
  expect((await fetch(`${url}/v1/models`)).status).toBe(200)
  expect(
    (await fetch(`${url}/v1/models`, { headers: { origin: 'https://evil.example' } })).status,
  ).toBe(403)
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(output()).toContain('Warning: no key')
  expect(output()).not.toContain('pbk-')
})

test('with a vault of memory the key is made for this run', async ({ createHome }) => {
  const home = await createHome()
  const memory = { PATCHBAY_VAULT: 'memory' }
  const keys: string[] = []
  for (const _run of [1, 2]) {
    const gateway = await startGateway(home, memory)
    const headers = { 'x-api-key': gateway.key }
    expect((await fetch(`${gateway.url}/v1/models`, { headers })).status).toBe(200)
    keys.push(gateway.key)
    expect(await gateway.stop()).toBe(0)
  }
  expect(keys[0]).not.toBe(keys[1])
  const list = await runPatchbay(['gateway', 'key', 'list', '--json'], { home, env: memory })
  expect(JSON.parse(list.stdout)).toMatchObject([{ name: 'Default', saved: false }])
})
