/** @file The commands that scripts rely on: their shapes, exit codes and words. */
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describeEndpoint } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { commandFile } from '../hosts/app-files.ts'
import { environmentOf } from '../hosts/running-app.ts'
import { watchProcess } from '../hosts/watch-process.ts'

const sealed = { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'passphrase of a test' }

test('endpoint add, list, show, update, remove', async ({ createHome, startUpstream }) => {
  const upstream = await startUpstream({ spec: 'anthropic', apiKey: 'sk-cli-1' })
  const home = await createHome()
  const endpoint = describeEndpoint(upstream.expectations, { name: 'From a script' })
  const added = await runPatchbay(['endpoint', 'add', '-', '--json'], { home, input: endpoint })
  expect(added.code).toBe(0)
  expect(JSON.parse(added.stdout)).toEqual({
    id: expect.any(String),
    name: 'From a script',
    spec: 'anthropic',
    savedSecrets: ['apiKey'],
    vault: 'keychain',
  })
  const again = await runPatchbay(['endpoint', 'add', '-', '--json'], { home, input: endpoint })
  expect(again.code).toBe(1)
  expect(again.stderr).toContain('already')

  const list = await runPatchbay(['endpoint', 'list', '--json'], { home })
  expect(JSON.parse(list.stdout)).toMatchObject([{ name: 'From a script', spec: 'anthropic' }])
  const change = { name: 'Renamed', modelMapping: { 'claude-sonnet-4-6': 'claude-v2' } }
  const updated = await runPatchbay(['endpoint', 'update', 'From a script', '-', '--json'], {
    home,
    input: change,
  })
  expect(JSON.parse(updated.stdout)).toMatchObject({ name: 'Renamed', savedSecrets: ['apiKey'] })
  const shown = await runPatchbay(['endpoint', 'show', 'Renamed', '--json'], { home })
  expect(JSON.parse(shown.stdout)).toMatchObject({
    name: 'Renamed',
    baseUrl: endpoint.baseUrl,
    modelMapping: change.modelMapping,
  })
  for (const { stdout, stderr } of [added, list, updated, shown]) {
    expect(stdout + stderr).not.toContain('sk-cli-1')
  }

  await runPatchbay(['provider', 'set', 'anthropic', '--endpoint', 'Renamed'], { home })
  const inUse = await runPatchbay(['endpoint', 'remove', 'Renamed', '--json'], { home })
  expect(inUse.code).toBe(1)
  expect(inUse.stderr).toContain('Anthropic')
  const removed = await runPatchbay(['endpoint', 'remove', 'Renamed', '--yes', '--json'], { home })
  expect(removed.code).toBe(0)
  const gone = await runPatchbay(['endpoint', 'show', 'Renamed', '--json'], { home })
  expect(gone.code).toBe(1)
  expect(JSON.parse(gone.stdout)).toMatchObject({ error: { code: 'unknown-endpoint' } })
})

test('endpoint check tells stages and findings, and fails when the endpoint does', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions', mayRefuse: true })
  const home = await createHome()
  const good = describeEndpoint(upstream.expectations, { name: 'Good' })
  await addEndpoint(home, { ...good }, sealed)
  await addEndpoint(home, { ...good, name: 'Wrong key', secrets: { apiKey: 'sk-wrong' } }, sealed)
  const checked = await runPatchbay(['endpoint', 'check', 'Good', '--json'], { home, env: sealed })
  expect(checked.code).toBe(0)
  const report = JSON.parse(checked.stdout) as { ok: boolean; stages: unknown[] }
  expect(report).toMatchObject({ ok: true, findings: [] })
  expect(report.stages).toMatchObject(
    ['address', 'connection', 'tls', 'auth', 'models', 'reply', 'stream'].map((id) => ({ id })),
  )
  const failed = await runPatchbay(['endpoint', 'check', 'Wrong key', '--json'], {
    home,
    env: sealed,
  })
  expect(failed.code).toBe(1)
  expect(JSON.parse(failed.stdout)).toMatchObject({
    ok: false,
    findings: [{ code: 'key-refused' }],
  })
})

test('provider list and set, models with their routes', async ({ createHome, startUpstream }) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const home = await createHome()
  const mapping = { 'claude-sonnet-4-6': 'claude-v2' }
  const endpoint = describeEndpoint(upstream.expectations, { name: 'Proxy', modelMapping: mapping })
  await addEndpoint(home, { ...endpoint }, sealed)
  const set = ['provider', 'set', 'anthropic', '--endpoint', 'Proxy', '--json']
  expect((await runPatchbay(set, { home, env: sealed })).code).toBe(0)
  const list = await runPatchbay(['provider', 'list', '--json'], { home, env: sealed })
  const providers = JSON.parse(list.stdout) as { id: string; mode: string }[]
  expect(providers.find(({ id }) => id === 'anthropic')?.mode).toBe('custom-endpoint')
  expect(providers.find(({ id }) => id === 'openai')?.mode).toBe('official')

  const ofProvider = ['models', '--provider', 'anthropic', '--json']
  const { stdout } = await runPatchbay(ofProvider, { home, env: sealed })
  const models = JSON.parse(stdout) as { id: string; route: { endpointName: string } }[]
  expect(models.every(({ route }) => route.endpointName === 'Proxy')).toBe(true)
  expect(models.find(({ id }) => id === 'claude-sonnet-4-6')).toMatchObject({
    route: { upstreamModelId: 'claude-v2' },
  })
  const ofEndpoint = await runPatchbay(['models', '--endpoint', 'Proxy', '--json'], {
    home,
    env: sealed,
  })
  const [listed = ''] = upstream.expectations.models
  expect(ofEndpoint.stdout).toContain(listed)

  const back = await runPatchbay(['provider', 'set', 'anthropic', '--official', '--json'], {
    home,
    env: sealed,
  })
  expect(JSON.parse(back.stdout)).toMatchObject({ id: 'anthropic', mode: 'official' })
  const neither = await runPatchbay(['provider', 'set', 'anthropic', '--json'], {
    home,
    env: sealed,
  })
  expect(neither.code).toBe(1)
  const unknown = await runPatchbay(['provider', 'set', 'nobody', '--official', '--json'], {
    home,
    env: sealed,
  })
  expect(unknown.code).toBe(1)
  expect(JSON.parse(unknown.stdout)).toMatchObject({ error: { code: 'unknown-provider' } })
})

interface Line {
  type: string
  text?: string
  usage?: unknown
  timing?: { firstTokenMs: number; totalMs: number }
  reason?: string
  error?: { code: string; message: string; status?: number; retryable: boolean }
}

const linesOf = (stdout: string): Line[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line)

test('chat --json prints a line for each piece, the end last', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'google' })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'G' }) }, sealed)
  const to = ['chat', '--json', '--endpoint', 'G', '--model', 'gemini-x', '--assume-model-exists']
  const told = await runPatchbay([...to, '--system', 'Be brief.', 'Hello'], { home, env: sealed })
  expect(told.code).toBe(0)
  const lines = linesOf(told.stdout)
  const textOf = (type: string): string =>
    lines
      .filter((line) => line.type === type)
      .map(({ text }) => text)
      .join('')
  expect(textOf('text-delta')).toContain('gemini-x** heard: Hello')
  expect(textOf('reasoning-delta')).not.toBe('')
  expect(lines.at(-1)).toMatchObject({
    type: 'finish',
    reason: 'stop',
    usage: { inputTokens: 21, outputTokens: 34 },
    timing: { firstTokenMs: expect.any(Number), totalMs: expect.any(Number) },
  })
  expect(upstream.requests.at(-1)?.bodyText).toContain('Be brief.')

  const typo = await runPatchbay(to.slice(0, -1).concat('Hello'), { home, env: sealed })
  expect(typo.code).toBe(1)
  expect(linesOf(typo.stdout).at(-1)?.error?.code).toBe('unknown-model')
})

test('chat --json ends with the error and exit code 1', async ({ createHome, startUpstream }) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'A' }) }, sealed)
  const chat = (model: string) =>
    runPatchbay(
      ['chat', '--json', '--endpoint', 'A', '--model', model, '--assume-model-exists', 'Hello'],
      { home, env: sealed },
    )
  const limited = await chat('fake-http-429')
  expect(limited.code).toBe(1)
  expect(linesOf(limited.stdout).at(-1)).toMatchObject({
    type: 'error',
    error: { code: 'rate-limit', status: 429, retryable: true },
  })
  const cut = await chat('fake-end-without-close')
  expect(cut.code).toBe(1)
  const lines = linesOf(cut.stdout)
  expect(lines.some(({ type }) => type === 'text-delta')).toBe(true)
  expect(lines.at(-1)).toMatchObject({ type: 'error', error: { code: 'stream-broken' } })
})

test('the memory vault says that a saved secret is gone with the command', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const home = await createHome()
  const env = { PATCHBAY_VAULT: 'memory' }
  const input = describeEndpoint(upstream.expectations, { name: 'Forgetful' })
  const added = await runPatchbay(['endpoint', 'add', '-', '--json'], { home, env, input })
  expect(added.code).toBe(0)
  expect(JSON.parse(added.stdout)).toMatchObject({ vault: 'memory' })
  expect(added.stderr).toMatch(/for this command only/)
})

test('two processes that write at once lose nothing', async ({ createHome }) => {
  const home = await createHome()
  const names = Array.from({ length: 8 }, (_, index) => `Writer ${index}`)
  const results = await Promise.all(
    names.map((name) =>
      runPatchbay(['endpoint', 'add', '-', '--json'], {
        home,
        env: { PATCHBAY_VAULT: 'memory' },
        input: { name, spec: 'openai-chat-completions', baseUrl: 'http://127.0.0.1:9/v1' },
      }),
    ),
  )
  expect(results.map(({ code }) => code)).toEqual(names.map(() => 0))
  const settings = JSON.parse(await readFile(join(home, 'settings.json'), 'utf8')) as {
    endpoints: Record<string, { name: string }>
  }
  const kept = Object.values(settings.endpoints).map(({ name }) => name)
  expect(kept.toSorted()).toEqual(names)
})

test('what is not understood ends with a message, not with a stack', async ({ createHome }) => {
  const home = await createHome()
  for (const { args, input } of [
    { args: ['endpoint', 'add', '-', '--json'], input: 'not json' },
    { args: ['endpoint', 'add', '-', '--json'], input: '{"name":"x","spec":"nobody"}' },
    { args: ['endpoint', 'add', '-', '--json'], input: '{"name":"x","spec":"azure","bogus":1}' },
    { args: ['chat', '--json', 'Hello'], input: '' },
    { args: ['chat', '--json', '--model', 'no-slash', 'Hello'], input: '' },
    { args: ['export', '--format', 'stone'], input: '' },
  ]) {
    const { code, stderr } = await runPatchbay(args, { home, input, env: sealed })
    expect(code, args.join(' ')).toBe(1)
    expect(stderr).toMatch(/^Error: \S/)
    expect(stderr).not.toMatch(/\n\s+at /)
  }
})

test('serve ends in order when it is told to', async ({ createHome }) => {
  const home = await createHome()
  const child = spawn(process.execPath, [commandFile, 'serve', '--json', '--no-open'], {
    env: environmentOf({ home, env: sealed }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const { waitFor, ended } = watchProcess(child)
  await waitFor(/"url"/)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})
