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

describe('resolveEndpoint', () => {
  test('reads exactly what was saved', async () => {
    const asked: string[] = []
    const resolved = await resolveEndpoint(endpoint, (name) => {
      asked.push(name)
      return Promise.resolve(`value of ${name}`)
    })
    expect(asked).toEqual(['apiKey', 'header:X-Team'])
    expect(resolved).toEqual({
      endpoint,
      secrets: { apiKey: 'value of apiKey', 'header:X-Team': 'value of header:X-Team' },
    })
  })

  test('a secret that is gone is named', async () => {
    const gone = resolveEndpoint(endpoint, (name) =>
      Promise.resolve(name === 'apiKey' ? 'k' : undefined),
    )
    await expect(gone).rejects.toMatchObject({
      code: 'missing-secret',
      message: expect.stringContaining('header:X-Team'),
    })
  })

  test('a vault that cannot be read is not taken for a missing key', async () => {
    const locked = new Error('locked')
    await expect(resolveEndpoint(endpoint, () => Promise.reject(locked))).rejects.toBe(locked)
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
