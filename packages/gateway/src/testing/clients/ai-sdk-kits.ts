/** @file The Vercel AI SDK with its four providers. */
import assert from 'node:assert/strict'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import {
  APICallError,
  embed,
  generateImage,
  generateText,
  isStepCount,
  jsonSchema,
  Output,
  streamText,
  tool,
  type EmbeddingModel,
  type ImageModel,
  type LanguageModel,
  type ModelMessage,
} from 'ai'
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
  type Feature,
  type Scene,
} from './client-kit.ts'

interface Maker {
  readonly name: string
  readonly library: string
  readonly dialect: ClientKit['dialect']
  readonly chat: (scene: Scene) => LanguageModel
  readonly embedding?: (scene: Scene, model: string) => EmbeddingModel
  readonly image?: (scene: Scene, model: string) => ImageModel
  /** Asks the provider for its reasoning. */
  readonly thinking: NonNullable<Parameters<typeof generateText>[0]['providerOptions']>
}

const openai = ({ url, key }: Scene) => createOpenAI({ baseURL: `${url}/v1`, apiKey: key })

const makers: readonly Maker[] = [
  {
    name: 'ai, openai chat',
    library: 'ai 7.0.173, @ai-sdk/openai 4.0.118',
    dialect: 'openai-chat',
    chat: (scene) => openai(scene).chat(scene.model),
    embedding: (scene, model) => openai(scene).embeddingModel(model),
    image: (scene, model) => openai(scene).imageModel(model),
    thinking: {},
  },
  {
    name: 'ai, openai responses',
    library: 'ai 7.0.173, @ai-sdk/openai 4.0.118',
    dialect: 'openai-responses',
    chat: (scene) => openai(scene).responses(scene.model),
    thinking: { openai: { store: false, reasoningSummary: 'auto', forceReasoning: true } },
  },
  {
    name: 'ai, anthropic',
    library: 'ai 7.0.173, @ai-sdk/anthropic 4.0.105',
    dialect: 'anthropic-messages',
    chat: (scene) =>
      createAnthropic({ baseURL: `${scene.url}/v1`, apiKey: scene.key })(scene.model),
    thinking: { anthropic: { thinking: { type: 'enabled', budgetTokens: 2000 } } },
  },
  {
    name: 'ai, google',
    library: 'ai 7.0.173, @ai-sdk/google 4.0.121',
    dialect: 'google-generate',
    chat: (scene) =>
      createGoogle({ baseURL: `${scene.url}/v1beta`, apiKey: scene.key })(scene.model),
    embedding: (scene, model) =>
      createGoogle({ baseURL: `${scene.url}/v1beta`, apiKey: scene.key }).embeddingModel(model),
    thinking: { google: { thinkingConfig: { includeThoughts: true, thinkingBudget: 2000 } } },
  },
]

/** No retries, so that each answer of the upstream is the answer to what was asked. */
const once = { maxRetries: 0 }

export const aiSdkKits: readonly ClientKit[] = makers.map(toKit)

function toKit(maker: Maker): ClientKit {
  const cannot: Partial<Record<Feature, string>> = { 'model list': 'the AI SDK lists no models' }
  if (maker.embedding === undefined) cannot.embeddings = 'not of this provider'
  if (maker.image === undefined) cannot['images out'] = 'not of this provider'
  return {
    name: maker.name,
    library: maker.library,
    dialect: maker.dialect,
    cannot,
    trials: {
      ...chatTrials(maker),
      ...(maker.embedding === undefined ? {} : { embeddings: embeddingTrial(maker.embedding) }),
      ...(maker.image === undefined ? {} : { 'images out': imageTrial(maker.image) }),
    },
  }
}

function chatTrials({ chat, thinking }: Maker): ClientKit['trials'] {
  return {
    async text(scene) {
      queueText(scene, 'Hello.')
      const reply = await generateText({ ...once, model: chat(scene), prompt: 'Hi' })
      assert.equal(reply.text, 'Hello.')
      assert.equal(reply.finishReason, 'stop')
      assert.equal(reply.usage.inputTokens, fakeUsage.inputTokens)
    },
    async stream(scene) {
      queueText(scene, 'Hello, 你好.')
      const reply = streamText({ ...once, model: chat(scene), prompt: 'Hi' })
      let text = ''
      for await (const piece of reply.textStream) text += piece
      assert.equal(text, 'Hello, 你好.')
      assert.equal(await reply.finishReason, 'stop')
      assert.equal((await reply.usage).inputTokens, fakeUsage.inputTokens)
    },
    async tools(scene) {
      for (const stream of [false, true]) {
        queueToolTurns(scene)
        const asked: string[] = []
        const { name, description, parameters } = weatherTool
        const weather = tool({
          description,
          inputSchema: jsonSchema<{ city: string }>({ ...parameters, required: ['city'] }),
          execute: ({ city }) => {
            asked.push(city)
            return weatherOf(city)
          },
        })
        const options = {
          ...once,
          model: chat(scene),
          prompt: 'How is the weather?',
          tools: { [name]: weather },
          stopWhen: isStepCount(3),
        }
        const text = stream ? await streamText(options).text : (await generateText(options)).text
        assert.deepEqual(asked, [...cities])
        assert.equal(text, finalText)
        for (const city of cities) assert.ok(lastBody(scene).includes(weatherOf(city)))
      }
    },
    async 'images in'(scene) {
      queueText(scene, 'A dot.')
      const messages: ModelMessage[] = [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'What is it?' },
            { type: 'file', data: fakePng, mediaType: 'image/png' },
          ],
        },
      ]
      const reply = await generateText({ ...once, model: chat(scene), messages })
      assert.equal(reply.text, 'A dot.')
      assert.ok(lastBody(scene).includes(fakePng))
    },
    async 'json schema'(scene) {
      queueText(scene, '{"answer":42}')
      const schema = jsonSchema<{ answer: number }>({ ...answerSchema, required: ['answer'] })
      const reply = await generateText({
        ...once,
        model: chat(scene),
        prompt: 'The answer?',
        output: Output.object({ schema }),
      })
      assert.deepEqual(reply.output, { answer: 42 })
    },
    async reasoning(scene) {
      scene.upstream.queueBehaviours(
        { kind: 'reply', text: 'So.', reasoning: 'Because.' },
        { kind: 'reply', text: 'Again.', reasoning: '' },
      )
      const messages: ModelMessage[] = [{ role: 'user', content: 'Why?' }]
      const ask = () =>
        generateText({ ...once, model: chat(scene), messages, providerOptions: thinking })
      const first = await ask()
      if (Object.keys(thinking).length > 0) assert.ok((first.reasoningText ?? '') !== '')
      messages.push(...first.responseMessages, { role: 'user', content: 'And now?' })
      assert.equal((await ask()).text, 'Again.')
    },
    async errors(scene) {
      scene.upstream.queueBehaviours({ kind: 'http-error', status: 429, retryAfter: '7' })
      const ask = (key: string, model: string) =>
        generateText({ ...once, model: chat({ ...scene, key, model }), prompt: 'Hi' })
      const expectStatus = (status: number) => (error: unknown) => {
        assert.ok(APICallError.isInstance(error))
        assert.equal(error.statusCode, status)
        return true
      }
      await assert.rejects(ask(scene.key, scene.model), expectStatus(429))
      await assert.rejects(ask('wrong', scene.model), expectStatus(401))
      await assert.rejects(ask(scene.key, 'nothing-of-that-name'), expectStatus(404))
    },
    async abort(scene) {
      const expectAborted = queueSlowly(scene)
      const stop = new AbortController()
      const reply = streamText({
        ...once,
        model: chat(scene),
        prompt: 'Hi',
        abortSignal: stop.signal,
        onError: () => undefined,
      })
      for await (const piece of reply.textStream) {
        if (piece !== '') break
      }
      stop.abort()
      await expectAborted()
    },
  }
}

function embeddingTrial(open: NonNullable<Maker['embedding']>) {
  return async (scene: Scene): Promise<void> => {
    assert.ok(scene.embeddingModel)
    const model = open(scene, scene.embeddingModel)
    // One at a time: the SDK takes vectors for ordered, which servers need not have them.
    for (const value of ['one', 'two']) {
      const { embedding } = await embed({ ...once, model, value })
      assert.deepEqual(embedding, fakeVector(value))
    }
  }
}

function imageTrial(open: NonNullable<Maker['image']>) {
  return async (scene: Scene): Promise<void> => {
    assert.ok(scene.imageModel)
    const model = open(scene, scene.imageModel)
    const { image } = await generateImage({ ...once, model, prompt: 'A dot' })
    assert.equal(image.base64, fakePng)
  }
}
