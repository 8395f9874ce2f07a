import OpenAI from 'openai'
import { expect, test } from 'vitest'
import {
  fakePng,
  startStrictUpstream,
  type StrictUpstreamOptions,
} from '@patchbay/provider-core/testing'
import { endpointOf, openGateway, testKey, type TestGateway } from '../testing/open-gateway.ts'

async function open(options: StrictUpstreamOptions, model: string) {
  const upstream = await startStrictUpstream(options)
  const endpoint = endpointOf(upstream, { id: 'e', name: 'Draw', modelMapping: { ours: model } })
  const gateway = await openGateway({ endpoints: [endpoint] })
  return {
    upstream,
    gateway,
    async [Symbol.asyncDispose]() {
      await gateway[Symbol.asyncDispose]()
      await upstream.close()
    },
  }
}

const images = ({ url }: TestGateway): OpenAI.Images =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: testKey, maxRetries: 0 }).images

const asked = { model: 'draw/ours', prompt: 'A patch bay' }
const dataUrl = `data:image/png;base64,${fakePng}`

test.each<[string, StrictUpstreamOptions, string]>([
  ['OpenAI', { spec: 'openai-chat-completions' }, 'gpt-image-1'],
  ['Azure', { spec: 'azure', forms: ['dated'] }, 'gpt-image-1'],
  ['Imagen', { spec: 'google' }, 'imagen-4.0-generate-001'],
  ['Vertex', { spec: 'google-vertex' }, 'imagen-4.0-generate-001'],
])('pictures of %s in both forms', async (_name, options, model) => {
  await using opened = await open(options, model)
  const client = images(opened.gateway)
  const base64 = await client.generate({ ...asked, n: 2, response_format: 'b64_json' })
  expect(base64.data?.map((image) => image.b64_json)).toEqual([fakePng, fakePng])
  const url = await client.generate({ ...asked, response_format: 'url' })
  expect(url.data?.map((image) => image.url)).toEqual([dataUrl])
  const usual = await client.generate(asked)
  expect(usual.data?.[0]?.b64_json).toBe(fakePng)
  expect(opened.upstream.refusals).toEqual([])
  expect(await opened.gateway.ended(0)).toMatchObject({ operation: 'image', state: 'done' })
})

test('a model that answers with URLs is left alone where URLs were asked for', async () => {
  await using opened = await open({ spec: 'openai-chat-completions' }, 'dall-e-3')
  const { data } = await images(opened.gateway).generate({ ...asked, response_format: 'url' })
  expect(data?.[0]?.url).toBe('https://images.invalid/1.png')
  expect(opened.upstream.requests[0]?.body).toMatchObject({ response_format: 'url' })
})

test('no prompt is refused before anything is sent', async () => {
  await using opened = await open({ spec: 'openai-chat-completions' }, 'gpt-image-1')
  const ask = images(opened.gateway).generate({ ...asked, prompt: '' })
  await expect(ask).rejects.toMatchObject({ status: 400, message: expect.stringMatching(/prompt/) })
  expect(opened.upstream.requests).toHaveLength(0)
})

test.each<StrictUpstreamOptions>([{ spec: 'anthropic' }, { spec: 'amazon-bedrock' }])(
  '$spec draws nothing and says so',
  async (options) => {
    await using opened = await open(options, 'x')
    const ask = images(opened.gateway).generate(asked)
    await expect(ask).rejects.toMatchObject({
      status: 501,
      message: expect.stringMatching(/cannot make images/),
    })
  },
)
