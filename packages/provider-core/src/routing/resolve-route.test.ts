import { describe, expect, test } from 'vitest'
import { catalogue } from '../catalogue/catalogue.ts'
import { endpointSchema, type Endpoint } from '../model/endpoint.ts'
import type { ModelAddress, Route, RouteRefusal } from '../model/route.ts'
import { resolveRoute, type RoutingSettings } from './resolve-route.ts'

function endpoint(fields: Partial<Endpoint> & Pick<Endpoint, 'spec'>): Endpoint {
  return endpointSchema.parse({ id: 'e1', name: 'Mine', createdAt: '', updatedAt: '', ...fields })
}

/** Anthropic in custom mode on the endpoint. */
function settings(target?: Endpoint): RoutingSettings {
  return {
    endpoints: target === undefined ? {} : { [target.id]: target },
    providers: { anthropic: { mode: 'custom-endpoint', endpointId: 'e1', savedSecrets: [] } },
  }
}

const official: RoutingSettings = { endpoints: {}, providers: {} }
const sonnet = { providerId: 'anthropic', modelId: 'claude-sonnet-4-6' }

function routeOf(address: ModelAddress, all: RoutingSettings, assumeModelExists = false): Route {
  const result = resolveRoute(address, all, { assumeModelExists })
  if (!result.ok) throw new Error(result.refusal.message)
  return result.route
}

function refusalOf(
  address: ModelAddress,
  all: RoutingSettings,
  assumeModelExists = false,
): RouteRefusal {
  const result = resolveRoute(address, all, { assumeModelExists })
  if (result.ok) throw new Error('routed')
  return result.refusal
}

describe('official mode', () => {
  test("goes to the vendor's own API under the same id", () => {
    expect(routeOf(sonnet, official)).toEqual({
      providerId: 'anthropic',
      endpointId: 'official:anthropic',
      endpointName: 'Official API',
      spec: 'anthropic',
      dialect: 'anthropic-messages',
      modelId: 'claude-sonnet-4-6',
      upstreamModelId: 'claude-sonnet-4-6',
      mapped: false,
      verified: true,
    })
  })

  test('every chat model of the catalogue has a route', () => {
    for (const provider of catalogue) {
      for (const model of provider.models) {
        expect(
          routeOf({ providerId: provider.id, modelId: model.id }, official).upstreamModelId,
        ).toBe(model.id)
      }
    }
  })

  test('an unknown id is refused with its nearest, and goes unverified on demand', () => {
    const typo = { providerId: 'anthropic', modelId: 'claude-sonet-4-6' }
    const refusal = refusalOf(typo, official)
    expect(refusal.code).toBe('unknown-model')
    expect(refusal.nearest?.[0]).toBe('claude-sonnet-4-6')
    expect(refusal.message).toContain('Did you mean "claude-sonnet-4-6"')
    expect(routeOf(typo, official, true)).toMatchObject({
      upstreamModelId: 'claude-sonet-4-6',
      verified: false,
    })
  })

  test('an unknown provider is refused, also one named like a member of every object', () => {
    expect(refusalOf({ providerId: 'nobody', modelId: 'x' }, official, true).code).toBe(
      'unknown-provider',
    )
    expect(refusalOf({ providerId: 'constructor', modelId: 'x' }, official).code).toBe(
      'unknown-provider',
    )
  })
})

describe('custom mode', () => {
  const proxy = { spec: 'openai-chat-completions', baseUrl: 'https://h.example/v1' } as const

  test('every model of the provider goes to the endpoint, mapped ids mapped, the others the same', () => {
    const all = settings(endpoint({ ...proxy, modelMapping: { 'claude-sonnet-4-6': 'claude-v2' } }))
    expect(routeOf(sonnet, all)).toMatchObject({
      endpointId: 'e1',
      endpointName: 'Mine',
      dialect: 'openai-chat',
      upstreamModelId: 'claude-v2',
      mapped: true,
      verified: true,
    })
    for (const model of catalogue.find(({ id }) => id === 'anthropic')?.models ?? []) {
      const route = routeOf({ providerId: 'anthropic', modelId: model.id }, all)
      expect(route.endpointId).toBe('e1')
      expect(route.upstreamModelId).toBe(model.id === 'claude-sonnet-4-6' ? 'claude-v2' : model.id)
    }
  })

  test('no endpoint chosen, or one that is gone, is refused', () => {
    expect(refusalOf(sonnet, settings())).toMatchObject({
      code: 'unknown-endpoint',
      message: expect.stringContaining('does not exist any more'),
    })
    const none: RoutingSettings = {
      endpoints: {},
      providers: { anthropic: { mode: 'custom-endpoint', savedSecrets: [] } },
    }
    expect(refusalOf(sonnet, none).message).toContain('none is chosen')
  })

  test("ids of the endpoint's own are known, others are refused with the nearest of both", () => {
    const all = settings(
      endpoint({ ...proxy, models: ['house-model-large'], modelMapping: { fast: 'tiny' } }),
    )
    expect(routeOf({ providerId: 'anthropic', modelId: 'house-model-large' }, all).verified).toBe(
      true,
    )
    expect(
      refusalOf({ providerId: 'anthropic', modelId: 'house-model-larg' }, all).nearest?.[0],
    ).toBe('house-model-large')
    expect(
      refusalOf({ providerId: 'anthropic', modelId: 'claude-sonnet4-6' }, all).nearest,
    ).toContain('claude-sonnet-4-6')
  })

  test('Bedrock: a vendor id needs a mapping, which is suggested for the region', () => {
    const frankfurt = endpoint({ spec: 'amazon-bedrock', region: 'eu-central-1' })
    const refusal = refusalOf(sonnet, settings(frankfurt), true)
    expect(refusal).toMatchObject({
      code: 'mapping-needed',
      suggestedMapping: { from: 'claude-sonnet-4-6', to: 'eu.anthropic.claude-sonnet-4-6' },
    })
    expect(refusal.message).toContain('"claude-sonnet-4-6": "eu.anthropic.claude-sonnet-4-6"')
    const mapped = endpoint({
      ...frankfurt,
      modelMapping: { 'claude-sonnet-4-6': 'eu.anthropic.claude-sonnet-4-6' },
    })
    expect(routeOf(sonnet, settings(mapped))).toMatchObject({
      dialect: 'anthropic-messages',
      mapped: true,
    })
  })

  test('Vertex: refused where the id cannot be valid, passed where it can', () => {
    const vertex = endpoint({ spec: 'google-vertex', projectId: 'p', location: 'global' })
    expect(routeOf(sonnet, settings(vertex)).upstreamModelId).toBe('claude-sonnet-4-6')
    const dated = { providerId: 'anthropic', modelId: 'claude-haiku-4-5-20251001' }
    expect(refusalOf(dated, settings(vertex)).suggestedMapping).toEqual({
      from: 'claude-haiku-4-5-20251001',
      to: 'claude-haiku-4-5@20251001',
    })
  })

  test('Azure: an id with a slash cannot be a deployment', () => {
    const azure = endpoint({ spec: 'azure', resourceName: 'res' })
    const refusal = refusalOf({ endpointId: 'e1', modelId: 'openai/gpt-oss-120b' }, settings(azure))
    expect(refusal.suggestedMapping).toEqual({ from: 'openai/gpt-oss-120b', to: 'gpt-oss-120b' })
  })

  test('an id that the user listed for the endpoint is believed', () => {
    const own = endpoint({
      spec: 'amazon-bedrock',
      region: 'eu-central-1',
      models: ['claude-sonnet-4-6'],
    })
    expect(routeOf(sonnet, settings(own)).upstreamModelId).toBe('claude-sonnet-4-6')
  })

  test("a known model is known under its platform's own id, too", () => {
    const bedrock = settings(endpoint({ spec: 'amazon-bedrock', region: 'us-east-1' }))
    for (const modelId of ['anthropic.claude-sonnet-4-6', 'us.anthropic.claude-sonnet-4-6']) {
      const address = { endpointId: 'e1', modelId }
      expect(routeOf(address, bedrock)).toMatchObject({ upstreamModelId: modelId, verified: true })
    }
    const vertex = settings(endpoint({ spec: 'google-vertex' }))
    const dated = { endpointId: 'e1', modelId: 'claude-haiku-4-5@20251001' }
    expect(routeOf(dated, vertex)).toMatchObject({ verified: true })
    expect(refusalOf(dated, bedrock).code).toBe('unknown-model')
  })

  test('an id outside the catalogue goes to a cloud as it is, on demand', () => {
    const bedrock = endpoint({ spec: 'amazon-bedrock', region: 'eu-central-1' })
    const arn = 'arn:aws:bedrock:eu-central-1:1:application-inference-profile/abc'
    expect(
      routeOf({ providerId: 'anthropic', modelId: arn }, settings(bedrock), true),
    ).toMatchObject({
      upstreamModelId: arn,
      dialect: 'bedrock-converse',
      verified: false,
    })
  })
})

describe('an endpoint asked directly', () => {
  const local = endpoint({
    spec: 'openai-responses',
    baseUrl: 'http://127.0.0.1:1/v1',
    modelMapping: { a: 'b' },
  })

  test('has no provider in its route; both sides of the mapping are known', () => {
    const route = routeOf({ endpointId: 'e1', modelId: 'a' }, settings(local))
    expect(route).toMatchObject({ upstreamModelId: 'b', mapped: true, dialect: 'openai-responses' })
    expect(route).not.toHaveProperty('providerId')
    expect(routeOf({ endpointId: 'e1', modelId: 'b' }, settings(local))).toMatchObject({
      upstreamModelId: 'b',
      mapped: false,
      verified: true,
    })
  })

  test('an endpoint that is not there is refused', () => {
    expect(refusalOf({ endpointId: 'e2', modelId: 'a' }, settings(local)).code).toBe(
      'unknown-endpoint',
    )
    expect(refusalOf({ endpointId: 'toString', modelId: 'a' }, settings(local)).code).toBe(
      'unknown-endpoint',
    )
  })

  test('an id named like a member of every object is not a mapping', () => {
    expect(refusalOf({ endpointId: 'e1', modelId: 'constructor' }, settings(local)).code).toBe(
      'unknown-model',
    )
  })
})
