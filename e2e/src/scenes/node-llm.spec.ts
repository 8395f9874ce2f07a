/** @file The set-ups of NodeLLM's guide to custom endpoints, on the command line and with NodeLLM itself at the gateway. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createLLM, type NodeLLMCore } from '@node-llm/core'
import { defaultReplyText, fakePng, fakeVector } from '@patchbay/provider-core/testing'
import { addEndpoint, runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { startGateway } from '../running-gateway.ts'
import { linesOf, textOf } from './reply-lines.ts'

const env = { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'passphrase of a test' }
const assumed = { assumeModelExists: true }

/** NodeLLM sends the usage of earlier replies back inside messages. */
const extraBody = ['messages.usage']

test('NodeLLM: generic OpenAI-compatible endpoint', async ({ createHome, startUpstream }) => {
  const home = await createHome()
  const upstream = await startUpstream({
    spec: 'openai-chat-completions',
    apiKey: 'sk-generic',
    extraBody,
  })
  await addEndpoint(
    home,
    {
      name: 'Generic',
      spec: 'openai-chat-completions',
      baseUrl: upstream.expectations.baseUrl,
      secrets: { apiKey: 'sk-generic' },
    },
    env,
  )
  const to = ['--endpoint', 'Generic', '--assume-model-exists', '--json']
  const chat = await runPatchbay(['chat', '--model', 'company-model', ...to, 'Hello'], {
    home,
    env,
  })
  expect(chat.code, chat.stderr).toBe(0)
  expect(textOf(chat.stdout)).toBe(defaultReplyText('company-model', 'Hello'))

  const gateway = await startGateway(home, env)
  const llm = openNodeLlm(gateway)
  const model = 'generic/company-model'
  const asked = llm.chat(model, assumed)
  expect((await asked.ask('Hello')).content).toBe(defaultReplyText('company-model', 'Hello'))
  let streamed = ''
  for await (const chunk of asked.stream('And again')) streamed += chunk.content
  expect(streamed).toBe(defaultReplyText('company-model', 'And again'))
  expect(await gateway.stop()).toBe(0)
  expect(new Set(upstream.requests.map((request) => request.model))).toEqual(
    new Set(['company-model']),
  )
})

test('NodeLLM: Azure with the deployment in the path, api-version in the query and api-key per request', async ({
  createHome,
  startUpstream,
}) => {
  const home = await createHome()
  const apiKey = 'azure-key-of-one-request'
  const apiVersion = '2024-08-01-preview'
  const upstream = await startUpstream({
    spec: 'azure',
    forms: ['dated'],
    apiKey,
    apiVersion,
    extraBody,
  })
  const baseUrl = `${upstream.url}/openai/deployments/my-deployment?api-version=${apiVersion}`
  // As in NodeLLM: an OpenAI base URL with path and query, and no key of its own.
  const azure = { spec: 'openai-chat-completions', baseUrl }
  await addEndpoint(
    home,
    { ...azure, name: 'Azure per request', auth: { scheme: 'none' }, secrets: {} },
    env,
  )
  const to = ['--endpoint', 'Azure per request', '--header', `api-key=${apiKey}`, '--json']
  const run = (...args: string[]) =>
    runPatchbay([...args, ...to, '--assume-model-exists'], { home, env })

  const chat = await run('chat', '--model', 'my-deployment', 'Hello')
  expect(chat.code, chat.stderr).toBe(0)
  expect(textOf(chat.stdout)).toBe(defaultReplyText('my-deployment', 'Hello'))
  expect(linesOf(chat.stdout)[0]).toMatchObject({ type: 'start', verified: false })

  const embedded = await run('embed', '--model', 'my-embeddings', 'Hello')
  expect(embedded.code, embedded.stderr).toBe(0)
  expect(linesOf(embedded.stdout)[0]).toMatchObject({ vectors: [fakeVector('Hello')] })

  const out = join(home, 'dot.png')
  const drawn = await run('image', '--model', 'my-images', '--out', out, 'A dot')
  expect(drawn.code, drawn.stderr).toBe(0)
  expect(await readFile(out)).toEqual(Buffer.from(fakePng, 'base64'))

  expect(upstream.requests.map(({ target }) => target)).toEqual(
    ['chat/completions', 'embeddings', 'images/generations'].map(
      (operation) => `/openai/deployments/my-deployment/${operation}?api-version=${apiVersion}`,
    ),
  )
  for (const { headers } of upstream.requests) {
    expect(headers['api-key']).toBe(apiKey)
    expect(headers['authorization']).toBeUndefined()
  }

  // Without the assumption the id is refused before anything is sent.
  const refused = await runPatchbay(['chat', '--model', 'gpt-5.I', ...to, 'Hello'], {
    home,
    env,
  })
  expect(refused.code).toBe(1)
  expect(refused.stderr).toContain('--assume-model-exists')
  expect(upstream.requests).toHaveLength(3)
})

test('NodeLLM: Azure through the gateway, for chat, embeddings and images', async ({
  createHome,
  startUpstream,
}) => {
  const home = await createHome()
  const apiVersion = '2024-08-01-preview'
  const upstream = await startUpstream({
    spec: 'azure',
    forms: ['dated'],
    apiKey: 'azure-key-in-the-vault',
    apiVersion,
    extraBody,
  })
  await addEndpoint(
    home,
    {
      name: 'Azure',
      spec: 'openai-chat-completions',
      baseUrl: `${upstream.url}/openai/deployments/my-deployment?api-version=${apiVersion}`,
      auth: { scheme: 'api-key' },
      secrets: { apiKey: 'azure-key-in-the-vault' },
    },
    env,
  )
  const gateway = await startGateway(home, env)
  const llm = openNodeLlm(gateway)

  // What NodeLLM sends to Azure with each request is here the key of the gateway, and goes no further.
  const chat = llm
    .chat('azure/my-deployment', assumed)
    .withRequestOptions({ headers: { 'api-key': gateway.key } })
  expect((await chat.ask('Hello')).content).toBe(defaultReplyText('my-deployment', 'Hello'))
  const { vectors } = await llm.embed('Hello', { ...assumed, model: 'azure/my-embeddings' })
  expect(vectors).toEqual([fakeVector('Hello')])
  const image = await llm.paint('A dot', { ...assumed, model: 'azure/my-images' })
  expect(image.data).toBe(fakePng)

  expect(await gateway.stop()).toBe(0)
  expect(upstream.requests).toHaveLength(3)
  for (const { headers, query } of upstream.requests) {
    expect(headers['api-key']).toBe('azure-key-in-the-vault')
    expect(query).toBe(`api-version=${apiVersion}`)
    expect(JSON.stringify(headers)).not.toContain(gateway.key)
  }
})

function openNodeLlm({ url, key }: { url: string; key: string }): NodeLLMCore {
  return createLLM({
    provider: 'openai',
    openaiApiKey: key,
    openaiApiBase: `${url}/v1`,
    maxRetries: 0,
  })
}
