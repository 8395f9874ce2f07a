/** @file The official `openai` library over Chat Completions. */
import assert from 'node:assert/strict'
import OpenAI from 'openai'
import { fakePng, fakeUsage, fakeVector } from '@patchbay/provider-core/testing'
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

type Messages = OpenAI.Chat.ChatCompletionMessageParam[]

const open = ({ url, key }: Scene): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 })
const user = (content: string): Messages => [{ role: 'user', content }]
const tools = [{ type: 'function' as const, function: { ...weatherTool } }]

export const openaiChatKit: ClientKit = {
  name: 'openai, chat',
  library: 'openai 7.55.0',
  dialect: 'openai-chat',
  cannot: {},
  trials: {
    async text(scene) {
      queueText(scene, 'Hello.')
      const reply = await open(scene).chat.completions.create({
        model: scene.model,
        messages: user('Hi'),
      })
      assert.equal(reply.choices[0]?.message.content, 'Hello.')
      assert.equal(reply.choices[0]?.finish_reason, 'stop')
      assert.equal(reply.usage?.prompt_tokens, fakeUsage.inputTokens)
      assert.equal(reply.usage?.completion_tokens, fakeUsage.outputTokens)
    },
    async stream(scene) {
      queueText(scene, 'Hello, 你好.')
      const stream = open(scene).chat.completions.stream({
        model: scene.model,
        messages: user('Hi'),
        stream_options: { include_usage: true },
      })
      assert.equal(await stream.finalContent(), 'Hello, 你好.')
      assert.equal((await stream.totalUsage()).prompt_tokens, fakeUsage.inputTokens)
    },
    async tools(scene) {
      for (const stream of [false, true]) {
        queueToolTurns(scene)
        const client = open(scene)
        const messages = user('How is the weather?')
        const ask = async (): Promise<OpenAI.Chat.ChatCompletionMessage> => {
          const body = { model: scene.model, messages, tools }
          const reply = stream
            ? await client.chat.completions.stream(body).finalChatCompletion()
            : await client.chat.completions.create(body)
          const choice = reply.choices[0]
          assert.ok(choice)
          assert.equal(choice.finish_reason, choice.message.tool_calls ? 'tool_calls' : 'stop')
          return choice.message
        }
        const first = await ask()
        const calls = (first.tool_calls ?? []).filter((call) => call.type === 'function')
        assert.deepEqual(
          calls.map((call) => JSON.parse(call.function.arguments) as unknown),
          cities.map((city) => ({ city })),
        )
        assert.equal(new Set(calls.map((call) => call.id)).size, 2)
        // The helper adds `parsed` for its caller; the API itself has no such field.
        messages.push({ role: 'assistant', content: first.content, tool_calls: calls })
        for (const [index, call] of calls.entries()) {
          const content = weatherOf(cities[index] ?? '')
          messages.push({ role: 'tool', tool_call_id: call.id, content })
        }
        assert.equal((await ask()).content, finalText)
        for (const city of cities) assert.ok(lastBody(scene).includes(weatherOf(city)))
      }
    },
    async 'images in'(scene) {
      queueText(scene, 'A dot.')
      const url = `data:image/png;base64,${fakePng}`
      const reply = await open(scene).chat.completions.create({
        model: scene.model,
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is it?' },
              { type: 'image_url', image_url: { url } },
            ],
          },
        ],
      })
      assert.equal(reply.choices[0]?.message.content, 'A dot.')
      assert.ok(lastBody(scene).includes(fakePng))
    },
    async 'json schema'(scene) {
      queueText(scene, '{"answer":42}')
      const reply = await open(scene).chat.completions.parse({
        model: scene.model,
        messages: user('The answer?'),
        response_format: {
          type: 'json_schema',
          json_schema: { name: 'answer', schema: { ...answerSchema }, strict: true },
        },
      })
      assert.deepEqual(reply.choices[0]?.message.parsed, { answer: 42 })
    },
    async reasoning(scene) {
      scene.upstream.queueBehaviours(
        { kind: 'reply', text: 'So.', reasoning: 'Because.' },
        { kind: 'reply', text: 'Again.', reasoning: '' },
      )
      const client = open(scene)
      const messages = user('Why?')
      const ask = () => client.chat.completions.create({ model: scene.model, messages })
      const message = (await ask()).choices[0]?.message
      assert.ok(message)
      const { reasoning_content: reasoning } = message as { reasoning_content?: string }
      if (scene.upstreamDialect !== 'openai-chat') assert.equal(reasoning, 'Because.')
      messages.push(message, ...user('And now?'))
      assert.equal((await ask()).choices[0]?.message.content, 'Again.')
    },
    async embeddings(scene) {
      const model = scene.embeddingModel
      assert.ok(model)
      const reply = await open(scene).embeddings.create({ model, input: ['one', 'two'] })
      assert.deepEqual(
        // Servers may answer in any order; the library leaves it.
        reply.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding),
        ['one', 'two'].map((text) => fakeVector(text)),
      )
    },
    async 'images out'(scene) {
      const model = scene.imageModel
      assert.ok(model)
      const reply = await open(scene).images.generate({ model, prompt: 'A dot' })
      assert.equal(reply.data?.[0]?.b64_json, fakePng)
    },
    async 'model list'(scene) {
      const ids: string[] = []
      for await (const model of open(scene).models.list()) ids.push(model.id)
      assert.ok(ids.includes(scene.model))
      assert.equal((await open(scene).models.retrieve(scene.model)).id, scene.model)
    },
    async errors(scene) {
      scene.upstream.queueBehaviours({ kind: 'http-error', status: 429, retryAfter: '7' })
      const ask = (key: string, model: string) =>
        open({ ...scene, key }).chat.completions.create({ model, messages: user('Hi') })
      await assert.rejects(ask(scene.key, scene.model), (error) => {
        assert.ok(error instanceof OpenAI.RateLimitError)
        assert.equal(error.headers?.get('retry-after'), '7')
        return true
      })
      await assert.rejects(ask('wrong', scene.model), OpenAI.AuthenticationError)
      await assert.rejects(ask(scene.key, 'nothing-of-that-name'), OpenAI.NotFoundError)
    },
    async abort(scene) {
      const expectAborted = queueSlowly(scene)
      const stop = new AbortController()
      const body = { model: scene.model, messages: user('Hi'), stream: true as const }
      const stream = await open(scene).chat.completions.create(body, { signal: stop.signal })
      for await (const chunk of stream) {
        if (chunk.choices[0]?.delta.content) break
      }
      stop.abort()
      await expectAborted()
    },
  },
}
