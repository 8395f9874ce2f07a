import { expect, test } from 'vitest'
import { recogniseAs, recogniseFormat, type Answers } from './recognise.ts'

const answer = (status: number, text: string, headers = {}): Answers[string] => {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = undefined
  }
  return { status, text, headers, json }
}
const modelList = (owner: string) =>
  answer(200, JSON.stringify({ object: 'list', data: [{ id: 'm', owned_by: owner }] }))

test('LiteLLM that fails in place of asking for its key is LiteLLM behind a key', () => {
  const alive = answer(200, `"I'm alive!"`)
  const failing = answer(500, 'Internal Server Error')
  const answers = { '/health/liveliness': alive, '/v1/models': failing }
  expect(recogniseAs('litellm', answers)).toEqual({ kind: 'litellm', models: [], wantsKey: true })
  const missing = answer(404, '{"detail":"Not Found"}')
  expect(
    recogniseAs('litellm', { '/health/liveliness': alive, '/v1/models': missing }),
  ).toBeUndefined()
})

test('a version or a word of health alone names nobody', () => {
  const version = answer(200, '{"version":"1.0"}')
  const health = answer(200, '{"status":"ok"}')
  const answers = {
    '/v1/models': modelList('acme'),
    '/version': version,
    '/api/version': version,
    '/health': health,
  }
  for (const kind of ['ollama', 'vllm', 'llama-cpp', 'lm-studio', 'litellm'] as const) {
    expect(recogniseAs(kind, answers), kind).toBeUndefined()
  }
  expect(recogniseFormat(answers)).toMatchObject({ kind: 'openai-compatible', models: ['m'] })
})

test('what plays Ollama for its clients is not called Ollama', () => {
  const tags = answer(200, '{"models":[{"name":"m","modified_at":"2026-01-01"}]}')
  const version = answer(200, '{"version":"0.7.0"}')
  const paths = { '/api/tags': tags, '/api/version': version }
  expect(recogniseAs('ollama', { ...paths, '/v1/models': modelList('koboldcpp') })).toBeUndefined()
  expect(recogniseAs('ollama', { ...paths, '/v1/models': modelList('library') })).toBeDefined()
})

test('a login page and an error of some web framework are no model server', () => {
  for (const refusal of [
    answer(401, '<html>Sign in</html>'),
    answer(401, '{"timestamp":"2026","status":401,"error":"Unauthorized"}'),
    answer(403, '{"message":"Forbidden"}'),
  ]) {
    expect(recogniseFormat({ '/v1/models': refusal })).toBeUndefined()
  }
})
