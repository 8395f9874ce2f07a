import { fakePng, fakeVector, startStrictUpstream } from '@patchbay/provider-core/testing'
import type { ChatEvent, EndpointDraftInput, Route } from '@patchbay/provider-core/model'
import { expect, test } from 'vitest'
import { draftOf, openTestBackend, type TestBackend } from './testing/open-backend.ts'

const { signal } = new AbortController()

/** A custom endpoint that serves `models`, and the route of the first one. */
async function addEndpoint(
  { backend }: TestBackend,
  draft: Partial<EndpointDraftInput>,
  modelId: string,
  assumeModelExists = false,
): Promise<Route> {
  const result = await backend.endpoints.save({ draft: draftOf(draft) })
  if (!result.ok) throw new Error('The endpoint was not saved.')
  const address = { endpointId: result.endpoint.id, modelId }
  const routed = await backend.models.route(address, assumeModelExists)
  if (!routed.ok) throw new Error(routed.refusal.message)
  return routed.route
}

async function startOpenai() {
  const upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  const { baseUrl, secrets } = upstream.expectations
  const draft = (models: string[]): Partial<EndpointDraftInput> => ({
    spec: 'openai-chat-completions',
    baseUrl,
    models,
    secrets: { apiKey: { state: 'set', value: secrets['apiKey'] ?? '' } },
  })
  return { upstream, draft }
}

test('embeddings and images of a custom endpoint, verified or not', async () => {
  const { upstream, draft } = await startOpenai()
  await using _ = upstream
  await using opened = await openTestBackend()
  const { engine, models } = opened.backend
  const route = await addEndpoint(opened, draft(['my-vectors']), 'my-vectors')
  const resolved = await models.resolve(route)
  const result = await engine.embed({ route, resolved, request: { texts: ['a'] } }, { signal })
  expect(result.vectors).toEqual([fakeVector('a')])

  const other = { ...draft([]), name: 'Other' }
  const unverified = await addEndpoint(opened, other, 'nobody-knows-it', true)
  expect(unverified.verified).toBe(false)
  const call = {
    route: unverified,
    resolved: await models.resolve(unverified),
    request: { prompt: 'a cat' },
  }
  const { images } = await engine.generateImage(call, { signal })
  const [image] = images
  if (image === undefined) throw new Error('There is no image.')
  const { bytes, mediaType } = await engine.fetchImage(image, { signal })
  expect(mediaType).toBe('image/png')
  expect(Buffer.from(bytes).toString('base64')).toBe(fakePng)
})

test('what a known model cannot do is not sent', async () => {
  const { upstream, draft } = await startOpenai()
  await using _ = upstream
  await using opened = await openTestBackend()
  const { engine, models } = opened.backend
  const route = await addEndpoint(
    opened,
    draft(['text-embedding-3-small']),
    'text-embedding-3-small',
  )
  const resolved = await models.resolve(route)
  const events: ChatEvent[] = []
  const request = {
    messages: [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Hi' }] }],
  }
  for await (const event of engine.chat({ route, resolved, request }, { signal }))
    events.push(event)
  expect(events).toMatchObject([
    {
      type: 'error',
      error: { code: 'invalid-request', message: expect.stringContaining('does not chat') },
    },
  ])
  const drawing = engine.generateImage({ route, resolved, request: { prompt: 'x' } }, { signal })
  await expect(drawing).rejects.toMatchObject({
    message: expect.stringMatching(/makes no images.*gpt-image/),
  })
  expect(upstream.requests).toEqual([])
})
