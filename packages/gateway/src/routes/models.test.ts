import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { endpointSchema, type ResolvedEndpoint } from '@patchbay/provider-core/model'
import { digestKey, openGateway, testKey } from '../testing/open-gateway.ts'

const limitedKey = 'pbk-limited'

function endpoint(id: string, models: string[]): ResolvedEndpoint {
  const stamp = '2026-01-01'
  const baseUrl = 'http://127.0.0.1:1/v1'
  const spec = 'openai-chat-completions' as const
  const fields = { id, name: id, spec, baseUrl, models, createdAt: stamp, updatedAt: stamp }
  return { endpoint: endpointSchema.parse(fields), secrets: {} }
}

const open = () =>
  openGateway({
    endpoints: [endpoint('Lab', ['a', 'b/c', 'claude-opus-4-1']), endpoint('Open', [])],
    aliases: [
      { name: 'fast', targets: [{ address: { endpointId: 'Lab', modelId: 'a' } }] },
      { name: 'dead', targets: [{ address: { endpointId: 'gone', modelId: 'a' } }] },
    ],
    keys: [digestKey('all', testKey), digestKey('few', limitedKey, ['lab/*', 'open/x*'])],
  })

const names = ['fast', 'lab/a', 'lab/b/c', 'lab/claude-opus-4-1']

test("OpenAI's SDK lists and gets models", async () => {
  await using gateway = await open()
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey })
  const { data } = await client.models.list()
  expect(data.map(({ id }) => id)).toEqual(names)
  expect(data[1]).toEqual({ id: 'lab/a', object: 'model', created: 0, owned_by: 'Lab' })
  expect(await client.models.retrieve('lab/b/c')).toMatchObject({ id: 'lab/b/c' })
  expect(await client.models.retrieve('open/anything')).toMatchObject({ id: 'open/anything' })
  await expect(client.models.retrieve('lab/z')).rejects.toMatchObject({ status: 404 })
  expect(await gateway.ended(0)).toMatchObject({ operation: 'list-models', status: 200 })
})

test.each([
  ['its version', { 'anthropic-version': '2023-06-01', authorization: `Bearer ${testKey}` }],
  ['its key header', { 'x-api-key': testKey }],
])("Anthropic's shape is chosen by %s", async (_name, headers) => {
  await using gateway = await open()
  const list = (await (
    await fetch(`${gateway.url}/v1/models?limit=2`, { headers })
  ).json()) as object
  expect(list).toMatchObject({ has_more: true, first_id: 'fast', last_id: 'lab/a' })
})

test("Anthropic's SDK turns the pages, forward and back", async () => {
  await using gateway = await open()
  const client = new Anthropic({ baseURL: gateway.url, apiKey: testKey })
  const listed: string[] = []
  for await (const model of client.models.list({ limit: 1 })) listed.push(model.id)
  expect(listed).toEqual(names)
  const back = await client.models.list({ before_id: 'lab/b/c', limit: 1 })
  expect(back.data.map(({ id }) => id)).toEqual(['lab/a'])
  expect(back.has_more).toBe(true)
  const model = await client.models.retrieve('lab/claude-opus-4-1')
  expect(model).toMatchObject({ type: 'model', id: 'lab/claude-opus-4-1' })
  const after = client.models.list({ after_id: 'nobody' })
  await expect(after).rejects.toMatchObject({ status: 400 })
})

test("Google's SDK turns the pages", async () => {
  await using gateway = await open()
  const client = new GoogleGenAI({ apiKey: testKey, httpOptions: { baseUrl: gateway.url } })
  const listed: (string | undefined)[] = []
  for await (const model of await client.models.list({ config: { pageSize: 3 } })) {
    listed.push(model.name)
  }
  expect(listed).toEqual(names.map((name) => `models/${name}`))
  const model = await client.models.get({ model: 'lab/b/c' })
  expect(model.name).toBe('models/lab/b/c')
  const wrong = await fetch(`${gateway.url}/v1beta/models?pageToken=x&key=${testKey}`)
  expect(wrong.status).toBe(400)
  expect(await wrong.json()).toMatchObject({ error: { code: 400, status: 'INVALID_ARGUMENT' } })
})

test('a limited key sees only what it may use', async () => {
  await using gateway = await open()
  const client = new OpenAI({ baseURL: gateway.url, apiKey: limitedKey })
  const { data } = await client.models.list()
  expect(data.map(({ id }) => id)).toEqual(names.slice(1))
  expect(await client.models.retrieve('open/xyz')).toMatchObject({ id: 'open/xyz' })
  await expect(client.models.retrieve('fast')).rejects.toMatchObject({ status: 403 })
})

test('models of a provider are listed as soon as it can answer', async () => {
  await using gateway = await openGateway({ settings: { usableProviders: new Set(['anthropic']) } })
  const client = new Anthropic({ baseURL: gateway.url, apiKey: testKey })
  const { data } = await client.models.list()
  expect(data.length).toBeGreaterThan(2)
  expect(data.every(({ id }) => id.startsWith('anthropic/claude-'))).toBe(true)
  expect(data.some((model) => (model.max_input_tokens ?? 0) >= 200_000)).toBe(true)
  expect(data[0]?.display_name).toMatch(/^Claude /)
})

test.each(['/v1beta/models', '/v1/models', '/models'])(
  "%s answers in Google's shape where the key is in the query",
  async (path) => {
    await using gateway = await open()
    const answer = await fetch(`${gateway.url}${path}?key=${testKey}&pageSize=1`)
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { models: [{ name: 'models/fast' }] },
    ])
    const wrong = await fetch(`${gateway.url}${path}?key=wrong`)
    expect([wrong.status, await wrong.json()]).toMatchObject([401, { error: { code: 401 } }])
  },
)

test('an alias whose first target is gone is listed while one of its fallbacks leads somewhere', async () => {
  const targets = [{ address: { endpointId: 'gone', modelId: 'a' } }]
  await using gateway = await openGateway({
    endpoints: [endpoint('Lab', [])],
    aliases: [{ name: 'safe', targets, fallbacks: [{ endpointId: 'Lab', modelId: 'a' }] }],
  })
  const client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: testKey })
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(['safe'])
})
