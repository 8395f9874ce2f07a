import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SpecId } from '../model/spec.ts'
import { cutOperation } from './cut-operation.ts'
import { completeFields } from './describe-address.ts'
import { getSpec } from './registry.ts'

const segment = fc
  .stringMatching(/^[a-z0-9_~-]{1,8}$/)
  .filter(
    (text) =>
      ![
        'models',
        'messages',
        'openai',
        'anthropic',
        'responses',
        'completions',
        'embeddings',
      ].includes(text),
  )
const ending = fc.constantFrom(
  '',
  '/v1',
  '/v1beta',
  '/v4',
  '/openai',
  '/openai/v1',
  '/api/projects/p',
)
const path = fc
  .tuple(fc.array(segment, { maxLength: 4 }), ending)
  .map(([segments, last]) => segments.map((text) => `/${text}`).join('') + last)
const query = fc
  .array(
    fc.tuple(fc.stringMatching(/^q[a-z]{1,5}$/), fc.stringMatching(/^[A-Za-z0-9._~-]{0,6}$/)),
    { maxLength: 3 },
  )
  .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join('&'))
const base = fc.tuple(path, query).map(([typedPath, typedQuery]) => ({
  path: typedPath,
  query: typedQuery,
  text: `https://h.example:8443${typedPath}${typedQuery === '' ? '' : `?${typedQuery}`}`,
}))
const model = fc
  .stringMatching(/^[a-z0-9][a-z0-9.:@/-]{0,12}$/)
  .filter((id) => !/(^|\/)(\.{1,2})?(\/|$)/.test(id))

const specIds: readonly SpecId[] = [
  'openai-chat-completions',
  'openai-responses',
  'anthropic',
  'google',
  'azure',
  'amazon-bedrock',
  'google-vertex',
]

function called(spec: SpecId, baseUrl: string, modelId: string): URL {
  const fields = completeFields({
    spec,
    baseUrl,
    region: 'eu-west-1',
    projectId: 'p',
    location: 'global',
  })
  const definition = getSpec(spec)
  const dialect = definition.resolveDialect(fields, modelId)
  const address = definition.address(fields, { kind: 'chat', dialect, modelId, stream: true })
  if (address === undefined) throw new Error('no address')
  expect(address.parts.map((part) => part.text).join('')).toBe(address.url)
  return new URL(address.url)
}

describe.each(specIds)('%s', (spec) => {
  test('path and query of the base always survive', () => {
    fc.assert(
      fc.property(base, model, (typed, modelId) => {
        const url = called(spec, typed.text, modelId)
        expect(url.origin).toBe('https://h.example:8443')
        const kept = spec === 'azure' && typed.path === '/v1' ? '' : typed.path
        expect(url.pathname.startsWith(kept)).toBe(true)
        expect(url.search.slice(1).startsWith(typed.query)).toBe(true)
      }),
    )
  })

  test('what is put behind the base never repeats how the base ends', () => {
    fc.assert(
      fc.property(base, (typed) => {
        const added = called(spec, typed.text, 'the-model')
          .pathname.slice(typed.path.length)
          .split('/')
        expect(new Set(added.filter((text) => text !== '')).size).toBe(
          added.filter((text) => text !== '').length,
        )
        const last = typed.path.split('/').at(-1)
        expect(last !== '' && typed.path !== '/v1' && added[1] === last).toBe(false)
      }),
    )
  })

  test('a URL that was called, pasted back, calls the same URL', () => {
    fc.assert(
      fc.property(base, model, (typed, modelId) => {
        const url = called(spec, typed.text, modelId).href
        expect(called(spec, url, modelId).href).toBe(url)
      }),
    )
  })
})

describe.each([
  ['openai-chat-completions', '/chat/completions'],
  ['openai-responses', '/responses'],
  ['openai-chat-completions', '/embeddings'],
  ['openai-chat-completions', '/images/generations'],
  ['openai-chat-completions', '/completions'],
] as const)('%s', (spec, operation) => {
  test(`base + ${operation} is cut back to the base`, () => {
    fc.assert(
      fc.property(base, (typed) => {
        const pasted = new URL(typed.text)
        pasted.pathname = (pasted.pathname === '/' ? '' : pasted.pathname) + operation
        const cut = cutOperation(pasted.href, spec)
        expect(cut?.baseUrl).toBe(typed.text)
        expect(cut?.cut).toBe(operation)
      }),
    )
  })
})
