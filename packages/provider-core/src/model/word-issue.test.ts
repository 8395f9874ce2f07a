import { expect, test } from 'vitest'
import { z } from 'zod'
import { endpointFieldsSchema } from './endpoint.ts'
import { wordIssue } from './word-issue.ts'

const base = { name: 'x', spec: 'openai-responses' }

test.each([
  [{ timeouts: { connectMs: 1 } }, 'This must be at least 100.'],
  [{ retry: { attempts: 11 } }, 'This must be at most 10.'],
  [{ timeouts: { connectMs: 100.5 } }, 'This must be a whole number.'],
  [{ timeouts: { connectMs: 'soon' } }, 'This must be a number.'],
  [{ exactUrl: 'yes' }, 'This must be true or false.'],
  [{ headers: [] }, 'This must be an object.'],
  [{ models: 'm' }, 'This must be a list.'],
  [{ models: [''] }, 'This must not be empty.'],
  [{ bedrockApi: 'x' }, 'This must be one of native, openai, anthropic, mantle.'],
  [{ proxy: { uri: 'http://p' } }, 'Unknown field uri.'],
  [{ name: undefined }, 'This is missing.'],
  [{ headers: { 'x y': '1' } }, 'A header name has letters, digits and - only.'],
  [{ name: '' }, 'Give it a name.'],
])('%j', (more, words) => {
  const { error } = endpointFieldsSchema.safeParse({ ...base, ...more })
  expect(wordIssue(error?.issues[0])).toBe(words)
})

test('a limit that is not reached itself', () => {
  const { error } = z.number().gt(0).safeParse(0)
  expect(wordIssue(error?.issues[0])).toBe('This must be more than 0.')
})
