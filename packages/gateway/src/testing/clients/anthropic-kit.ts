/** @file The official `@anthropic-ai/sdk`. */
import assert from 'node:assert/strict'
import Anthropic from '@anthropic-ai/sdk'
import { fakePng, fakeUsage } from '@patchbay/provider-core/testing'
import {
  answerSchema,
  cities,
  finalText,
  lastBody,
  queueSlowly,
  queueText,
  queueToolTurns,
  weatherOf,
  weatherTool,
  type ClientKit,
  type Scene,
} from './client-kit.ts'

const open = ({ url, key }: Scene): Anthropic =>
  new Anthropic({ baseURL: url, apiKey: key, maxRetries: 0 })
const user = (content: string): Anthropic.MessageParam => ({ role: 'user', content })
const { parameters, ...named } = weatherTool
const tools: Anthropic.Tool[] = [{ ...named, input_schema: { ...parameters, required: ['city'] } }]
const textOf = (message: Anthropic.Message): string =>
  message.content.map((block) => (block.type === 'text' ? block.text : '')).join('')

export const anthropicKit: ClientKit = {
  name: '@anthropic-ai/sdk',
  library: '@anthropic-ai/sdk 1.11.0',
  dialect: 'anthropic-messages',
  cannot: { embeddings: 'Anthropic has none', 'images out': 'Anthropic has none' },
  trials: {
    async text(scene) {
      queueText(scene, 'Hello.')
      const { model } = scene
      const reply = await open(scene).messages.create({
        model,
        max_tokens: 100,
        messages: [user('Hi')],
      })
      assert.equal(textOf(reply), 'Hello.')
      assert.equal(reply.stop_reason, 'end_turn')
      assert.equal(reply.usage.input_tokens, fakeUsage.inputTokens)
      assert.equal(reply.usage.output_tokens, fakeUsage.outputTokens)
    },
    async stream(scene) {
      queueText(scene, 'Hello, 你好.')
      const { model } = scene
      const stream = open(scene).messages.stream({
        model,
        max_tokens: 100,
        messages: [user('Hi')],
      })
      assert.equal(await stream.finalText(), 'Hello, 你好.')
    },
    async tools(scene) {
      for (const stream of [false, true]) {
        queueToolTurns(scene)
        const client = open(scene)
        const messages = [user('How is the weather?')]
        const ask = async (): Promise<Anthropic.Message> => {
          const body = { model: scene.model, max_tokens: 100, messages, tools }
          return stream
            ? await client.messages.stream(body).finalMessage()
            : await client.messages.create(body)
        }
        const first = await ask()
        assert.equal(first.stop_reason, 'tool_use')
        const calls = first.content.filter((block) => block.type === 'tool_use')
        assert.deepEqual(
          calls.map((call) => call.input),
          cities.map((city) => ({ city })),
        )
        assert.equal(new Set(calls.map((call) => call.id)).size, 2)
        messages.push(
          { role: 'assistant', content: first.content },
          {
            role: 'user',
            content: calls.map((call, index) => ({
              type: 'tool_result',
              tool_use_id: call.id,
              content: weatherOf(cities[index] ?? ''),
            })),
          },
        )
        assert.equal(textOf(await ask()), finalText)
        for (const city of cities) assert.ok(lastBody(scene).includes(weatherOf(city)))
      }
    },
    async 'images in'(scene) {
      queueText(scene, 'A dot.')
      const reply = await open(scene).messages.create({
        model: scene.model,
        max_tokens: 100,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is it?' },
              {
                type: 'image',
                source: { type: 'base64', media_type: 'image/png', data: fakePng },
              },
            ],
          },
        ],
      })
      assert.equal(textOf(reply), 'A dot.')
      assert.ok(lastBody(scene).includes(fakePng))
    },
    async 'json schema'(scene) {
      queueText(scene, '{"answer":42}')
      const reply = await open(scene).messages.create({
        model: scene.model,
        max_tokens: 100,
        messages: [user('The answer?')],
        output_config: { format: { type: 'json_schema', schema: { ...answerSchema } } },
      })
      assert.deepEqual(JSON.parse(textOf(reply)), { answer: 42 })
    },
    async reasoning(scene) {
      scene.upstream.queueBehaviours(
        {
          kind: 'reply',
          text: '',
          reasoning: 'Because.',
          toolCalls: [{ name: weatherTool.name, arguments: { city: cities[0] } }],
        },
        { kind: 'reply', text: finalText, reasoning: '' },
      )
      const client = open(scene)
      const messages = [user('How is the weather?')]
      const ask = () =>
        client.messages.create({
          model: scene.model,
          max_tokens: 4000,
          thinking: { type: 'enabled', budget_tokens: 2000 },
          messages,
          tools,
        })
      const first = await ask()
      const thinking = first.content.find((block) => block.type === 'thinking')
      assert.equal(thinking?.thinking, 'Because.')
      const call = first.content.find((block) => block.type === 'tool_use')
      assert.ok(call)
      messages.push(
        { role: 'assistant', content: first.content },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: call.id, content: weatherOf(cities[0]) }],
        },
      )
      assert.equal(textOf(await ask()), finalText)
      if (scene.upstreamDialect === 'anthropic-messages')
        assert.ok(thinking.signature !== '' && lastBody(scene).includes(thinking.signature))
    },
    async 'model list'(scene) {
      const ids: string[] = []
      for await (const model of open(scene).models.list({ limit: 5 })) ids.push(model.id)
      assert.ok(ids.includes(scene.model))
    },
    async errors(scene) {
      scene.upstream.queueBehaviours({ kind: 'http-error', status: 429, retryAfter: '7' })
      const ask = (key: string, model: string) =>
        open({ ...scene, key }).messages.create({ model, max_tokens: 9, messages: [user('Hi')] })
      await assert.rejects(ask(scene.key, scene.model), Anthropic.RateLimitError)
      await assert.rejects(ask('wrong', scene.model), Anthropic.AuthenticationError)
      await assert.rejects(ask(scene.key, 'nothing-of-that-name'), Anthropic.NotFoundError)
    },
    async abort(scene) {
      const expectAborted = queueSlowly(scene)
      const { model } = scene
      const stop = new AbortController()
      const stream = await open(scene).messages.create(
        { model, max_tokens: 100, messages: [user('Hi')], stream: true },
        { signal: stop.signal },
      )
      for await (const event of stream) {
        if (event.type === 'content_block_delta') break
      }
      stop.abort()
      await expectAborted()
    },
  },
}
