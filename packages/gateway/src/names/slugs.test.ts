import { expect, test } from 'vitest'
import { endpointSchema, type Endpoint } from '@patchbay/provider-core/model'
import { endpointSlugs, slugify } from './slugs.ts'

function endpoint(id: string, name: string, createdAt = '2026-01-01'): Endpoint {
  return endpointSchema.parse({ id, name, spec: 'azure', createdAt, updatedAt: createdAt })
}

function slugsOf(...endpoints: Endpoint[]): Record<string, string> {
  const byId = Object.fromEntries(endpoints.map((each) => [each.id, each]))
  return Object.fromEntries(endpointSlugs({ endpoints: byId }))
}

test.each([
  ['Work proxy', 'work-proxy'],
  ['  LM Studio (local)! ', 'lm-studio-local'],
  ['Zürich GPT-5.1', 'zurich-gpt-5-1'],
  ['模型', '模型'],
  ['///', 'endpoint'],
])('%s is called %s', (name, slug) => {
  expect(slugify(name)).toBe(slug)
})

test('the older endpoint keeps the slug', () => {
  expect(slugsOf(endpoint('new', 'Proxy', '2026-02-01'), endpoint('old', 'proxy!'))).toEqual({
    old: 'proxy',
    new: 'proxy-2',
  })
})

test('no endpoint takes the name of a provider, nor one that another has by its number', () => {
  const slugs = slugsOf(
    endpoint('1', 'OpenAI', '2026-01-01'),
    endpoint('2', 'openai 2', '2026-01-02'),
    endpoint('3', 'openai', '2026-01-03'),
  )
  expect(slugs).toEqual({ 1: 'openai-2', 2: 'openai-2-2', 3: 'openai-3' })
})
