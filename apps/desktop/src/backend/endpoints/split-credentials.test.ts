import { expect, test } from 'vitest'
import { endpointDraftSchema } from '@patchbay/provider-core/model'
import { splitCredentials } from './split-credentials.ts'

const draft = (more: object) =>
  endpointDraftSchema.parse({
    name: 'x',
    spec: 'openai-chat-completions',
    baseUrl: 'https://h.example/v1',
    ...more,
  })

test('credentials in headers, query rows and the base URL become secrets; the rest stays', () => {
  const split = splitCredentials(
    draft({
      baseUrl: 'https://h.example/v1?team=a%20b&api-key=k1',
      headers: { Authorization: 'Bearer k2', 'x-team': 'blue' },
      query: { token: 'k3', region: 'eu' },
    }),
  )
  expect(split.headers).toEqual({ 'x-team': 'blue' })
  expect(split.query).toEqual({ region: 'eu' })
  expect(split.baseUrl).toBe('https://h.example/v1?team=a%20b')
  expect(split.secrets).toEqual({
    'header:authorization': { state: 'set', value: 'Bearer k2' },
    'query:token': { state: 'set', value: 'k3' },
    'query:api-key': { state: 'set', value: 'k1' },
  })
  expect(JSON.stringify({ ...split, secrets: {} })).not.toMatch(/k1|k2|k3/)
})

test('a base URL without credentials is not rewritten', () => {
  expect(splitCredentials(draft({ baseUrl: 'https://h.example/a//b/?x=1' })).baseUrl).toBe(
    'https://h.example/a//b/?x=1',
  )
})

test('user name and password of a proxy URL go to their own places', () => {
  const split = splitCredentials(
    endpointDraftSchema.parse({
      name: 'x',
      spec: 'openai-responses',
      proxy: { url: 'http://ada:p%40ss@proxy.example:3128' },
    }),
  )
  expect(split.proxy).toMatchObject({ url: 'http://proxy.example:3128/', username: 'ada' })
  expect(split.secrets.proxyPassword).toEqual({ state: 'set', value: 'p@ss' })
  expect(JSON.stringify(split.proxy)).not.toContain('p%40ss')
})
