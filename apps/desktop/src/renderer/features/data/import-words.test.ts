import { expect, test } from 'vitest'
import { cautionsFirst, wordDuplicate, wordEndpoint, wordSecrets } from './import-words.ts'

const endpoint = {
  key: 'a',
  name: 'A',
  spec: 'amazon-bedrock' as const,
  host: '$AWS_HOST',
  models: 2,
  secrets: [
    { name: 'accessKeyId', state: 'included' as const },
    { name: 'secretAccessKey', state: 'variable' as const, variable: 'AWS_SECRET' },
    { name: 'header:x-team', state: 'missing' as const },
  ],
  variables: [{ field: 'region', variable: 'AWS_REGION' }],
  cautions: [],
  notes: [],
}

test('says what an endpoint is and where it goes', () => {
  expect(wordEndpoint(endpoint)).toMatch(/ · \$AWS_HOST · 2 models$/)
  expect(wordEndpoint({ ...endpoint, host: '', models: 0 })).not.toContain('·')
})

test('names secrets as the form does, each with what becomes of it', () => {
  expect(wordSecrets(endpoint)).toEqual([
    'Comes along: Access key ID.',
    'Read when used, and sent to wherever AWS_HOST leads: Region from AWS_REGION, Secret access key from AWS_SECRET.',
    'Enter afterwards: header x-team.',
  ])
})

test('says why something counts as a duplicate', () => {
  const duplicate = { id: 'e', name: 'B', mergeable: true }
  expect(wordDuplicate({ ...duplicate, same: 'connection' })).toBe('same address as B')
  expect(wordDuplicate({ ...duplicate, same: 'both' })).toBe('B is here already')
})

test('puts what wants a look in front', () => {
  const risky = { ...endpoint, key: 'b', cautions: ['It goes elsewhere.'] }
  expect(cautionsFirst([endpoint, risky, endpoint]).map(({ key }) => key)).toEqual(['b', 'a', 'a'])
})

test('says where what is read from variables is sent, and calls other secrets by their place', () => {
  const [, sent] = wordSecrets({ ...endpoint, host: 'llm.example' })
  expect(sent).toMatch(/^Read when used, and sent to llm\.example: /)
  const names = ['proxyPassword', 'handler:TOKEN', 'query:code']
  const secrets = names.map((name) => ({ name, state: 'included' as const }))
  expect(wordSecrets({ ...endpoint, secrets, variables: [] })).toEqual([
    'Comes along: password of the proxy, TOKEN of the handler, query parameter code.',
  ])
})
