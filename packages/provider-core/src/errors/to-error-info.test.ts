import { expect, test } from 'vitest'
import { ProviderError } from './provider-error.ts'
import { createRedactor } from './redact.ts'
import { toErrorInfo } from './to-error-info.ts'

test('our errors keep code, status and words, redacted', () => {
  const error = new ProviderError({
    code: 'authentication',
    status: 401,
    message: 'The key sk-secret-1 was refused.',
    bodyExcerpt: `{"key":"sk-secret-1"}${'x'.repeat(5000)}`,
    cause: new Error('inner'),
  })
  const info = toErrorInfo(error, createRedactor(['sk-secret-1']).text)
  expect(info).toMatchObject({ code: 'authentication', status: 401, retryable: false })
  expect(JSON.stringify(info)).not.toContain('sk-secret-1')
  expect(info.bodyExcerpt?.length).toBe(2000)
  expect(info).not.toHaveProperty('stack')
})

test('errors that are not ours give away neither their message nor their stack', () => {
  const info = toErrorInfo(new TypeError('cannot read "my prompt"'))
  expect(info.code).toBe('internal')
  expect(JSON.stringify(info)).not.toContain('prompt')
  expect(info.message).toContain('TypeError')
  expect(toErrorInfo('text').code).toBe('internal')
})

test('an abort of any kind is aborted', () => {
  expect(toErrorInfo(AbortSignal.abort().reason).code).toBe('aborted')
})
