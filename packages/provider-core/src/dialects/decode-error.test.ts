import { describe, expect, test } from 'vitest'
import { dialectIds, type DialectId } from '../model/spec.ts'
import { getDialect } from './registry.ts'

describe.each(dialectIds)('%s', (id) => {
  test.each([
    [400, 'invalid-request'],
    [401, 'authentication'],
    [402, 'permission'],
    [403, 'permission'],
    [404, 'not-found'],
    [408, 'timeout'],
    [413, 'invalid-request'],
    [418, 'invalid-request'],
    [422, 'invalid-request'],
    [429, 'rate-limit'],
    [500, 'upstream'],
    [501, 'upstream'],
    [502, 'overloaded'],
    [503, 'overloaded'],
    [504, 'timeout'],
    [529, 'overloaded'],
  ])('status %i is %s, and a web page has no message', (status, code) => {
    const html = '<!DOCTYPE html><html><body>nginx</body></html>'
    expect(getDialect(id).decodeError(status, html)).toMatchObject({
      code,
      message: undefined,
      type: undefined,
    })
  })

  test.each([
    ["This model's maximum context length is 8192 tokens.", 'context-length'],
    ['prompt is too long: 210000 tokens > 200000 maximum', 'context-length'],
    ['Input is too long for requested model.', 'context-length'],
    [
      'The input token count (9) exceeds the maximum number of tokens allowed (8).',
      'context-length',
    ],
    ['The request exceeds the available context size', 'context-length'],
    [
      "The response was filtered due to Azure OpenAI's content management policy.",
      'content-policy',
    ],
    ['Your request was rejected by our safety system.', 'content-policy'],
    ["Unsupported parameter: 'max_tokens'", 'invalid-request'],
  ])('a 400 that says %j is %s', (message, code) => {
    expect(getDialect(id).decodeError(400, { error: { message } })).toMatchObject({ code, message })
    // The same words behind a clear status change nothing.
    expect(getDialect(id).decodeError(429, { error: { message } }).code).toBe('rate-limit')
  })

  test.each([
    ['a text', { error: 'no such model' }, 'no such model'],
    ['an AWS body', { message: 'no such model' }, 'no such model'],
    ['a FastAPI body', { detail: 'Not Found' }, 'Not Found'],
    ['a FastAPI list', { detail: [{ loc: ['body'], msg: 'field required' }] }, 'field required'],
    ['a Cloudflare list', { errors: [{ code: 7003, message: 'No route' }] }, 'No route'],
    ['an array', [{ error: { code: 404, message: 'gone' } }], 'gone'],
    ['JSON in text', '{"error":{"message":"gone"}}', 'gone'],
    ['JSON inside a message', { error: { message: '{"error":{"message":"inner"}}' } }, 'inner'],
    ['plain text', ' Service down ', 'Service down'],
    ['nothing', '', undefined],
    ['null', null, undefined],
  ])('the words are found in %s', (_name, body, message) => {
    expect(getDialect(id).decodeError(404, body)).toMatchObject({ code: 'not-found', message })
  })
})

test.each<[DialectId, number, unknown, object]>([
  [
    'openai-chat',
    400,
    {
      error: {
        message: 'm',
        type: null,
        code: 'content_filter',
        innererror: { code: 'ResponsibleAIPolicyViolation' },
      },
    },
    { code: 'content-policy', type: 'ResponsibleAIPolicyViolation' },
  ],
  [
    'openai-chat',
    429,
    { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } },
    { code: 'rate-limit', message: 'You exceeded your current quota', type: 'insufficient_quota' },
  ],
  [
    'openai-chat',
    400,
    { error: { message: 'm', type: 'invalid_request_error', code: 'context_length_exceeded' } },
    { code: 'context-length' },
  ],
  [
    'openai-chat',
    500,
    { error: { message: 'm', type: 'overloaded_error' } },
    { code: 'overloaded' },
  ],
  [
    'openai-chat',
    403,
    { error: { message: 'm', type: 'invalid_request_error' } },
    { code: 'permission' },
  ],
  [
    'anthropic-messages',
    400,
    { type: 'error', error: { type: 'invalid_request_error', message: 'm' }, request_id: 'r' },
    { code: 'invalid-request', type: 'invalid_request_error', message: 'm' },
  ],
  [
    'anthropic-messages',
    413,
    { type: 'error', error: { type: 'request_too_large', message: 'm' } },
    { code: 'invalid-request' },
  ],
  [
    'google-generate',
    400,
    {
      error: {
        code: 400,
        message: 'API key not valid. Please pass a valid API key.',
        status: 'INVALID_ARGUMENT',
        details: [{ reason: 'API_KEY_INVALID' }],
      },
    },
    { code: 'authentication', type: 'INVALID_ARGUMENT' },
  ],
  [
    'google-generate',
    429,
    {
      error: {
        code: 429,
        message: 'm',
        status: 'RESOURCE_EXHAUSTED',
        details: [{ retryDelay: '34.4s' }],
      },
    },
    { code: 'rate-limit', retryAfterMs: 34400 },
  ],
  [
    'bedrock-converse',
    403,
    { message: 'The security token included in the request is expired' },
    { code: 'authentication' },
  ],
  [
    'bedrock-converse',
    403,
    { message: 'User is not authorized to perform' },
    { code: 'permission' },
  ],
  [
    'bedrock-converse',
    400,
    { __type: 'com.amazon.coral.service#ThrottlingException', message: 'slow down' },
    { code: 'rate-limit', type: 'ThrottlingException' },
  ],
])('%s %i is read in its own words', (id, status, body, expected) => {
  expect(getDialect(id).decodeError(status, body)).toMatchObject(expected)
})
