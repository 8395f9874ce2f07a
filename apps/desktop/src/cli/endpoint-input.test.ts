import { expect, test } from 'vitest'
import { parseEndpointInput } from './endpoint-input.ts'

const input = (more: object): string =>
  JSON.stringify({ name: 'x', spec: 'openai-chat-completions', baseUrl: 'http://a/v1', ...more })

test('a misspelt field is refused by its name, within a group too', () => {
  for (const [more, name] of [
    [{ baseurl: 'x' }, 'baseurl'],
    [{ timeouts: { connectMS: 200 } }, 'timeouts.connectMS'],
    [{ compat: { developerRol: true } }, 'compat.developerRol'],
    [{ environment: { secret: { apiKey: 'A' } } }, 'environment.secret'],
    [{ handler: { file: '/a/handler.ts', networks: ['a.example'] } }, 'handler.networks'],
  ] as const) {
    expect(() => parseEndpointInput(input(more))).toThrow(`Unknown field ${name}.`)
  }
  const right = { timeouts: { connectMs: 200 }, compat: { developerRole: true } }
  expect(parseEndpointInput(input(right))).toMatchObject(right)
})

test('what a handler may reach is a list of hosts or "any", and the refusal says so', () => {
  const reach = (network: unknown) =>
    parseEndpointInput(input({ handler: { file: '/a/handler.ts', network } }))
  for (const network of ['any', ['api.example.com:8443']])
    expect(reach(network)).toMatchObject({ handler: { network } })
  for (const network of ['all', true, { host: 'a' }])
    expect(() => reach(network)).toThrow('handler.network: Write a list of hosts')
  expect(() => reach(['http://a/b'])).toThrow('handler.network.0: Name a host')
})

test('a header name that cannot be is refused in words', () => {
  expect(() => parseEndpointInput(input({ headers: { 'x y': '1' } }))).toThrow(
    'headers.x y: A header name has letters, digits and - only.',
  )
})

test('a limit that is passed is told in plain words', () => {
  expect(() => parseEndpointInput(input({ timeouts: { connectMs: 1 } }))).toThrow(
    'timeouts.connectMs: This must be at least 100.',
  )
})

test('a way to authenticate that the type has not is refused with those it has', () => {
  const read = (more: object) => parseEndpointInput(input(more))
  expect(() => read({ credentialKind: 'bogus' })).toThrow(
    'credentialKind: "bogus" is not known. openai-chat-completions has api-key.',
  )
  expect(() => read({ spec: 'azure', credentialKind: 'adc' })).toThrow('azure has api-key')
  expect(read({ credentialKind: 'api-key' })).toMatchObject({ credentialKind: 'api-key' })
})
