import { expect, test } from 'vitest'
import { endpointFieldsSchema } from '@patchbay/provider-core/model'
import { countImported, wordEndpoint, wordSecrets } from './import-words.ts'

test('skipped duplicates are not counted, renamed and replaced ones are', () => {
  const taken = [{ duplicate: true }, { duplicate: false }]
  expect(countImported(taken, 'skip')).toBe(1)
  expect(countImported(taken, 'rename')).toBe(2)
  expect(countImported(taken, 'replace')).toBe(2)
})

test('names secrets as the form does', () => {
  expect(wordSecrets(['apiKey', 'header:x-team'], 'openai-chat-completions')).toBe(
    'API key, header x-team',
  )
})

test('says what an endpoint is and where it goes', () => {
  const fields = { name: 'A', spec: 'amazon-bedrock', region: 'eu-central-1' }
  expect(wordEndpoint(endpointFieldsSchema.parse(fields))).toMatch(/, eu-central-1$/)
})
