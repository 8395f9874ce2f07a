import { expect, test } from 'vitest'
import {
  createTicks,
  duplicateChoiceOf,
  toChoices,
  withTicks,
  wordChoices,
  type Preview,
} from './import-choices.ts'

const endpoint = {
  spec: 'anthropic' as const,
  host: 'h',
  models: 0,
  secrets: [],
  variables: [],
  cautions: [],
  notes: [],
}
const duplicate = { id: 'e', name: 'B', same: 'name' as const, mergeable: false }
const preview: Preview = {
  ok: true,
  format: 'bundle',
  endpoints: [
    { ...endpoint, key: 'a', name: 'A' },
    { ...endpoint, key: 'b', name: 'B', duplicate },
  ],
  aliases: [{ name: 'fast', endpoints: ['a'], targets: [], taken: true }],
  modes: [
    {
      providerId: 'openai',
      providerName: 'OpenAI',
      endpoint: 'a',
      host: 'a.example',
      stays: false,
    },
    { providerId: 'google', providerName: 'Google', endpoint: 'a', host: 'a.example', stays: true },
  ],
  officialKeys: [
    { providerId: 'openai', providerName: 'OpenAI', saved: true },
    { providerId: 'groq', providerName: 'Groq', saved: false, variable: 'GROQ_API_KEY' },
    { providerId: 'xai', providerName: 'xAI', saved: false },
  ],
  variables: [],
  report: [],
  counts: { exact: 0, approximate: 0, 'by-hand': 0, unsupported: 0 },
}

test('everything is taken at first but what would replace something, and the words say so', () => {
  const choices = toChoices(preview, createTicks(preview))
  expect(choices).toMatchObject({ modes: ['openai'], officialKeys: ['xai'] })
  expect(wordChoices(preview, choices)).toBe('1 provider, 1 mode, 1 official key')
})

test('keys of variables come along only where references are resolved', () => {
  const ticks = { ...createTicks(preview), resolveReferences: true }
  expect(toChoices(preview, ticks).officialKeys).toEqual(['groq', 'xai'])
})

test('what was unticked stays out', () => {
  const ticks = withTicks(createTicks(preview), 'endpoints', ['a', 'b'], false)
  expect(toChoices(preview, ticks).endpoints).toEqual([])
  const back = withTicks(ticks, 'endpoints', ['b'], true)
  expect(toChoices(preview, back).endpoints).toEqual([{ key: 'b', duplicate: 'skip' }])
})

test('a choice of its own goes before the one for all; what cannot be merged is renamed', () => {
  const [, second] = preview.endpoints
  if (!second) throw new Error('no second')
  const ticks = { ...createTicks(preview), duplicates: 'merge' as const }
  expect(duplicateChoiceOf(ticks, second)).toBe('rename')
  expect(duplicateChoiceOf({ ...ticks, own: { b: 'skip' } }, second)).toBe('skip')
})
