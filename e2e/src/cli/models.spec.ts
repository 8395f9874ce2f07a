/** @file Commands that ask a model: `embed`, `image`, `complete` and what is said of ids that nobody knows. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  describeEndpoint,
  fakePng,
  fakeVector,
  type StrictUpstreamOptions,
} from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'

const env = { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'passphrase of a test' }

interface Case {
  name: string
  options: StrictUpstreamOptions
  model: string
  /** Fields of the endpoint over those that the fake expects. */
  own?: Record<string, unknown>
}

const linesOf = (stdout: string): Record<string, unknown>[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

const embeddings: Case[] = [
  {
    name: 'OpenAI',
    options: { spec: 'openai-chat-completions' },
    model: 'text-embedding-3-large',
  },
  { name: 'OpenAI (Responses)', options: { spec: 'openai-responses' }, model: 'own-vectors' },
  { name: 'Azure, dated', options: { spec: 'azure', forms: ['dated'] }, model: 'dep' },
  {
    name: 'Azure, v1',
    options: { spec: 'azure', forms: ['v1'] },
    model: 'dep',
    own: { apiVersion: '' },
  },
  { name: 'Gemini', options: { spec: 'google' }, model: 'gemini-embedding-001' },
  { name: 'Vertex', options: { spec: 'google-vertex' }, model: 'text-embedding-005' },
  {
    name: 'Bedrock Titan',
    options: { spec: 'amazon-bedrock' },
    model: 'amazon.titan-embed-text-v2:0',
  },
  { name: 'Bedrock Cohere', options: { spec: 'amazon-bedrock' }, model: 'eu.cohere.embed-v4:0' },
]

for (const { name, options, model, own } of embeddings) {
  test(`embed --json: ${name}`, async ({ createHome, startUpstream }) => {
    const upstream = await startUpstream(options)
    const home = await createHome()
    const endpoint = { ...describeEndpoint(upstream.expectations, { name: 'E' }), ...own }
    await addEndpoint(home, endpoint, env)
    const to = ['embed', '--json', '--endpoint', 'E', '--model', model, '--assume-model-exists']
    const { code, stdout, stderr } = await runPatchbay([...to, 'first', 'zweiter'], { home, env })
    expect(code).toBe(0)
    const [result] = linesOf(stdout)
    expect(result).toMatchObject({
      model: expect.any(String),
      verified: expect.any(Boolean),
      warnings: [],
    })
    expect(stderr.includes('is unverified')).toBe(result?.['verified'] === false)
    expect(result?.['vectors']).toEqual(['first', 'zweiter'].map((text) => fakeVector(text)))
  })
}

const images: Case[] = [
  { name: 'OpenAI', options: { spec: 'openai-chat-completions' }, model: 'gpt-image-1' },
  { name: 'OpenAI (Responses)', options: { spec: 'openai-responses' }, model: 'gpt-image-1' },
  { name: 'Azure, dated', options: { spec: 'azure', forms: ['dated'] }, model: 'img' },
  {
    name: 'Azure, v1',
    options: { spec: 'azure', forms: ['v1'] },
    model: 'img',
    own: { apiVersion: '' },
  },
  { name: 'Imagen', options: { spec: 'google' }, model: 'imagen-4' },
  { name: 'Imagen on Vertex', options: { spec: 'google-vertex' }, model: 'imagen-4' },
]

for (const { name, options, model, own } of images) {
  test(`image --json: ${name}`, async ({ createHome, startUpstream }) => {
    const upstream = await startUpstream(options)
    const home = await createHome()
    const endpoint = { ...describeEndpoint(upstream.expectations, { name: 'I' }), ...own }
    await addEndpoint(home, endpoint, env)
    const out = join(home, 'cat.png')
    const to = ['image', '--json', '--endpoint', 'I', '--model', model, '--assume-model-exists']
    const { code, stdout, stderr } = await runPatchbay(
      [...to, '--count', '2', '--out', out, 'a cat'],
      { home, env },
    )
    expect(stderr).toContain('is unverified')
    expect(code).toBe(0)
    const second = join(home, 'cat-2.png')
    const bytes = Buffer.from(fakePng, 'base64')
    expect(linesOf(stdout)).toMatchObject([
      {
        model,
        verified: false,
        files: [
          { path: out, mediaType: 'image/png', bytes: bytes.byteLength },
          { path: second, mediaType: 'image/png', bytes: bytes.byteLength },
        ],
        warnings: [],
      },
    ])
    for (const path of [out, second]) expect(await readFile(path)).toEqual(bytes)
  })
}

const completions: Case[] = [
  { name: 'OpenAI', options: { spec: 'openai-chat-completions' }, model: 'gpt-3.5-turbo-instruct' },
  { name: 'Azure, dated', options: { spec: 'azure', forms: ['dated'] }, model: 'dep' },
]

for (const { name, options, model } of completions) {
  test(`complete --json: ${name}`, async ({ createHome, startUpstream }) => {
    const upstream = await startUpstream(options)
    const home = await createHome()
    await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'C' }) }, env)
    const to = ['complete', '--json', '--endpoint', 'C', '--model', model, '--assume-model-exists']
    const told = await runPatchbay([...to, '--max-tokens', '20', 'Once'], { home, env })
    expect(told.code).toBe(0)
    const lines = linesOf(told.stdout)
    expect(lines[0]).toMatchObject({ type: 'start', verified: false })
    const text = lines
      .map((line) => (typeof line['text'] === 'string' ? line['text'] : ''))
      .join('')
    expect(text).toContain('Once')
    expect(lines.at(-1)).toMatchObject({ type: 'finish' })

    const plain = await runPatchbay(to.filter((word) => word !== '--json').concat('Once'), {
      home,
      env,
    })
    expect(plain.stdout.trim()).toContain('Once')
  })
}

test('what a provider type cannot do ends with 1 and the reason, and nothing is sent', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'A' }) }, env)
  const to = ['--json', '--endpoint', 'A', '--model', 'any', '--assume-model-exists']
  for (const [args, words] of [
    [['embed', 'text'], 'cannot make embeddings'],
    [['image', '--out', join(home, 'x.png'), 'a cat'], 'cannot make images'],
    [['complete', 'Once'], 'has no text completion'],
  ] as const) {
    const { code, stdout } = await runPatchbay([...args, ...to], { home, env })
    expect(code).toBe(1)
    expect(linesOf(stdout).at(-1)).toMatchObject({
      type: 'error',
      error: { code: 'settings', message: expect.stringContaining(words) },
    })
  }
  expect(upstream.requests).toEqual([])
})

test('numbers and places that cannot be are refused before anything is sent', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'N' }) }, env)
  const to = ['--endpoint', 'N', '--model', 'any', '--assume-model-exists']
  for (const [args, words] of [
    [['image', '--out', join(home, 'none', 'x.png'), 'a cat'], 'There is no folder'],
    [['image', '--out', home, 'a cat'], 'is a folder'],
    [['image', '--out', join(home, 'x.png'), '--count', '1.5', 'a cat'], 'a whole number'],
    [['embed', '--dimensions', '2.5', 'Hi'], 'a whole number'],
    [['chat', '--max-tokens', '1.5', 'Hi'], 'a whole number'],
  ] as const) {
    const { code, stderr } = await runPatchbay([...args, ...to], { home, env })
    expect(code, args.join(' ')).toBe(1)
    expect(stderr).toContain(words)
  }
  expect(upstream.requests).toEqual([])
})

test('chat prints the calls of tools that a model asks for', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'anthropic' })
  const home = await createHome()
  await addEndpoint(home, { ...describeEndpoint(upstream.expectations, { name: 'T' }) }, env)
  const to = ['--endpoint', 'T', '--model', 'fake-tool-call', '--assume-model-exists']
  const { code, stdout } = await runPatchbay(['chat', ...to, 'Weather?'], { home, env })
  expect(code).toBe(0)
  expect(stdout).toContain('Tool call: get_weather {"city":"Oslo","unit":"celsius"}')
})

test('a known model that cannot do it is refused with the reason, before anything is sent', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const home = await createHome()
  const models = ['text-embedding-3-small', 'gpt-4.1']
  await addEndpoint(
    home,
    { ...describeEndpoint(upstream.expectations, { name: 'K' }), models },
    env,
  )
  for (const [args, words] of [
    [['chat', '--model', 'text-embedding-3-small', 'Hi'], /does not chat.*Nothing was sent/],
    [['complete', '--model', 'text-embedding-3-small', 'Hi'], /does not chat/],
    [['embed', '--model', 'gpt-4.1', 'Hi'], /makes no embeddings.*text-embedding-3-small/],
    [['image', '--model', 'gpt-4.1', '--out', join(home, 'x.png'), 'Hi'], /makes no images/],
  ] as const) {
    const { code, stdout } = await runPatchbay([...args, '--endpoint', 'K', '--json'], {
      home,
      env,
    })
    expect(code, args[0]).toBe(1)
    expect(linesOf(stdout).at(-1)).toMatchObject({
      type: 'error',
      error: { code: 'invalid-request', message: expect.stringMatching(words) },
    })
  }
  expect(upstream.requests).toEqual([])
})

test('an id that nobody knows is refused with the nearest, or sent and marked unverified', async ({
  createHome,
  startUpstream,
}) => {
  const upstream = await startUpstream({ spec: 'openai-chat-completions' })
  const home = await createHome()
  const models = ['gpt-4.1', 'text-embedding-3-small', 'gpt-image-1']
  await addEndpoint(
    home,
    { ...describeEndpoint(upstream.expectations, { name: 'N' }), models },
    env,
  )
  const commands = [
    { args: ['chat', '--model', 'gpt-4.I', 'Hi'], nearest: 'gpt-4.1' },
    {
      args: ['embed', '--model', 'text-embeding-3-small', 'Hi'],
      nearest: 'text-embedding-3-small',
    },
    {
      args: ['image', '--model', 'gpt-imagine-1', '--out', join(home, 'x.png'), 'Hi'],
      nearest: 'gpt-image-1',
    },
  ]
  for (const { args, nearest } of commands) {
    const refused = await runPatchbay([...args, '--endpoint', 'N', '--json'], { home, env })
    expect(refused.code).toBe(1)
    expect(linesOf(refused.stdout).at(-1)).toMatchObject({
      error: { code: 'unknown-model', message: expect.stringContaining(nearest) },
    })
    expect(refused.stderr).toContain('--assume-model-exists')
  }
  expect(upstream.requests).toEqual([])
  for (const { args } of commands) {
    const sent = await runPatchbay(
      [...args, '--endpoint', 'N', '--json', '--assume-model-exists'],
      { home, env },
    )
    expect(sent.code, args[0]).toBe(0)
    expect(linesOf(sent.stdout)[0]).toMatchObject({ verified: false })
    expect(sent.stderr).toContain('unverified')
  }
  const known = await runPatchbay(
    ['chat', '--model', 'gpt-4.1', '--endpoint', 'N', '--json', 'Hi'],
    { home, env },
  )
  expect(linesOf(known.stdout)[0]).toMatchObject({ type: 'start', verified: true })
  expect(known.stderr).toBe('')
})

test('a command line that is not understood is one JSON error with --json', async ({
  createHome,
}) => {
  const home = await createHome()
  for (const [args, words] of [
    [['chat', '--bogus', 'Hi'], /unknown option '--bogus'/i],
    [['nonsense'], /unknown command 'nonsense'/i],
    [['image', 'a cat'], /--out/],
    [['embed'], /text/],
    [['chat', 'one', 'two'], /too many arguments/i],
    [['endpoint', 'show'], /missing required argument/i],
    [['chat', '--model'], /argument missing/],
  ] as const) {
    const { code, stdout, stderr } = await runPatchbay([...args, '--json'], { home, env })
    expect(code, args.join(' ')).toBe(1)
    expect(linesOf(stdout)).toMatchObject([
      { type: 'error', error: { code: 'invalid-request', message: expect.stringMatching(words) } },
    ])
    expect(stderr).toMatch(/^Error: \S/)
    const plain = await runPatchbay([...args], { home, env })
    expect(plain.code).toBe(1)
    expect(plain.stdout).toBe('')
    expect(plain.stderr).toMatch(/^Error: \S/)
    expect(plain.stderr).toContain('patchbay --help')
  }
  for (const args of [['--help'], ['embed', '--help'], ['--version']]) {
    const { code, stdout, stderr } = await runPatchbay(args, { home, env })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).not.toBe('')
  }
})
