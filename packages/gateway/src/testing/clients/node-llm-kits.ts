/**
 * @file `@node-llm/core` with its OpenAI provider: base URL and key set, models assumed to exist. Its other
 * providers of these formats take no base URL from the configuration.
 */
import assert from 'node:assert/strict'
import { createLLM, type NodeLLMCore } from '@node-llm/core'
import { fakePng, fakeVector } from '@patchbay/provider-core/testing'
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
  type Feature,
  type Scene,
} from './client-kit.ts'

interface Maker {
  readonly name: string
  readonly dialect: ClientKit['dialect']
  readonly open: (scene: Scene) => NodeLLMCore
  readonly cannot: ClientKit['cannot']
}

const makers: readonly Maker[] = [
  {
    name: 'node-llm, openai',
    dialect: 'openai-chat',
    open: ({ url, key }) =>
      createLLM({
        provider: 'openai',
        openaiApiKey: key,
        openaiApiBase: `${url}/v1`,
        maxRetries: 0,
      }),
    cannot: {},
  },
]

const assumed = { assumeModelExists: true }

export const nodeLlmKits: readonly ClientKit[] = makers.map(toKit)

function toKit({ name, dialect, open, cannot }: Maker): ClientKit {
  const chat = (scene: Scene) => open(scene).chat(scene.model, assumed)
  const trials: ClientKit['trials'] = {
    async text(scene) {
      queueText(scene, 'Hello.')
      const reply = await chat(scene).ask('Hi')
      assert.equal(reply.content, 'Hello.')
    },
    async stream(scene) {
      queueText(scene, 'Hello, 你好.')
      let text = ''
      for await (const chunk of chat(scene).stream('Hi')) text += chunk.content
      assert.equal(text, 'Hello, 你好.')
    },
    async tools(scene) {
      queueToolTurns(scene)
      const asked: string[] = []
      const handler = (input: unknown): Promise<string> => {
        const { city } = input as { city: string }
        asked.push(city)
        return Promise.resolve(weatherOf(city))
      }
      const reply = await chat(scene)
        .withTool({ type: 'function', function: { ...weatherTool }, handler })
        .ask('How is the weather?')
      assert.deepEqual(asked, [...cities])
      assert.equal(reply.content, finalText)
      for (const city of cities) assert.ok(lastBody(scene).includes(weatherOf(city)))
    },
    async 'images in'(scene) {
      queueText(scene, 'A dot.')
      const images = [`data:image/png;base64,${fakePng}`]
      const reply = await chat(scene).ask('What is it?', { images })
      assert.equal(reply.content, 'A dot.')
      assert.ok(lastBody(scene).includes(fakePng))
    },
    async 'json schema'(scene) {
      queueText(scene, '{"answer":42}')
      const reply = await chat(scene)
        .withSchema({ ...answerSchema })
        .ask('The answer?')
      assert.deepEqual(JSON.parse(reply.content), { answer: 42 })
    },
    async reasoning(scene) {
      scene.upstream.queueBehaviours(
        { kind: 'reply', text: 'So.', reasoning: 'Because.' },
        { kind: 'reply', text: 'Again.', reasoning: '' },
      )
      const one = chat(scene)
      assert.equal((await one.ask('Why?')).content, 'So.')
      assert.equal((await one.ask('And now?')).content, 'Again.')
    },
    async embeddings(scene) {
      assert.ok(scene.embeddingModel)
      const options = { ...assumed, model: scene.embeddingModel }
      // One at a time: the library takes vectors for ordered, which servers need not have them.
      for (const text of ['one', 'two']) {
        const { vectors } = await open(scene).embed(text, options)
        assert.deepEqual(vectors, [fakeVector(text)])
      }
    },
    async 'images out'(scene) {
      assert.ok(scene.imageModel)
      const image = await open(scene).paint('A dot', { ...assumed, model: scene.imageModel })
      assert.equal(image.data, fakePng)
    },
    async 'model list'(scene) {
      const models = await open(scene).listModels()
      assert.ok(models.some(({ id }) => id === scene.model))
    },
    async errors(scene) {
      scene.upstream.queueBehaviours({ kind: 'http-error', status: 429, retryAfter: '7' })
      const ask = (key: string, model: string) =>
        open({ ...scene, key })
          .chat(model, assumed)
          .ask('Hi')
      const expectStatus = (status: number) => (error: unknown) => {
        assert.equal((error as { status?: number }).status, status)
        return true
      }
      await assert.rejects(ask(scene.key, scene.model), expectStatus(429))
      await assert.rejects(ask('wrong', scene.model), expectStatus(401))
      await assert.rejects(ask(scene.key, 'nothing-of-that-name'), expectStatus(404))
    },
    async abort(scene) {
      const expectAborted = queueSlowly(scene)
      const stream = chat(scene).stream('Hi')
      let stopped = false
      try {
        for await (const chunk of stream) {
          if (chunk.content === '') continue
          stopped = true
          stream.abort()
        }
      } catch (error) {
        assert.ok(stopped, String(error))
      }
      await expectAborted()
    },
  }
  const own = Object.entries(trials).filter(([feature]) => cannot[feature as Feature] === undefined)
  return {
    name,
    library: '@node-llm/core 1.17.1',
    dialect,
    cannot,
    trials: Object.fromEntries(own),
  }
}
