/** @file The official `openai` library over the Responses API. */
import assert from 'node:assert/strict'
import OpenAI from 'openai'
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

type Input = OpenAI.Responses.ResponseInput

const open = ({ url, key }: Scene): OpenAI =>
  new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 })
const user = (content: string): Input => [{ role: 'user', content }]
const tools = [{ type: 'function' as const, ...weatherTool, strict: true }]

export const openaiResponsesKit: ClientKit = {
  name: 'openai, responses',
  library: 'openai 7.55.0',
  dialect: 'openai-responses',
  cannot: {
    embeddings: 'as openai, chat',
    'images out': 'as openai, chat',
    'model list': 'as openai, chat',
  },
  trials: {
    async text(scene) {
      queueText(scene, 'Hello.')
      const reply = await open(scene).responses.create({ model: scene.model, input: 'Hi' })
      assert.equal(reply.output_text, 'Hello.')
      assert.equal(reply.status, 'completed')
      assert.equal(reply.usage?.input_tokens, fakeUsage.inputTokens)
      assert.equal(reply.usage?.output_tokens, fakeUsage.outputTokens)
    },
    async stream(scene) {
      queueText(scene, 'Hello, 你好.')
      const stream = open(scene).responses.stream({ model: scene.model, input: 'Hi' })
      let text = ''
      stream.on('response.output_text.delta', ({ delta }) => (text += delta))
      const reply = await stream.finalResponse()
      assert.equal(text, 'Hello, 你好.')
      assert.equal(reply.output_text, 'Hello, 你好.')
    },
    async tools(scene) {
      for (const stream of [false, true]) {
        queueToolTurns(scene)
        const client = open(scene)
        const input = user('How is the weather?')
        const ask = async (): Promise<OpenAI.Responses.Response> => {
          const body = { model: scene.model, input, tools }
          return stream
            ? await client.responses.stream(body).finalResponse()
            : await client.responses.create(body)
        }
        const first = await ask()
        const calls = first.output.filter((item) => item.type === 'function_call')
        assert.deepEqual(
          calls.map((call) => JSON.parse(call.arguments) as unknown),
          cities.map((city) => ({ city })),
        )
        assert.equal(new Set(calls.map((call) => call.call_id)).size, 2)
        input.push(...(first.output as Input))
        for (const [index, call] of calls.entries()) {
          const output = weatherOf(cities[index] ?? '')
          input.push({ type: 'function_call_output', call_id: call.call_id, output })
        }
        assert.equal((await ask()).output_text, finalText)
        for (const city of cities) assert.ok(lastBody(scene).includes(weatherOf(city)))
      }
    },
    async 'images in'(scene) {
      queueText(scene, 'A dot.')
      const image_url = `data:image/png;base64,${fakePng}`
      const reply = await open(scene).responses.create({
        model: scene.model,
        input: [
          {
            role: 'user',
            content: [
              { type: 'input_text', text: 'What is it?' },
              { type: 'input_image', image_url, detail: 'auto' },
            ],
          },
        ],
      })
      assert.equal(reply.output_text, 'A dot.')
      assert.ok(lastBody(scene).includes(fakePng))
    },
    async 'json schema'(scene) {
      queueText(scene, '{"answer":42}')
      const reply = await open(scene).responses.parse({
        model: scene.model,
        input: 'The answer?',
        text: {
          format: {
            type: 'json_schema',
            name: 'answer',
            schema: { ...answerSchema },
            strict: true,
          },
        },
      })
      assert.deepEqual(reply.output_parsed, { answer: 42 })
    },
    async reasoning(scene) {
      scene.upstream.queueBehaviours(
        { kind: 'reply', text: 'So.', reasoning: 'Because.' },
        { kind: 'reply', text: 'Again.', reasoning: '' },
      )
      const client = open(scene)
      const input = user('Why?')
      const ask = () =>
        client.responses.create({
          model: scene.model,
          input,
          store: false,
          include: ['reasoning.encrypted_content'],
        })
      const first = await ask()
      const thought = first.output.find((item) => item.type === 'reasoning')
      assert.ok(thought)
      input.push(...(first.output as Input), ...user('And now?'))
      assert.equal((await ask()).output_text, 'Again.')
    },
    async errors(scene) {
      scene.upstream.queueBehaviours({ kind: 'http-error', status: 429, retryAfter: '7' })
      const ask = (key: string, model: string) =>
        open({ ...scene, key }).responses.create({ model, input: 'Hi' })
      await assert.rejects(ask(scene.key, scene.model), OpenAI.RateLimitError)
      await assert.rejects(ask('wrong', scene.model), OpenAI.AuthenticationError)
      await assert.rejects(ask(scene.key, 'nothing-of-that-name'), OpenAI.NotFoundError)
    },
    async abort(scene) {
      const expectAborted = queueSlowly(scene)
      const stop = new AbortController()
      const body = { model: scene.model, input: 'Hi', stream: true as const }
      const stream = await open(scene).responses.create(body, { signal: stop.signal })
      for await (const event of stream) {
        if (event.type === 'response.output_text.delta') break
      }
      stop.abort()
      await expectAborted()
    },
  },
}
