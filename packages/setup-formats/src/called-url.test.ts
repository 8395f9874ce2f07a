import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { describeAddress } from '@patchbay/provider-core/specs'
import type { EndpointFields } from '@patchbay/provider-core/model'
import { parseSetup } from './parse-setup.ts'

function endpointOf(value: unknown, format: 'vscode' | 'opencode'): EndpointFields {
  const parsed = parseSetup({ text: JSON.stringify(value), format })
  const endpoint = parsed.ok ? parsed.plan.endpoints[0] : undefined
  if (endpoint === undefined) throw new Error('No endpoint.')
  return endpoint.fields
}

function chatUrl(fields: EndpointFields, modelId?: string): string | undefined {
  const address = describeAddress(fields, modelId)
  return address.ok ? address.rows[0]?.url : undefined
}

const paths = fc.constantFrom(
  '',
  '/v1',
  '/v2',
  '/v1beta',
  '/api',
  '/api/v1',
  '/openai',
  '/openai/v1',
  '/anthropic',
  '/api/paas/v4',
)
const slash = fc.constantFrom('', '/')

describe('models of VS Code', () => {
  const operations = {
    'chat-completions': '/chat/completions',
    responses: '/responses',
    messages: '/messages',
  }
  const apiTypes = fc.constantFrom(...(Object.keys(operations) as (keyof typeof operations)[]))
  const model = (url: string, apiType?: string) =>
    endpointOf(
      [{ vendor: 'customendpoint', name: 'x', apiType, models: [{ id: 'm', url }] }],
      'vscode',
    )

  it('are called at the URL that VS Code calls, when it adds to theirs', () => {
    fc.assert(
      fc.property(paths, slash, apiTypes, (path, end, apiType) => {
        const base = `https://llm.example${path}`
        const called = `${base}${/\/v\d+$/.test(base) ? '' : '/v1'}${operations[apiType]}`
        expect(chatUrl(model(base + end, apiType))).toBe(called)
      }),
    )
  })

  it('are called at their own URL, when it is whole', () => {
    fc.assert(
      fc.property(paths, apiTypes, fc.constantFrom('', '?tier=1'), (path, apiType, query) => {
        const whole = `https://llm.example${path}${operations[apiType]}${query}`
        expect(chatUrl(model(whole))).toBe(whole)
      }),
    )
  })
})

describe('providers of opencode', () => {
  it('are called at the URL that their package calls', () => {
    const packages = fc.constantFrom(
      ['@ai-sdk/openai-compatible', '/chat/completions'],
      ['@ai-sdk/openai', '/responses'],
      ['@ai-sdk/anthropic', '/messages'],
    )
    fc.assert(
      fc.property(paths, slash, packages, (path, end, [npm, operation]) => {
        const base = `https://llm.example${path}`
        const fields = endpointOf(
          { provider: { x: { npm, options: { baseURL: base + end } } } },
          'opencode',
        )
        expect(chatUrl(fields)).toBe(base + operation)
      }),
    )
  })
})

describe('clouds of opencode', () => {
  it("are signed in to as this machine's own tools do, but never at a host that the file names", () => {
    const kindOf = (id: string, options: object) =>
      endpointOf({ provider: { [id]: { options } } }, 'opencode').credentialKind
    expect(kindOf('google-vertex', { project: 'p', location: 'global' })).toBe('adc')
    expect(kindOf('amazon-bedrock', { region: 'eu-west-1' })).toBe('default-chain')
    const baseURL = 'https://somebody.example'
    expect(kindOf('google-vertex', { project: 'p', location: 'global', baseURL })).toBeUndefined()
    expect(kindOf('amazon-bedrock', { region: 'eu-west-1', baseURL })).toBeUndefined()
  })
})

describe("NodeLLM's Azure form", () => {
  it('sends every model to the deployment of the path, with its version', () => {
    const base = 'https://res.openai.azure.com/openai/deployments/my-dep?api-version=2024-10-21'
    const parsed = parseSetup({
      text: `OPENAI_API_KEY=x\nOPENAI_API_BASE=${base}`,
      format: 'environment',
    })
    const fields = parsed.ok ? parsed.plan.endpoints[0]?.fields : undefined
    if (fields === undefined) throw new Error('No endpoint.')
    for (const model of ['my-dep', 'gpt-4o', 'text-embedding-3-small'])
      expect(chatUrl(fields, model)).toBe(
        'https://res.openai.azure.com/openai/deployments/my-dep/chat/completions?api-version=2024-10-21',
      )
  })
})
