import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  gatewayAliasSchema,
  type CheckEvent,
  type EndpointDraftInput,
  type EndpointSummary,
} from '@patchbay/provider-core/model'
import type { ChatStreamPart } from '#contract/shapes'
import { checkEndpointDraft } from '../endpoints/endpoint-check.ts'
import { draftOf, openTestBackend, type TestBackend } from '../testing/open-backend.ts'
import { createHandlers } from './create-handlers.ts'

const source = `
import { CustomHandlerError } from 'patchbay/handler'
export async function completion({ messages, secrets, log }) {
  const said = messages.at(-1).content
  log('asked', said, secrets.tenant)
  const failing = /^fail (\\d+)/.exec(said)
  if (failing) throw new CustomHandlerError(Number(failing[1]), 'As asked, ' + secrets.tenant)
  return { text: 'Hi!', usage: { prompt_tokens: 10, completion_tokens: 20 } }
}
`

let opened: TestBackend
let folder = ''
let file = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-handler-'))
  file = join(folder, 'handler.mjs')
  await writeFile(file, source)
  opened = await openTestBackend(undefined, {
    createHandlerRuntime: createHandlers({ home: join(tmpdir(), 'patchbay-handler-home') }),
  })
})
afterEach(async () => {
  await opened[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function save(fields: Partial<EndpointDraftInput> = {}): Promise<EndpointSummary> {
  const result = await opened.backend.endpoints.save({
    draft: draftOf({
      name: 'my-custom-llm',
      spec: 'custom-handler',
      baseUrl: undefined,
      handler: { file },
      models: ['my-model'],
      secrets: { 'handler:tenant': { state: 'set', value: 'tenant-secret-01' } },
      ...fields,
    }),
  })
  if (!result.ok) throw new Error(JSON.stringify(result.issues))
  return result.endpoint
}

/** A yes to the file as it is now. */
async function allow(): Promise<void> {
  const { handlers } = opened.backend
  const found = await handlers.inspect(file)
  if (!found.ok) throw new Error(found.message)
  await handlers.confirm(file, found.hash)
}

async function startGateway() {
  const { gateway } = opened.backend
  const { url = '' } = await gateway.start({ port: 0 })
  const key = (await gateway.keys.reveal((await gateway.keys.list())[0]?.id ?? '')).value
  return (content: string, model = 'my-custom-llm/my-model') =>
    fetch(`${url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content }] }),
    })
}

async function check(id: string) {
  let report: (CheckEvent & { type: 'report' })['report'] | undefined
  const events = checkEndpointDraft({ id }, opened.backend.check, new AbortController().signal)
  for await (const event of events) if (event.type === 'report') ({ report } = event)
  if (report === undefined) throw new Error('no report')
  return report
}

test('a check says that the code may not run, and passes once it may', async () => {
  const { id } = await save()
  const refused = await check(id)
  expect(refused).toMatchObject({ ok: false, findings: [{ code: 'handler-unconfirmed' }] })
  await allow()
  const report = await check(id)
  expect(report.findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(report).toMatchObject({ ok: true, summary: 'Answers' })
  expect(report.stages.find((stage) => stage.id === 'address')?.detail).toContain('completion')
})

test('the gateway answers as my-custom-llm/my-model, and says what to do before the code is allowed', async () => {
  await save()
  const ask = await startGateway()
  const refused = await ask('Hello')
  expect(refused.status).toBe(400)
  expect(await refused.text()).toMatch(/allow/i)
  await allow()
  const answer = await ask('Hello')
  expect(answer.status).toBe(200)
  expect(answer.headers.get('x-patchbay-endpoint')).toBe('my-custom-llm')
  expect(await answer.json()).toMatchObject({
    object: 'chat.completion',
    choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'Hi!' } }],
    usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
  })
})

test('a reply in the chat ends, is kept, and shows what the code was called with', async () => {
  const { id } = await save()
  await allow()
  const { chat } = opened.backend
  const send = async (text: string) => {
    const parts: ChatStreamPart[] = []
    const target = { endpointId: id, modelId: 'my-model' }
    const message = { type: 'send', text } as const
    for await (const part of chat.send(
      { target, assumeModelExists: false, settings: {}, action: message },
      new AbortController().signal,
    ))
      parts.push(part)
    const last = parts.at(-1)
    if (last?.type !== 'end') throw new Error(`The reply has no end: ${JSON.stringify(last)}`)
    return last.reply
  }
  for (const text of ['Hello', 'fail 500']) {
    const reply = await send(text)
    expect(reply).toMatchObject({ hasWire: true, status: text === 'Hello' ? 'complete' : 'failed' })
    const wire = await chat.wire(reply.id)
    expect(wire.requestBody).toContain(text)
    expect(JSON.stringify(wire)).not.toContain('tenant-secret-01')
    await expect(chat.curl(reply.id)).rejects.toMatchObject({ code: 'not-found' })
  }
})

test.each([
  [400, 400],
  [401, 401],
  [403, 403],
  [404, 404],
  [408, 408],
  [418, 400],
  [429, 429],
  [500, 500],
  [502, 502],
  [503, 503],
  [504, 504],
])('a thrown %i comes out of the gateway as %i, without the secret', async (thrown, status) => {
  await save()
  await allow()
  const ask = await startGateway()
  const answer = await ask(`fail ${thrown}`)
  const text = await answer.text()
  expect([answer.status, text]).toEqual([status, expect.stringContaining('As asked')])
  expect(text).not.toContain('tenant-secret-01')
})

test('an alias goes on to its fallback when the handler fails', async () => {
  const first = await save()
  const fine = join(folder, 'fine.mjs')
  await writeFile(fine, "export const completion = () => 'From the fallback'")
  const second = await save({ name: 'Fine', handler: { file: fine }, secrets: {} })
  await allow()
  const found = await opened.backend.handlers.inspect(fine)
  await opened.backend.handlers.confirm(fine, found.ok ? found.hash : '')
  const at = (endpointId: string) => ({ endpointId, modelId: 'm' })
  await opened.backend.gateway.aliases.save({
    alias: gatewayAliasSchema.parse({
      name: 'both',
      targets: [{ address: at(first.id) }],
      fallbacks: [at(second.id)],
    }),
  })
  const ask = await startGateway()
  expect(await (await ask('fail 503', 'both')).text()).toContain('From the fallback')
  expect((await ask('fail 401', 'both')).status).toBe(401)
})

test('a changed file is not run until it is allowed; then the next request runs the new code', async () => {
  await save()
  await allow()
  const ask = await startGateway()
  expect(await (await ask('Hello')).text()).toContain('Hi!')
  await writeFile(file, (await readFile(file, 'utf8')).replace('Hi!', 'Good day'))
  const refused = await ask('Hello')
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringMatching(/changed|allow/i),
  ])
  await allow()
  expect(await (await ask('Hello')).text()).toContain('Good day')
})

test('a file that is reached by a link is allowed and run as the file that it is', async () => {
  const link = join(folder, 'link')
  await symlink(folder, link)
  const linked = join(link, 'handler.mjs')
  await save({ handler: { file: linked } })
  const found = await opened.backend.handlers.inspect(linked)
  await opened.backend.handlers.confirm(linked, found.ok ? found.hash : '')
  const ask = await startGateway()
  expect((await ask('Hello')).status).toBe(200)
})

test('a yes that is taken back stops what runs already', async () => {
  await save()
  await allow()
  const ask = await startGateway()
  expect((await ask('Hello')).status).toBe(200)
  await opened.backend.handlers.revoke(file)
  expect((await ask('Hello')).status).toBe(400)
})

test('the process ends with the app', async () => {
  await writeFile(file, 'export const completion = () => String(process.pid)')
  await save()
  await allow()
  const ask = await startGateway()
  const answer = (await (await ask('Hello')).json()) as {
    choices: { message: { content: string } }[]
  }
  const processId = Number(answer.choices[0]?.message.content)
  expect(() => process.kill(processId, 0)).not.toThrow()
  await opened.backend.handlers.close()
  await expect.poll(() => isRunning(processId)).toBe(false)
})

function isRunning(processId: number): boolean {
  try {
    return process.kill(processId, 0)
  } catch {
    return false
  }
}

test('the log has what the code printed, its secrets masked', async () => {
  const { id } = await save()
  await allow()
  const ask = await startGateway()
  await ask('Hello')
  const text = opened.backend.handlers
    .log(id)
    .map((line) => line.text)
    .join('\n')
  expect(text).toContain('asked Hello')
  expect(text).not.toContain('tenant-secret-01')
})
