import { expect, test } from 'vitest'
import type { z } from 'zod'
import { endpointSchema, type ResolvedEndpoint } from '@patchbay/provider-core/model'
import type { GatewayConfig } from '../host.ts'
import { createConfig, type ConfigInput } from '../testing/open-gateway.ts'
import { createNameResolver } from './resolve-name.ts'

type Fields = Partial<z.input<typeof endpointSchema>>

function endpoint(id: string, fields: Fields = {}): ResolvedEndpoint {
  const stamp = '2026-01-01'
  return {
    endpoint: endpointSchema.parse({
      id,
      name: id,
      spec: 'openai-chat-completions',
      baseUrl: 'http://127.0.0.1:1/v1',
      createdAt: stamp,
      updatedAt: stamp,
      ...fields,
    }),
    secrets: {},
  }
}

const usable = (...ids: string[]): ConfigInput['settings'] => ({ usableProviders: new Set(ids) })

function resolve(
  name: string,
  input: ConfigInput | GatewayConfig,
  { assumeModelExists = false, random = (): number => 0 } = {},
): string[] {
  const config = 'routing' in input ? input : createConfig(input)
  const { routes } = createNameResolver()(name, config, { assumeModelExists, random })
  return routes.map((route) => `${route.endpointId} ${route.upstreamModelId}`)
}

test('provider/model goes by the mode of the provider', () => {
  expect(resolve('openai/gpt-5.1', { settings: usable('openai') })).toEqual([
    'official:openai gpt-5.1',
  ])
  const custom = { endpoints: [endpoint('e')], providers: { openai: 'e' } }
  expect(resolve('openai/gpt-5.1', custom)).toEqual(['e gpt-5.1'])
})

test('the mapping of an endpoint holds for both ways to it', () => {
  const endpoints = [endpoint('my-proxy', { modelMapping: { 'gpt-5.1': 'prod/gpt' } })]
  const input = { endpoints, providers: { openai: 'my-proxy' } }
  for (const name of ['openai/gpt-5.1', 'my-proxy/gpt-5.1', 'gpt-5.1']) {
    expect(resolve(name, input)).toEqual(['my-proxy prod/gpt'])
  }
})

test('only the first slash parts the name', () => {
  const input = { endpoints: [endpoint('vllm', { models: ['meta/llama/3'] })] }
  expect(resolve('vllm/meta/llama/3', input)).toEqual(['vllm meta/llama/3'])
})

test('an endpoint without a list takes any id by its slug, one with a list does not', () => {
  const endpoints = [endpoint('open'), endpoint('listed', { models: ['a'] })]
  expect(resolve('open/whatever', { endpoints })).toEqual(['open whatever'])
  expect(() => resolve('listed/whatever', { endpoints })).toThrow('No model here is called')
  expect(resolve('listed/whatever', { endpoints }, { assumeModelExists: true })).toEqual([
    'listed whatever',
  ])
})

test('a bare id goes to a provider that can answer, then to an endpoint that lists it', () => {
  const endpoints = [endpoint('e', { models: ['gpt-5.1', 'own-model'] })]
  expect(resolve('gpt-5.1', { endpoints, settings: usable('openai') })).toEqual([
    'official:openai gpt-5.1',
  ])
  expect(resolve('gpt-5.1', { endpoints })).toEqual(['e gpt-5.1'])
  expect(resolve('own-model', { endpoints })).toEqual(['e own-model'])
  // Its error will say which key is missing.
  expect(resolve('gpt-5.1', {})).toEqual(['official:openai gpt-5.1'])
})

test('an id with a slash of its own is found where it stands in the catalogue', () => {
  const config = createConfig({ settings: usable('groq') })
  expect(resolve('openai/gpt-oss-120b', config)).toEqual(['official:groq openai/gpt-oss-120b'])
  // Taken at its word only after everything that is known.
  expect(resolve('openai/gpt-oss-120b', config, { assumeModelExists: true })).toEqual([
    'official:groq openai/gpt-oss-120b',
  ])
})

test('an alias wins over everything and its targets are believed', () => {
  const input: ConfigInput = {
    endpoints: [endpoint('e', { models: ['a'] })],
    aliases: [
      { name: 'gpt-5.1', targets: [{ address: { endpointId: 'e', modelId: 'unheard-of' } }] },
    ],
    settings: usable('openai'),
  }
  expect(resolve('gpt-5.1', input)).toEqual(['e unheard-of'])
})

test('fallbacks follow in their order; what leads nowhere any more is passed over', () => {
  const input: ConfigInput = {
    endpoints: [endpoint('a'), endpoint('b')],
    aliases: [
      {
        name: 'fast',
        targets: [
          { address: { endpointId: 'gone', modelId: 'x' } },
          { address: { endpointId: 'a', modelId: 'x' } },
        ],
        fallbacks: [
          { endpointId: 'gone', modelId: 'y' },
          { endpointId: 'b', modelId: 'y' },
          { providerId: 'openai', modelId: 'gpt-5.1' },
        ],
      },
    ],
  }
  expect(resolve('fast', input)).toEqual(['a x', 'b y', 'official:openai gpt-5.1'])
})

test('an alias that leads nowhere says why, without an id that nobody knows', () => {
  const endpointId = '6f1c0b0e-4b52-4d0e-9d3c-0d9d0f6b1a11'
  const aliases = [{ name: 'old', targets: [{ address: { endpointId, modelId: 'big' } }] }]
  const asking = (): unknown => resolve('old', { aliases })
  expect(asking).toThrow('The alias "old" leads nowhere.')
  expect(asking).toThrow('The custom provider for "big" was deleted.')
  expect(asking).not.toThrow(endpointId)
})

test('targets are picked by weight', () => {
  const target = (modelId: string, weight: number) => ({
    address: { endpointId: 'e', modelId },
    weight,
  })
  const input: ConfigInput = {
    endpoints: [endpoint('e')],
    aliases: [{ name: 'group', targets: [target('a', 3), target('never', 0), target('b', 1)] }],
  }
  const picks = [0, 0.7, 0.74, 0.76, 0.999].map((at) =>
    resolve('group', input, { random: () => at }),
  )
  expect(picks.flat()).toEqual(['e a', 'e a', 'e a', 'e b', 'e b'])
})

test('an unknown name is refused with the nearest ones', () => {
  const endpoints = [endpoint('proxy', { models: ['llama-3.3-70b'] })]
  expect(() => resolve('llama-3.3-70', { endpoints })).toThrow('proxy/llama-3.3-70b')
})

test.each(['', 'a\u0000b', 'x'.repeat(513)])('%j is no name', (name) => {
  expect(() => resolve(name, {})).toThrow('model:')
})

test.each(['__proto__', 'constructor/x', 'openai/', '/gpt-5.1', '/', 'toString'])(
  '%s leads nowhere',
  (name) => {
    expect(() => resolve(name, {})).toThrow('No model here is called')
  },
)

test('what a platform cannot serve without a mapping is said, not guessed', () => {
  const endpoints = [endpoint('aws', { spec: 'amazon-bedrock', region: 'us-east-1' })]
  const input = { endpoints, providers: { openai: 'aws' } }
  expect(() => resolve('openai/gpt-5.1', input)).toThrow('is not an id that Amazon Bedrock')
})

test('a name is looked up anew when the settings change', () => {
  const find = createNameResolver()
  const options = { assumeModelExists: false, random: () => 0 }
  const before = createConfig({ endpoints: [endpoint('a', { models: ['m'] })] })
  const after = createConfig({ endpoints: [endpoint('b', { models: ['m'] })] })
  expect(find('m', before, options).routes[0].endpointId).toBe('a')
  expect(find('m', before, options)).toBe(find('m', before, options))
  expect(find('m', after, options).routes[0].endpointId).toBe('b')
})
