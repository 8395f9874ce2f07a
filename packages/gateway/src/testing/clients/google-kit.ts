/** @file The official `@google/genai`. */
import assert from 'node:assert/strict'
import { ApiError, GoogleGenAI, type Content, type GenerateContentResponse } from '@google/genai'
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

const open = ({ url, key }: Scene): GoogleGenAI =>
  new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: url } })
const user = (text: string): Content => ({ role: 'user', parts: [{ text }] })
const { parameters, ...named } = weatherTool
const tools = [{ functionDeclarations: [{ ...named, parametersJsonSchema: parameters }] }]

export const googleKit: ClientKit = {
  name: '@google/genai',
  library: '@google/genai 3.1.0',
  dialect: 'google-generate',
  cannot: { 'images out': 'generateImages calls :predict, which is not of the Gemini API' },
  trials: {
    async text(scene) {
      queueText(scene, 'Hello.')
      const { model } = scene
      const reply = await open(scene).models.generateContent({ model, contents: 'Hi' })
      assert.equal(reply.text, 'Hello.')
      assert.equal(reply.candidates?.[0]?.finishReason, 'STOP')
      assert.equal(reply.usageMetadata?.promptTokenCount, fakeUsage.inputTokens)
    },
    async stream(scene) {
      queueText(scene, 'Hello, 你好.')
      const { model } = scene
      let text = ''
      let last: GenerateContentResponse | undefined
      const stream = await open(scene).models.generateContentStream({ model, contents: 'Hi' })
      for await (const chunk of stream) {
        text += chunk.text ?? ''
        last = chunk
      }
      assert.equal(text, 'Hello, 你好.')
      assert.equal(last?.candidates?.[0]?.finishReason, 'STOP')
      assert.equal(last.usageMetadata?.promptTokenCount, fakeUsage.inputTokens)
    },
    async tools(scene) {
      for (const stream of [false, true]) {
        queueToolTurns(scene)
        const { models } = open(scene)
        const contents = [user('How is the weather?')]
        const ask = async (): Promise<Content> => {
          const body = { model: scene.model, contents, config: { tools } }
          if (!stream) {
            const content = (await models.generateContent(body)).candidates?.[0]?.content
            assert.ok(content)
            return content
          }
          const parts = []
          for await (const chunk of await models.generateContentStream(body))
            parts.push(...(chunk.candidates?.[0]?.content?.parts ?? []))
          return { role: 'model', parts }
        }
        const first = await ask()
        const calls = (first.parts ?? []).flatMap(({ functionCall }) => functionCall ?? [])
        assert.deepEqual(
          calls.map(({ args }) => args),
          cities.map((city) => ({ city })),
        )
        const parts = calls.map((call, index) => ({
          functionResponse: {
            ...(call.id === undefined ? {} : { id: call.id }),
            name: weatherTool.name,
            response: { output: weatherOf(cities[index] ?? '') },
          },
        }))
        contents.push(first, { role: 'user', parts })
        const text = (await ask()).parts?.map((part) => part.text ?? '').join('')
        assert.equal(text, finalText)
        for (const city of cities) assert.ok(lastBody(scene).includes(weatherOf(city)))
      }
    },
    async 'images in'(scene) {
      queueText(scene, 'A dot.')
      const parts = [
        { text: 'What is it?' },
        { inlineData: { mimeType: 'image/png', data: fakePng } },
      ]
      const { model } = scene
      const contents = [{ role: 'user', parts }]
      const reply = await open(scene).models.generateContent({ model, contents })
      assert.equal(reply.text, 'A dot.')
      assert.ok(lastBody(scene).includes(fakePng))
    },
    async 'json schema'(scene) {
      queueText(scene, '{"answer":42}')
      const reply = await open(scene).models.generateContent({
        model: scene.model,
        contents: 'The answer?',
        config: { responseMimeType: 'application/json', responseJsonSchema: answerSchema },
      })
      assert.deepEqual(JSON.parse(reply.text ?? ''), { answer: 42 })
    },
    async reasoning(scene) {
      scene.upstream.queueBehaviours(
        { kind: 'reply', text: 'So.', reasoning: 'Because.' },
        { kind: 'reply', text: 'Again.', reasoning: '' },
      )
      const { models } = open(scene)
      const contents = [user('Why?')]
      const ask = () =>
        models.generateContent({
          model: scene.model,
          contents,
          config: { thinkingConfig: { includeThoughts: true, thinkingBudget: 2000 } },
        })
      const content = (await ask()).candidates?.[0]?.content
      assert.ok(content)
      const thought = content.parts?.find((part) => part.thought === true)
      assert.equal(thought?.text, 'Because.')
      contents.push(content, user('And now?'))
      assert.equal((await ask()).text, 'Again.')
    },
    async embeddings(scene) {
      const model = scene.embeddingModel
      assert.ok(model)
      const reply = await open(scene).models.embedContent({ model, contents: ['one', 'two'] })
      assert.deepEqual(
        reply.embeddings?.map(({ values }) => values),
        ['one', 'two'].map((text) => fakeVector(text)),
      )
    },
    async 'model list'(scene) {
      const names: (string | undefined)[] = []
      for await (const model of await open(scene).models.list({ config: { pageSize: 5 } }))
        names.push(model.name)
      assert.ok(names.includes(`models/${scene.model}`))
    },
    async errors(scene) {
      scene.upstream.queueBehaviours({ kind: 'http-error', status: 429, retryAfter: '7' })
      const ask = (key: string, model: string) =>
        open({ ...scene, key }).models.generateContent({ model, contents: 'Hi' })
      const expectStatus = (status: number) => (error: unknown) => {
        assert.ok(error instanceof ApiError)
        assert.equal(error.status, status)
        return true
      }
      await assert.rejects(ask(scene.key, scene.model), expectStatus(429))
      await assert.rejects(ask('wrong', scene.model), expectStatus(401))
      await assert.rejects(ask(scene.key, 'nothing-of-that-name'), expectStatus(404))
    },
    async abort(scene) {
      const expectAborted = queueSlowly(scene)
      const stop = new AbortController()
      const stream = await open(scene).models.generateContentStream({
        model: scene.model,
        contents: 'Hi',
        config: { abortSignal: stop.signal },
      })
      for await (const chunk of stream) {
        if ((chunk.text ?? '') !== '') break
      }
      stop.abort()
      await expectAborted()
    },
  },
}
