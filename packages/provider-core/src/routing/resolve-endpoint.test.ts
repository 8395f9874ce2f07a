import { describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue/catalogue.ts'
import { endpointSchema } from '../model/endpoint.ts'
import { getSpec } from '../specs/registry.ts'
import { officialEndpoint } from './official-endpoint.ts'
import { resolveEndpoint } from './resolve-endpoint.ts'

const endpoint = endpointSchema.parse({
  id: 'e1',
  name: 'Mine',
  spec: 'anthropic',
  baseUrl: 'https://h.example',
  savedSecrets: ['apiKey', 'header:X-Team'],
  createdAt: '',
  updatedAt: '',
})

const noVariable = (): undefined => undefined

describe('resolveEndpoint', () => {
  test('reads exactly what was saved', async () => {
    const asked: string[] = []
    const resolved = await resolveEndpoint(endpoint, {
      readVariable: noVariable,
      readSecret: (name) => {
        asked.push(name)
        return Promise.resolve(`value of ${name}`)
      },
    })
    expect(asked).toEqual(['apiKey', 'header:X-Team'])
    expect(resolved).toEqual({
      endpoint,
      secrets: { apiKey: 'value of apiKey', 'header:X-Team': 'value of header:X-Team' },
    })
  })

  test('a secret that is gone is named', async () => {
    const gone = resolveEndpoint(endpoint, {
      readVariable: noVariable,
      readSecret: (name) => Promise.resolve(name === 'apiKey' ? 'k' : undefined),
    })
    await expect(gone).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringContaining('header:X-Team'),
    })
  })

  test('a vault that cannot be read is not taken for a missing key', async () => {
    const locked = new Error('locked')
    const sources = { readVariable: noVariable, readSecret: () => Promise.reject(locked) }
    await expect(resolveEndpoint(endpoint, sources)).rejects.toBe(locked)
  })
})

describe('environment variables', () => {
  const referring = endpointSchema.parse({
    ...endpoint,
    baseUrl: undefined,
    environment: { fields: { baseUrl: 'MY_BASE' }, secrets: { apiKey: 'MY_KEY' } },
  })
  const fromVault = (name: string) => Promise.resolve(`vault ${name}`)

  test('fill in fields and secrets, before what is saved, and no other variable is read', async () => {
    const asked: string[] = []
    const variables: Record<string, string> = {
      MY_BASE: ' https://h.example/v1 ',
      MY_KEY: 'sk-1\n',
      OPENAI_API_KEY: 'never',
    }
    const resolved = await resolveEndpoint(referring, {
      readSecret: fromVault,
      readVariable: (name) => {
        asked.push(name)
        return variables[name]
      },
    })
    expect(asked.toSorted()).toEqual(['MY_BASE', 'MY_KEY'])
    expect(resolved.endpoint.baseUrl).toBe('https://h.example/v1')
    expect(resolved.endpoint.savedSecrets).toEqual(['header:X-Team'])
    expect(resolved.secrets).toEqual({ apiKey: 'sk-1', 'header:X-Team': 'vault header:X-Team' })
  })

  test.each([
    ['MY_BASE', { MY_KEY: 'k' }],
    ['MY_KEY', { MY_BASE: 'https://h.example', MY_KEY: ' ' }],
  ])('%s that is not set is named', async (name, variables: Record<string, string>) => {
    const sources = { readSecret: fromVault, readVariable: (asked: string) => variables[asked] }
    await expect(resolveEndpoint(referring, sources)).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringContaining(name),
    })
  })

  test('a key in the query of a base URL becomes a secret', async () => {
    const variables: Record<string, string> = {
      MY_BASE: 'https://h.example/v1?api-key=sk-2&x=1',
      MY_KEY: 'k',
    }
    const resolved = await resolveEndpoint(referring, {
      readSecret: fromVault,
      readVariable: (name) => variables[name],
    })
    expect(resolved.endpoint.baseUrl).toBe('https://h.example/v1?x=1')
    expect(resolved.secrets['query:api-key']).toBe('sk-2')
  })
})

test.each(catalogue.map((provider) => [provider.id, provider] as const))(
  'the official endpoint of %s can be addressed',
  (_id, provider) => {
    const official = officialEndpoint(provider, { savedSecrets: ['apiKey'] })
    expect(official.savedSecrets).toEqual(['apiKey'])
    const spec = getSpec(official.spec)
    const dialect = spec.resolveDialect(official, 'm')
    const chat = spec.address(official, { kind: 'chat', dialect, modelId: 'm', stream: true })
    expect(chat?.url.startsWith(provider.baseUrl)).toBe(true)
  },
)
