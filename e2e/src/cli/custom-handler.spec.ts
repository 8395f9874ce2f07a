/** @file Custom handlers as scripts and tools use them: the commands, and the gateway with the official clients. */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Anthropic from '@anthropic-ai/sdk'
import { ApiError, GoogleGenAI, type Content } from '@google/genai'
import OpenAI from 'openai'
import { runPatchbay } from '../command.ts'
import { expect, test } from '../fixtures.ts'
import { startGateway, type RunningGateway } from '../running-gateway.ts'
import {
  addHandler,
  allowHandler,
  samplePicture,
  sampleUsage,
  writeHandler,
} from '../sample-handler.ts'

const env = { PATCHBAY_VAULT: 'file', PATCHBAY_PASSPHRASE: 'passphrase of a test' }
const name = 'my-custom-llm'
const model = `${name}/my-model`
const weather = {
  name: 'get_weather',
  description: 'Tells the weather of a city.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
}

/** A home with the sample handler as a custom provider, allowed, and its gateway. */
async function serveHandler(createHome: () => Promise<string>): Promise<RunningGateway> {
  const [home, folder] = [await createHome(), await createHome()]
  const file = await writeHandler(folder)
  await addHandler({ name, file }, { home, env })
  await allowHandler(name, { home, env })
  return startGateway(home, env)
}

const openaiOf = ({ url, key }: RunningGateway): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 })

test('LiteLLM: the custom handler as my-custom-llm/my-model answers "Hi!" to curl and to the OpenAI client', async ({
  createHome,
}) => {
  const gateway = await serveHandler(createHome)
  const messages = [{ role: 'user' as const, content: 'Say "this is a test" in JSON!' }]
  const documented = {
    id: expect.any(String),
    object: 'chat.completion',
    created: expect.any(Number),
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi!' } }],
    usage: sampleUsage,
  }
  const { stdout } = await promisify(execFile)('curl', [
    '--silent',
    '--fail-with-body',
    `${gateway.url}/chat/completions`,
    '--header',
    'Content-Type: application/json',
    '--header',
    `Authorization: Bearer ${gateway.key}`,
    '--data',
    JSON.stringify({ model, messages }),
  ])
  expect(JSON.parse(stdout)).toMatchObject(documented)
  const reply = await openaiOf(gateway).chat.completions.create({ model, messages })
  expect(reply).toMatchObject(documented)
  expect(await gateway.stop()).toBe(0)
})

test('openai, chat: text, stream, tools, completions, embeddings, images, errors of a handler', async ({
  createHome,
}) => {
  const gateway = await serveHandler(createHome)
  const openai = openaiOf(gateway)
  const user = (content: string) => [{ role: 'user' as const, content }]

  const stream = openai.chat.completions.stream({
    model,
    messages: user('Hello'),
    stream_options: { include_usage: true },
  })
  expect(await stream.finalContent()).toBe('Hi!')
  expect(await stream.totalUsage()).toMatchObject(sampleUsage)

  const tools = [{ type: 'function' as const, function: weather }]
  for (const streamed of [false, true]) {
    const body = { model, messages: user('Weather?'), tools }
    const first = streamed
      ? await openai.chat.completions.stream(body).finalChatCompletion()
      : await openai.chat.completions.create(body)
    const [choice] = first.choices
    expect(choice?.finish_reason).toBe('tool_calls')
    const [call] = choice?.message.tool_calls ?? []
    if (call?.type !== 'function') throw new Error('The tool was not called.')
    expect(call.function).toMatchObject({ name: weather.name, arguments: '{"city":"Oslo"}' })
    const answered = await openai.chat.completions.create({
      ...body,
      messages: [
        ...body.messages,
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: call.id, content: 'It rains.' },
      ],
    })
    expect(answered.choices[0]?.message.content).toBe('The tool said: It rains.')
  }

  const completed = await openai.completions.create({ model, prompt: 'Once' })
  expect(completed.choices[0]?.text).toBe('Hi!')
  const embedded = await openai.embeddings.create({ model, input: ['one', 'three'] })
  expect(embedded.data.map(({ embedding }) => embedding)).toEqual([
    [3, 0.5],
    [5, 0.5],
  ])
  const drawn = await openai.images.generate({ model, prompt: 'A dot' })
  expect(drawn.data?.[0]?.b64_json).toBe(samplePicture)

  // LiteLLM's table.
  const statuses = { 400: 400, 401: 401, 403: 403, 404: 404, 408: 408, 418: 400, 429: 429 }
  const failures = { 500: 500, 502: 502, 503: 503, 504: 504 }
  for (const [thrown, status] of Object.entries({ ...statuses, ...failures })) {
    const failed = await openai.chat.completions
      .create({ model, messages: user(`fail ${thrown}`) })
      .catch((error: unknown) => error)
    expect(failed, thrown).toMatchObject({ status, message: expect.stringContaining('As asked.') })
  }
  expect(await gateway.stop()).toBe(0)
})

test('openai, responses: text, stream, tools and errors of a handler', async ({ createHome }) => {
  const gateway = await serveHandler(createHome)
  const { responses } = openaiOf(gateway)
  const reply = await responses.create({ model, input: 'Hello' })
  expect(reply.output_text).toBe('Hi!')
  expect(reply.usage).toMatchObject({ input_tokens: 10, output_tokens: 20 })
  const streamed = await responses.stream({ model, input: 'Hello' }).finalResponse()
  expect(streamed.output_text).toBe('Hi!')

  const tools = [{ type: 'function' as const, ...weather, strict: false }]
  const first = await responses.create({ model, input: 'Weather?', tools })
  const [call] = first.output.filter((item) => item.type === 'function_call')
  expect(call).toMatchObject({ name: weather.name, arguments: '{"city":"Oslo"}' })
  const answered = await responses.create({
    model,
    tools,
    input: [
      { role: 'user', content: 'Weather?' },
      ...(call ? [call] : []),
      { type: 'function_call_output', call_id: call?.call_id ?? '', output: 'It rains.' },
    ],
  })
  expect(answered.output_text).toBe('The tool said: It rains.')
  await expect(responses.create({ model, input: 'fail 429' })).rejects.toThrow(
    OpenAI.RateLimitError,
  )
  expect(await gateway.stop()).toBe(0)
})

test('@anthropic-ai/sdk: text, stream, tools and errors of a handler', async ({ createHome }) => {
  const gateway = await serveHandler(createHome)
  const { messages } = new Anthropic({
    baseURL: gateway.url,
    apiKey: gateway.key,
    maxRetries: 0,
  })
  const user = (content: string) => ({ role: 'user' as const, content })
  const asked = { model, max_tokens: 100 }
  const reply = await messages.create({ ...asked, messages: [user('Hello')] })
  expect(reply).toMatchObject({
    content: [{ type: 'text', text: 'Hi!' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 10, output_tokens: 20 },
  })
  const stream = messages.stream({ ...asked, messages: [user('Hello')] })
  expect(await stream.finalText()).toBe('Hi!')

  const { parameters, ...named } = weather
  const tools = [{ ...named, input_schema: { ...parameters, type: 'object' as const } }]
  const first = await messages.create({ ...asked, tools, messages: [user('Weather?')] })
  expect(first.stop_reason).toBe('tool_use')
  const call = first.content.find((block) => block.type === 'tool_use')
  expect(call).toMatchObject({ name: weather.name, input: { city: 'Oslo' } })
  const answered = await messages.create({
    ...asked,
    tools,
    messages: [
      user('Weather?'),
      { role: 'assistant', content: first.content },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: call?.id ?? '', content: 'It rains.' }],
      },
    ],
  })
  expect(answered.content).toMatchObject([{ text: 'The tool said: It rains.' }])
  const failing = (status: number) =>
    messages.create({ ...asked, messages: [user(`fail ${status}`)] })
  await expect(failing(429)).rejects.toThrow(Anthropic.RateLimitError)
  await expect(failing(401)).rejects.toThrow(Anthropic.AuthenticationError)
  await expect(failing(500)).rejects.toThrow(Anthropic.InternalServerError)
  expect(await gateway.stop()).toBe(0)
})

test('@google/genai: text, stream, tools, embeddings and errors of a handler', async ({
  createHome,
}) => {
  const gateway = await serveHandler(createHome)
  const { models } = new GoogleGenAI({
    apiKey: gateway.key,
    httpOptions: { baseUrl: gateway.url },
  })
  const reply = await models.generateContent({ model, contents: 'Hello' })
  expect(reply.text).toBe('Hi!')
  expect(reply.usageMetadata).toMatchObject({ promptTokenCount: 10, candidatesTokenCount: 20 })
  let text = ''
  for await (const chunk of await models.generateContentStream({ model, contents: 'Hello' }))
    text += chunk.text ?? ''
  expect(text).toBe('Hi!')

  const { parameters, ...named } = weather
  const tools = [{ functionDeclarations: [{ ...named, parametersJsonSchema: parameters }] }]
  const contents: Content[] = [{ role: 'user', parts: [{ text: 'Weather?' }] }]
  const first = await models.generateContent({ model, contents, config: { tools } })
  expect(first.functionCalls).toMatchObject([{ name: weather.name, args: { city: 'Oslo' } }])
  const said = first.candidates?.[0]?.content
  const functionResponse = { name: weather.name, response: { output: 'It rains.' } }
  contents.push(...(said ? [said] : []), { role: 'user', parts: [{ functionResponse }] })
  const answered = await models.generateContent({ model, contents, config: { tools } })
  expect(answered.text).toContain('It rains.')

  const embedded = await models.embedContent({ model, contents: ['one', 'three'] })
  expect(embedded.embeddings?.map(({ values }) => values)).toEqual([
    [3, 0.5],
    [5, 0.5],
  ])
  const failed = await models
    .generateContent({ model, contents: 'fail 429' })
    .catch((error: unknown) => error)
  expect(failed).toBeInstanceOf(ApiError)
  expect(failed).toMatchObject({ status: 429 })
  expect(await gateway.stop()).toBe(0)
})

test('handler new, confirm, list: written once, allowed by a yes, asked again after a change', async ({
  createHome,
}) => {
  const [home, parent] = [await createHome(), await createHome()]
  const folder = join(parent, 'my-llm')
  const run = (...args: string[]) => runPatchbay([...args, '--json'], { home, env })
  const made = await run('handler', 'new', folder)
  expect(made.code, made.stderr).toBe(0)
  const { file, files } = JSON.parse(made.stdout) as { file: string; files: string[] }
  expect(files).toContain(file)
  const again = await run('handler', 'new', folder)
  expect(again.code).toBe(1)
  expect(again.stderr).toMatch(/handler\.ts.*are there already/)

  await addHandler({ name, file }, { home, env })
  const ask = () => run('chat', '--endpoint', name, '--model', 'my-model', 'Hello')
  const refused = await ask()
  expect(refused.code).toBe(1)
  expect(refused.stdout).toContain('handler-unconfirmed')
  const check = await run('endpoint', 'check', name)
  expect(check.code).toBe(1)
  expect(JSON.parse(check.stdout)).toMatchObject({
    findings: [{ code: 'handler-unconfirmed' }],
  })

  const shown = JSON.parse((await run('handler', 'confirm', name)).stdout) as { hash: string }
  expect(shown).toMatchObject({ file, confirmed: false, hash: expect.any(String) })
  const other = await run('handler', 'confirm', name, '--hash', 'of-something-else', '--yes')
  expect(other.code).toBe(1)
  expect((await ask()).code).toBe(1)
  await run('handler', 'confirm', name, '--hash', shown.hash, '--yes')
  expect(JSON.parse((await run('handler', 'list')).stdout)).toMatchObject([
    { name, file, confirmed: true, hash: shown.hash },
  ])
  const answered = await ask()
  expect(answered.code, answered.stderr).toBe(0)
  expect(answered.stdout).toContain('"type":"finish"')

  await writeFile(file, `${await readFile(file, 'utf8')}\n// changed\n`)
  expect((await ask()).stdout).toContain('handler-unconfirmed')
  expect(JSON.parse((await run('handler', 'list')).stdout)).toMatchObject([
    { confirmed: false, state: 'changed' },
  ])
  await allowHandler(file, { home, env })
  expect((await ask()).code).toBe(0)
})

test('commands reach every method, with the key and the named secrets of their endpoint; no bundle brings a yes', async ({
  createHome,
}) => {
  const [home, folder, elsewhere] = [await createHome(), await createHome(), await createHome()]
  const file = await writeHandler(folder)
  const secrets = { apiKey: 'sk-handler-0001', 'handler:tenant': 'tenant-secret-01' }
  await addHandler({ name, file, secrets }, { home, env })
  await allowHandler(name, { home, env })
  const run = (...args: string[]) => runPatchbay([...args, '--json'], { home, env })
  const at = ['--endpoint', name, '--model', 'my-model']
  const told = await runPatchbay(['chat', ...at, 'tenant?'], { home, env })
  expect(told.stdout).toContain('tenant 16, key 15')
  const completed = await runPatchbay(['complete', ...at, 'Once'], { home, env })
  expect(completed.stdout).toContain('Hi!')
  expect((await run('embed', ...at, 'three')).stdout).toContain('[5,0.5]')
  const picture = join(folder, 'dot.png')
  expect((await run('image', ...at, '--out', picture, 'A dot')).code).toBe(0)
  expect((await readFile(picture)).toString('base64')).toBe(samplePicture)
  const check = await run('endpoint', 'check', name)
  expect(JSON.parse(check.stdout), check.stdout).toMatchObject({ ok: true })

  const bundle = (await run('export')).stdout
  for (const secret of Object.values(secrets)) expect(bundle).not.toContain(secret)
  const taken = await runPatchbay(['import', '-', '--yes', '--json'], {
    home: elsewhere,
    env,
    input: bundle,
  })
  expect(taken.code, taken.stderr).toBe(0)
  const listed = await runPatchbay(['handler', 'list', '--json'], { home: elsewhere, env })
  expect(JSON.parse(listed.stdout)).toMatchObject([{ name, confirmed: false }])
})
