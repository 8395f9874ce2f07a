import { expect, test } from 'vitest'
import { openTestBackend } from '../testing/open-backend.ts'

test('a set-up of 1,000 custom providers and 5,000 models is previewed and saved with one write of the settings', async () => {
  const endpoints = Array.from({ length: 1000 }, (_, index) => ({
    name: `Proxy ${index}`,
    spec: 'openai-chat-completions',
    baseUrl: `https://proxy-${index}.example/v1`,
    models: Array.from({ length: 5 }, (_none, model) => `model-${index}-${model}`),
    environment: { secrets: { apiKey: 'PROXY_KEY' } },
  }))
  const bundle = { patchbay: 'bundle', format: 2, exportedAt: '', endpoints, providers: {} }
  const text = JSON.stringify({ ...bundle, aliases: [] })
  let reads = 0
  await using opened = await openTestBackend(undefined, {
    readVariable: () => {
      reads += 1
      return 'sk-canary'
    },
  })
  const { data, settings, endpoints: saved } = opened.backend
  const preview = await data.previewImport({ text })
  if (!preview.ok) throw new Error(preview.message)
  expect(preview.endpoints).toHaveLength(1000)
  // Whether a variable is set is looked at once, not for everything that names it.
  expect(reads).toBe(1)
  let writes = 0
  const { update } = settings
  Object.assign(settings, {
    update: (change: never) => {
      writes += 1
      return update(change)
    },
  })
  const choices = {
    endpoints: preview.endpoints.map(({ key }) => ({ key, duplicate: 'rename' as const })),
    aliases: [],
    modes: [],
    officialKeys: [],
    resolveReferences: true,
  }
  const result = await data.applyImport({ source: { text }, choices })
  expect(writes).toBe(1)
  expect(result.added).toHaveLength(1000)
  expect(await saved.list()).toHaveLength(1000)
})
