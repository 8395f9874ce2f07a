import { expect, test } from 'vitest'
import { findPath } from './paths.ts'

test.each<[string, string, string?, string?]>([
  ['POST /v1/chat/completions', 'chat', 'openai-chat'],
  ['POST /chat/completions', 'chat', 'openai-chat'],
  ['POST /openai/v1/chat/completions', 'chat', 'openai-chat'],
  ['POST /openai/deployments/my-dep/chat/completions', 'chat', 'openai-chat', 'my-dep'],
  ['POST /openai/deployments/openai/gpt-5/embeddings', 'embed', 'openai-chat', 'openai/gpt-5'],
  ['POST /v1/completions', 'complete', 'openai-chat'],
  ['POST /completions', 'complete', 'openai-chat'],
  ['POST /v1/embeddings', 'embed', 'openai-chat'],
  ['POST /v1/images/generations', 'image', 'openai-chat'],
  ['POST /v1/responses', 'chat', 'openai-responses'],
  ['POST /openai/responses', 'chat', 'openai-responses'],
  ['POST /v1/responses/input_tokens', 'count-tokens', 'openai-responses'],
  ['GET /v1/responses/resp_1', 'get-response', 'openai-responses', 'resp_1'],
  ['DELETE /responses/resp_1', 'delete-response', 'openai-responses', 'resp_1'],
  ['POST /v1/responses/resp_1/cancel', 'cancel-response', 'openai-responses', 'resp_1'],
  ['GET /v1/responses/resp_1/input_items', 'list-response-inputs', 'openai-responses', 'resp_1'],
  ['POST /v1/messages', 'chat', 'anthropic-messages'],
  ['POST /messages', 'chat', 'anthropic-messages'],
  ['POST /anthropic/v1/messages', 'chat', 'anthropic-messages'],
  ['POST /v1/messages/count_tokens', 'count-tokens', 'anthropic-messages'],
  ['POST /v1beta/models/g:generateContent', 'chat', 'google-generate', 'g'],
  ['POST /v1beta/a/g:generateContent', 'chat', 'google-generate', 'a/g'],
  ['POST /v1/models/g:generateContent', 'chat', 'google-generate', 'g'],
  ['POST /models/g:streamGenerateContent', 'stream-chat', 'google-generate', 'g'],
  ['POST /v1beta/models/a/b%20c:d:countTokens', 'count-tokens', 'google-generate', 'a/b c:d'],
  [
    'POST /v1beta/models/openai%2Fgpt:embedContent',
    'google-embed',
    'google-generate',
    'openai/gpt',
  ],
  ['POST /v1beta/models/g:batchEmbedContents', 'google-embed-batch', 'google-generate', 'g'],
  ['GET /v1/models', 'list-models'],
  ['HEAD /models', 'list-models'],
  ['GET /openai/v1/models', 'list-models', 'openai-chat'],
  ['GET /anthropic/v1/models', 'list-models', 'anthropic-messages'],
  ['GET /v1beta/models', 'list-models', 'google-generate'],
  ['GET /v1/models/a/b', 'get-model', undefined, 'a/b'],
  ['GET /v1beta/models/a/b', 'get-model', 'google-generate', 'a/b'],
  ['GET /health', 'health'],
])('%s: %s', (line, purpose, dialect, id) => {
  const [method = '', path = ''] = line.split(' ')
  expect(findPath(method, path)).toEqual({
    found: 'destination',
    destination: { purpose, dialect, id },
  })
})

test.each([
  ['GET /v1/chat/completions', ['POST']],
  ['POST /v1/models', ['GET']],
  ['PATCH /v1/responses/x', ['GET', 'DELETE']],
  ['POST /health', ['GET']],
])('%s is served with other methods', (line, allow) => {
  const [method = '', path = ''] = line.split(' ')
  expect(findPath(method, path)).toEqual({ found: 'other-methods', allow })
})

test.each([
  'POST /v1beta/models/:generateContent',
  'POST /v1beta/models/g:predict',
  'GET /v1/responses/a/b',
  'POST /v1/chat/completions/',
  'POST /v2/chat/completions',
  'GET /',
  'GET ',
])('%s is nothing', (line) => {
  const [method = '', path = ''] = line.split(' ')
  expect(findPath(method, path).found).not.toBe('destination')
})
