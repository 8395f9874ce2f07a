/** @file The scenes of LiteLLM's guide to OpenAI-compatible servers, with Patchbay in LiteLLM's place. */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import OpenAI from 'openai'
import { defaultReplyText, fakeVector } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { startGateway } from '../running-gateway.ts'
import { linesOf, textOf } from './reply-lines.ts'

const env = { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'passphrase of a test' }
const apiKey = 'sk-1234'
const to = ['--endpoint', 'Mistral here', '--assume-model-exists', '--json']

/** The server of the guide: any model behind an OpenAI-compatible address. */
function describeServer(baseUrl: string) {
  return { name: 'Mistral here', spec: 'openai-chat-completions', baseUrl, secrets: { apiKey } }
}

test('LiteLLM: completion', async ({ createHome, startUpstream }) => {
  const home = await createHome()
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey })
  await addEndpoint(home, describeServer(upstream.expectations.baseUrl), env)
  const question = 'Hey, how is it going?'
  const { code, stdout, stderr } = await runPatchbay(
    ['chat', '--model', 'mistral', ...to, question],
    { home, env },
  )
  expect(code, stderr).toBe(0)
  expect(textOf(stdout)).toBe(defaultReplyText('mistral', question))
  expect(linesOf(stdout).at(-1)).toMatchObject({ type: 'finish', reason: 'stop' })
  expect(upstream.requests[0]?.body).toMatchObject({
    model: 'mistral',
    messages: [{ role: 'user', content: question }],
  })
})

test('LiteLLM: text completion', async ({ createHome, startUpstream }) => {
  const home = await createHome()
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey })
  await addEndpoint(home, describeServer(upstream.expectations.baseUrl), env)
  const { code, stdout, stderr } = await runPatchbay(
    ['complete', '--model', 'mistral', ...to, 'Once upon a time'],
    { home, env },
  )
  expect(code, stderr).toBe(0)
  expect(textOf(stdout)).toContain('Once upon a time')
  expect(upstream.requests[0]).toMatchObject({
    path: '/v1/completions',
    body: { model: 'mistral', prompt: 'Once upon a time' },
  })
})

test('LiteLLM: embedding', async ({ createHome, startUpstream }) => {
  const home = await createHome()
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey })
  await addEndpoint(home, describeServer(upstream.expectations.baseUrl), env)
  const { code, stdout, stderr } = await runPatchbay(
    ['embed', '--model', 'GPT-J', ...to, 'good morning from litellm'],
    { home, env },
  )
  expect(code, stderr).toBe(0)
  expect(linesOf(stdout)[0]).toMatchObject({
    vectors: [fakeVector('good morning from litellm')],
  })
  expect(upstream.requests[0]).toMatchObject({ path: '/v1/embeddings', body: { model: 'GPT-J' } })
})

test('LiteLLM: proxy with config.yaml called by the OpenAI client and by curl', async ({
  createHome,
  startUpstream,
}) => {
  const home = await createHome()
  const upstream = await startUpstream({ spec: 'openai-chat-completions', apiKey })
  const file = join(home, 'config.yaml')
  await writeFile(
    file,
    [
      'model_list:',
      '  - model_name: my-model',
      '    litellm_params:',
      '      model: openai/mistral',
      `      api_base: ${upstream.expectations.baseUrl}`,
      `      api_key: ${apiKey}`,
      '',
    ].join('\n'),
  )
  const imported = await runPatchbay(['import', file, '--yes', '--json'], { home, env })
  expect(imported.code, imported.stderr).toBe(0)
  expect(imported.stdout + imported.stderr).not.toContain(apiKey)

  const gateway = await startGateway(home, env)
  const question = 'what llm are you'
  const messages = [{ role: 'user' as const, content: question }]
  const client = new OpenAI({ apiKey: gateway.key, baseURL: gateway.url, maxRetries: 0 })
  const reply = await client.chat.completions.create({ model: 'my-model', messages })
  expect(reply.choices[0]?.message.content).toBe(defaultReplyText('mistral', question))

  const { stdout } = await promisify(execFile)('curl', [
    '--silent',
    '--fail-with-body',
    `${gateway.url}/chat/completions`,
    '--header',
    'Content-Type: application/json',
    '--header',
    `Authorization: Bearer ${gateway.key}`,
    '--data',
    JSON.stringify({ model: 'my-model', messages }),
  ])
  expect(JSON.parse(stdout)).toMatchObject({
    object: 'chat.completion',
    choices: [{ message: { role: 'assistant', content: reply.choices[0]?.message.content } }],
  })
  expect(await gateway.stop()).toBe(0)
  expect(upstream.requests.map((request) => request.model)).toEqual(['mistral', 'mistral'])
})

test('LiteLLM: the /v1 hint on Not Found', async ({ createHome, startUpstream }) => {
  const home = await createHome()
  const upstream = await startUpstream({
    spec: 'openai-chat-completions',
    apiKey,
    notFound: 'fastapi',
    // The wrong address is what it is about.
    mayRefuse: true,
  })
  await addEndpoint(home, { ...describeServer(upstream.url), models: ['mistral'] }, env)
  const asked = await runPatchbay(['chat', '--model', 'mistral', ...to, 'Hello'], { home, env })
  expect(asked.code).toBe(1)
  expect(linesOf(asked.stdout).at(-1)).toMatchObject({ type: 'error', error: { status: 404 } })

  const checked = await runPatchbay(['endpoint', 'check', 'Mistral here', '--json'], { home, env })
  expect(checked.code).toBe(1)
  const { findings } = linesOf(checked.stdout).at(-1) as {
    findings: { message: string; fix?: { label: string; set?: { baseUrl?: string } } }[]
  }
  const hint = findings.find((finding) => finding.fix?.label === 'Add /v1')
  expect(hint?.message).toContain('/v1')

  const update = { baseUrl: `${upstream.url}/v1` }
  const mended = await runPatchbay(['endpoint', 'update', 'Mistral here', '-', '--json'], {
    home,
    env,
    input: update,
  })
  expect(mended.code, mended.stderr).toBe(0)
  const again = await runPatchbay(['chat', '--model', 'mistral', ...to, 'Hello'], { home, env })
  expect(textOf(again.stdout)).toBe(defaultReplyText('mistral', 'Hello'))
})

test('LiteLLM: supports_system_message: False', async ({ createHome, startUpstream }) => {
  const home = await createHome()
  const upstream = await startUpstream({
    spec: 'openai-chat-completions',
    apiKey,
    supportsSystemMessage: false,
  })
  const server = describeServer(upstream.expectations.baseUrl)
  await addEndpoint(home, { ...server, supportsSystemMessage: false, models: ['gemma'] }, env)
  const system = ['--system', 'You are terse.']
  const told = await runPatchbay(['chat', '--model', 'gemma', ...system, ...to, 'Hello'], {
    home,
    env,
  })
  expect(told.code, told.stderr).toBe(0)
  expect(textOf(told.stdout)).toContain('heard:')

  const gateway = await startGateway(home, env)
  const client = new OpenAI({ apiKey: gateway.key, baseURL: gateway.url, maxRetries: 0 })
  await client.chat.completions.create({
    model: 'mistral-here/gemma',
    messages: [
      { role: 'system', content: 'You are terse.' },
      { role: 'user', content: 'Hello' },
    ],
  })
  expect(await gateway.stop()).toBe(0)
  expect(upstream.requests).toHaveLength(2)
  for (const { body } of upstream.requests) {
    const { messages } = body as { messages: { role: string; content: unknown }[] }
    expect(messages.map(({ role }) => role)).toEqual(['user'])
    expect(JSON.stringify(messages)).toContain('You are terse.')
    expect(JSON.stringify(messages)).toContain('Hello')
  }
})
