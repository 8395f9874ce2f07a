/** @file A picture model in a chat, from the message to the strict fake's images call and back. */
import { expect, test } from 'vitest'
import { endpointDraftSchema } from '@patchbay/provider-core/model'
import { describeEndpoint, fakePng, startStrictUpstream } from '@patchbay/provider-core/testing'
import { openTestBackend } from '../testing/open-backend.ts'

test('a model that only draws answers a message with a picture, and the request can be looked at', async () => {
  const upstream = await startStrictUpstream({ spec: 'openai-chat-completions' })
  try {
    await using opened = await openTestBackend()
    const { endpoints, models, chat } = opened.backend
    const { secrets, ...fields } = describeEndpoint(upstream.expectations)
    const given = Object.entries(secrets).map(([name, value]) => [name, { state: 'set', value }])
    const draft = endpointDraftSchema.parse({
      ...fields,
      models: ['gpt-image-2'],
      secrets: Object.fromEntries(given),
    })
    const saved = await endpoints.save({ draft })
    if (!saved.ok) throw new Error(JSON.stringify(saved.issues))
    const target = { endpointId: saved.endpoint.id, modelId: 'gpt-image-2' }
    const row = (await models.list()).find(({ address }) => 'endpointId' in address)
    expect(row).toMatchObject({ modelId: 'gpt-image-2', draws: true })

    const input = { target, assumeModelExists: false, settings: {} }
    const action = { type: 'send', text: 'A cat' } as const
    const types: string[] = []
    for await (const part of chat.send({ ...input, action }, new AbortController().signal)) {
      types.push(part.type === 'event' ? part.event.type : part.type)
    }
    expect(types).toEqual(['begin', 'start', 'media', 'finish', 'end'])
    const [summary] = await chat.list('')
    const reply = (await chat.get(summary?.id ?? '')).turns[1]
    expect(reply).toMatchObject({ status: 'complete', hasWire: true })
    const [part] = reply?.parts ?? []
    const id = part?.type === 'image' && part.media.kind === 'kept' ? part.media.id : ''
    expect(await chat.media(id)).toEqual({ mediaType: 'image/png', data: fakePng })
    expect((await chat.wire(reply?.id ?? '')).url).toContain('/images/generations')
    expect(upstream.refusals).toEqual([])
  } finally {
    await upstream.close()
  }
})
